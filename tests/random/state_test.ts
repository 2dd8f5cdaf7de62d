import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { toBase64 } from "../../lib/base64.ts";
import { RandomState } from "../../lib/random/numpy.ts";
import { Generator } from "../../lib/random/torch.ts";

const throughJson = <State>(state: State): State => JSON.parse(JSON.stringify(state));

const torchDraws: Record<string, (generator: Generator) => unknown> = {
  rand: (generator) => generator.rand(3),
  uniform: (generator) => generator.uniform(3, { low: -2, high: 5 }),
  "randn of 1": (generator) => generator.randn(1),
  "randn of 15": (generator) => generator.randn(15),
  "randn of 21, in blocks": (generator) => generator.randn(21),
  normal: (generator) => generator.normal(2, { mean: 1, standardDeviation: 3 }),
  randperm: (generator) => generator.randperm(17),
  randomInt64: (generator) => generator.randomInt64(),
};

const numpyDraws: Record<string, (state: RandomState) => unknown> = {
  randomSample: (state) => state.randomSample(3),
  uniform: (state) => state.uniform(3, { low: -2, high: 5 }),
  "normal of 1": (state) => state.normal(1),
  "normal of 4": (state) => state.normal(4),
  randint32: (state) => state.randint32(3),
  permutation: (state) => state.permutation(17),
};

for (const [name, draw] of Object.entries(torchDraws)) {
  for (const spare of [false, true]) {
    Deno.test(`Generator goes on at ${name} ${spare ? "with" : "without"} a spare normal`, () => {
      for (const words of [0, 1, 226, 227, 228, 622, 623, 624, 625, 2000]) {
        const generator = new Generator(42);
        generator.rand(words);
        if (spare) generator.randn(1);
        const state = throughJson(generator.state());
        assertEquals(state.spareNormal !== null, spare);
        const restored = Generator.from(state);
        assertEquals(restored.state(), generator.state());
        assertEquals(draw(restored), draw(generator));
        assertEquals(
          Object.values(torchDraws).map((next) => next(restored)),
          Object.values(torchDraws).map((next) => next(generator)),
        );
        assertEquals(restored.rand(1300), generator.rand(1300));
      }
    });
  }
}

for (const [name, draw] of Object.entries(numpyDraws)) {
  for (const spare of [false, true]) {
    Deno.test(`RandomState goes on at ${name} ${spare ? "with" : "without"} a spare normal`, () => {
      for (const words of [0, 1, 227, 623, 624, 2000]) {
        const random = new RandomState(7);
        random.randint32(words);
        if (spare) random.normal(1);
        const state = throughJson(random.state());
        assertEquals(state.spareNormal !== null, spare);
        const restored = RandomState.from(state);
        assertEquals(draw(restored), draw(random));
        assertEquals(
          Object.values(numpyDraws).map((next) => next(restored)),
          Object.values(numpyDraws).map((next) => next(random)),
        );
        assertEquals(restored.randint32(1300), random.randint32(1300));
      }
    });
  }
}

Deno.test("a state stays as it is while its generator and restored ones draw", () => {
  const generator = new Generator(3);
  const state = generator.state();
  const before = throughJson(state);
  const first = Generator.from(state).rand(1000);
  generator.rand(1000);
  assertEquals(state, before);
  assertEquals(Generator.from(state).rand(1000), first);
  assertNotEquals(generator.state(), before);
});

Deno.test("an unreadable state is refused in one line that names the field", () => {
  const state = new Generator(1).state();
  const broken: [object, string][] = [
    [{ ...state, stream: "numpy" }, 'stream must be "torch": current value is "numpy"'],
    [{ ...state, words: "AAAA" }, "words must be base64 of 624 words"],
    [{ ...state, words: "?" }, "words must be base64 of 624 words"],
    [{ ...state, words: null }, "words must be base64 of 624 words"],
    [{ ...state, words: toBase64(new Uint32Array(624)) }, "not all 0"],
    [{ ...state, index: 624 }, "index must be a whole number from 0 to 623"],
    [{ ...state, index: -1 }, "current value is -1"],
    [{ ...state, index: "5" }, 'current value is "5"'],
    [{ ...state, spareNormal: 0.5 }, "spareNormal must be null or a finite float64 in base64"],
    [{ ...state, spareNormal: false }, "spareNormal"],
    [{ ...state, spareNormal: toBase64(Float64Array.of(1, 2)) }, "spareNormal"],
    [{ ...state, spareNormal: toBase64(Float64Array.of(NaN)) }, "spareNormal"],
  ];
  for (const [wrong, part] of broken) {
    assertThrows(() => Generator.from(wrong as never), SyntaxError, part);
  }
  assertThrows(() => RandomState.from(state), SyntaxError, 'stream must be "numpy"');
  for (const wrong of [undefined, null, "state", 5]) {
    assertThrows(() => Generator.from(wrong as never), TypeError, "state must be a saved state");
  }
  for (const key of Object.keys(state)) {
    const missing = { ...state, [key]: undefined };
    assertThrows(
      () => Generator.from(missing),
      TypeError,
      `state must have the key "${key}": keys are`,
    );
  }
  const misspelt = { ...state, spareNormals: null };
  assertThrows(() => Generator.from(misspelt), TypeError, '(did you mean "spareNormal"?)');
});
