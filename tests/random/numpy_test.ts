import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { RandomState } from "../../lib/random/numpy.ts";
import further from "../reference/further_streams.json" with { type: "json" };
import reference from "../reference/numpy.json" with { type: "json" };

for (const stream of reference.streams) {
  const { seed } = stream;
  const figures: Record<string, (state: RandomState) => Iterable<number>> = {
    "random_sample(8)": (state) => state.randomSample(8),
    "normal(size=9)": (state) => state.normal(9),
    "permutation(10)": (state) => state.permutation(10),
    "permutation(600)": (state) => state.permutation(600),
    "randint32(6)": (state) => state.randint32(6),
  };

  Deno.test(`every kind of NumPy figure is tested at seed ${seed}`, () => {
    assertEquals(Object.keys(figures), Object.keys(stream).filter((key) => key !== "seed"));
  });

  for (const [name, draw] of Object.entries(figures)) {
    Deno.test(`${name} is NumPy's to the bit at seed ${seed}`, () => {
      assertEquals([...draw(new RandomState(seed))], stream[name as "random_sample(8)"]);
    });
  }
}

for (const { seed, numpy } of further.streams) {
  Deno.test(`uniforms and permutations are NumPy's to the bit at seed ${seed}`, () => {
    const state = () => new RandomState(seed);
    assertEquals([...state().uniform(9, { low: -3, high: 7 })], numpy["uniform(-3, 7, 9)"]);
    assertEquals([...state().permutation(1000)], numpy["permutation(1000)"]);
    assertEquals([...state().permutation(2)], numpy["permutation(2)"]);
  });

  Deno.test(`normal numbers are NumPy's to the last bit of the logarithm at seed ${seed}`, () => {
    const actual = new RandomState(seed).normal(25, { mean: 0.3, standardDeviation: 2.5 });
    numpy["normal(0.3, 2.5, 25)"].forEach((expected, index) =>
      assertAlmostEquals(actual[index], expected, 1e-15 * Math.max(1, Math.abs(expected)))
    );
  });

  Deno.test(`the spare normal number outlives other draws at seed ${seed}`, () => {
    const state = new RandomState(seed);
    const actual = [
      state.normal(3),
      state.permutation(5),
      state.normal(2),
      state.randomSample(2),
    ];
    const expected = numpy["normal(3), permutation(5), normal(2), random_sample(2)"];
    expected.forEach((numbers, call) =>
      numbers.forEach((number, index) => assertAlmostEquals(actual[call][index], number, 1e-15))
    );
  });
}

Deno.test("shuffle works in place and on any kind of array alike", () => {
  const expected = [...new RandomState(3).permutation(20)];
  const plain = Array.from({ length: 20 }, (_, index) => index);
  const doubles = Float64Array.from(plain);
  new RandomState(3).shuffle(plain);
  new RandomState(3).shuffle(doubles);
  assertEquals(plain, expected);
  assertEquals([...doubles], expected);
});

Deno.test("nothing drawn leaves the stream where it was", () => {
  const state = new RandomState(11);
  state.randomSample(0);
  state.normal(0);
  state.permutation(0);
  state.permutation(1);
  assertEquals(state.randomSample(3), new RandomState(11).randomSample(3));
});

Deno.test("impossible draws are refused before the stream moves", () => {
  const state = new RandomState(11);
  assertThrows(() => state.randomSample(-1), RangeError, "count must be a whole number");
  assertThrows(() => state.normal(2.5), RangeError);
  assertThrows(() => state.normal(2, { standardDeviation: -1 }), RangeError, "standardDeviation");
  assertThrows(() => state.normal(2, { mean: NaN }), RangeError, "mean");
  assertThrows(() => state.uniform(2, { high: Infinity }), RangeError, "high");
  assertEquals(state.randomSample(3), new RandomState(11).randomSample(3));
});

Deno.test("draws that float64 or memory cannot hold are refused before the stream moves", () => {
  const state = new RandomState(11);
  const cases: [() => unknown, string][] = [
    [
      () => state.normal(2, { standardDeviation: 1e308 }),
      "standardDeviation must be a finite number",
    ],
    [() => state.normal(2, { mean: 1e308 }), "mean must be a finite number"],
    [() => state.uniform(2, { low: -1e308, high: 1e308 }), "low must be a finite number"],
    [
      () => state.randomSample(1e12),
      "count must be a whole number, at least 0 and at most 268435456",
    ],
    [() => state.permutation(2 ** 33), "count must be"],
    [() => state.normal(2, { loc: 1 } as never), 'no option "loc": options are mean, standard'],
  ];
  for (const [draw, says] of cases) assertThrows(draw, RangeError, says);
  const kinds: [unknown, string][] = [
    ["abc", 'values must be an array that can be written into: current value is "abc"'],
    [{ length: 3 }, 'current value is {"length":3}'],
    [new DataView(new ArrayBuffer(8)), "DataView of 8 bytes"],
    [Object.freeze([1, 2, 3]), "current value is [1,2,3]"],
    [null, "current value is null"],
    [new Array(2 ** 32 - 1), "values[0] must be given"],
  ];
  for (const [values, says] of kinds) {
    assertThrows(() => state.shuffle(values as number[]), TypeError, says);
  }
  assertEquals(state.randomSample(3), new RandomState(11).randomSample(3));
  assertEquals(state.normal(1000, { standardDeviation: 7e306 }).every(Number.isFinite), true);
});
