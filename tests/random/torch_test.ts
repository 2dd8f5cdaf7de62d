import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { fillUniform, Generator, seedGenerator } from "../../lib/random/torch.ts";
import further from "../reference/further_streams.json" with { type: "json" };
import reference from "../reference/torch.json" with { type: "json" };

/** What the references hold as shortest decimals, as the float32 they stand for. */
const float32 = (numbers: number[]) => numbers.map(Math.fround);

for (const stream of reference.streams) {
  const { seed } = stream;

  Deno.test(`uniform numbers are torch's to the bit at seed ${seed}`, () => {
    assertEquals([...new Generator(seed).rand(10)], float32(stream["rand(10)"]));
  });

  Deno.test(`fewer than 16 normal numbers are torch's to the bit at seed ${seed}`, () => {
    assertEquals([...new Generator(seed).randn(5)], float32(stream["randn(5)"]));
    assertEquals([...new Generator(seed).randn(15)], float32(stream["randn(15)"]));
  });

  Deno.test(`16 normal numbers and more are torch's to the bit at seed ${seed}`, () => {
    assertEquals([...new Generator(seed).randn(16)], float32(stream["randn(16)"]));
    assertEquals([...new Generator(seed).randn(37)], float32(stream["randn(37)"]));
    assertEquals([...new Generator(seed).randn(40)], float32(stream["randn(40)"]));
  });

  Deno.test(`permutations are torch's at seed ${seed}`, () => {
    assertEquals([...new Generator(seed).randperm(10)], stream["randperm(10)"]);
    assertEquals([...new Generator(seed).randperm(420)], stream["randperm(420)"]);
  });

  Deno.test(`64-bit numbers are torch's at seed ${seed}`, () => {
    const generator = new Generator(seed);
    const actual = Array.from({ length: 4 }, () => String(generator.randomInt64()));
    assertEquals(actual, stream["random_int64(4)"]);
  });
}

for (const { seed, torch } of further.streams) {
  Deno.test(`bounded uniforms are torch's to the bit at seed ${seed}`, () => {
    const actual = new Generator(seed).uniform(40, { low: -0.7071, high: 1.3 });
    assertEquals([...actual], float32(torch["uniform_(-0.7071, 1.3) of 40"]));
  });

  Deno.test(`normal numbers with a mean and a deviation are torch's at seed ${seed}`, () => {
    const options = { mean: 0.3, standardDeviation: 2.5 };
    const few = new Generator(seed).normal(15, options);
    assertEquals([...few], float32(torch["normal_(0.3, 2.5) of 15"]));
    const many = new Generator(seed).normal(45, options);
    assertEquals([...many], float32(torch["normal_(0.3, 2.5) of 45"]));
  });

  Deno.test(`a hundred thousand normal numbers are torch's to the bit at seed ${seed}`, async () => {
    const values = new Generator(seed).randn(100_000);
    const digest = await crypto.subtle.digest(
      "SHA-256",
      Uint8Array.from(new Uint8Array(values.buffer)),
    );
    assertEquals(new Uint8Array(digest).toHex(), torch["sha256 of randn(100000)"]);
  });

  Deno.test(`long permutations are torch's at seed ${seed}`, () => {
    assertEquals([...new Generator(seed).randperm(1000)], torch["randperm(1000)"]);
  });

  Deno.test(`the spare normal number outlives other draws at seed ${seed}`, () => {
    const [randn3, rand2, randperm6, randn20, int64, randn4] =
      torch["randn(3), rand(2), randperm(6), randn(20), random_int64, randn(4)"];
    const generator = new Generator(seed);
    assertEquals([...generator.randn(3)], float32(randn3 as number[]));
    assertEquals([...generator.rand(2)], float32(rand2 as number[]));
    assertEquals([...generator.randperm(6)], randperm6);
    assertEquals([...generator.randn(20)], float32(randn20 as number[]));
    assertEquals(String(generator.randomInt64()), int64);
    assertEquals([...generator.randn(4)], float32(randn4 as number[]));
  });
}

Deno.test("nothing drawn leaves the stream where it was", () => {
  const generator = new Generator(11);
  assertEquals(generator.rand(0).length, 0);
  assertEquals(generator.randn(0).length, 0);
  assertEquals(generator.randperm(0).length, 0);
  assertEquals([...generator.randperm(1)], [0]);
  assertEquals(generator.rand(3), new Generator(11).rand(3));
});

Deno.test("many normal numbers have the mean and the deviation asked for", () => {
  const values = new Generator(5).normal(100_000, { mean: -2, standardDeviation: 0.5 });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  // Five standard errors of each.
  assertAlmostEquals(mean, -2, 5 * 0.5 / Math.sqrt(values.length));
  assertAlmostEquals(variance, 0.25, 5 * 0.25 * Math.sqrt(2 / values.length));
});

Deno.test("impossible draws are refused before the stream moves", () => {
  const generator = new Generator(11);
  assertThrows(() => generator.rand(-1), RangeError, "count must be a whole number");
  assertThrows(() => generator.randperm(2 ** 31), RangeError, "at most 214748364");
  assertThrows(() => generator.uniform(2, { low: 1, high: 0 }), RangeError, "high");
  assertThrows(() => generator.normal(2, { standardDeviation: -1 }), RangeError);
  assertThrows(() => generator.normal(20, { mean: Infinity }), RangeError, "mean");
  assertEquals(generator.rand(3), new Generator(11).rand(3));
});

Deno.test("draws that float32 or memory cannot hold are refused before the stream moves", () => {
  const generator = new Generator(11);
  const cases: [() => unknown, string][] = [
    [() => generator.normal(2, { standardDeviation: 1e38 }), "standardDeviation must be a finite"],
    [() => generator.normal(20, { mean: -1e38 }), "mean must be a finite number, at least -3e+37"],
    [() => generator.uniform(2, { low: -1e39 }), "low must be a finite number, at least -1e+38"],
    [() => generator.uniform(2, { high: 1e39 }), "high must be a finite number"],
    [
      () => generator.rand(2 ** 40),
      "count must be a whole number, at least 0 and at most 268435456",
    ],
    [() => generator.randn(1e12), "count must be"],
    [() => generator.normal(2, { std: 1 } as never), 'no option "std": options are mean, standard'],
    [() => generator.uniform(2, { lo: 1 } as never), 'did you mean "low"?'],
  ];
  for (const [draw, says] of cases) assertThrows(draw, RangeError, says);
  assertEquals(generator.rand(3), new Generator(11).rand(3));
  for (const count of [15, 100_000]) {
    const wide = generator.normal(count, { mean: 3e37, standardDeviation: 3e37 });
    assertEquals(wide.every(Number.isFinite), true);
    assertEquals(generator.uniform(count, { low: -1e38, high: 1e38 }).every(Number.isFinite), true);
  }
});

Deno.test("a generator that is seeded again draws what a new one draws", () => {
  const generator = new Generator(3);
  // An odd number of normal numbers leaves the second of a pair for the next draw.
  generator.randn(5);
  seedGenerator(generator, 42);
  assertEquals(generator.state(), new Generator(42).state());
  assertEquals(generator.randn(5), new Generator(42).randn(5));
});

Deno.test("an array is filled with the uniform numbers that are drawn within the same bounds", () => {
  for (const length of [0, 1, 1023, 1024, 1025, 5000]) {
    const [one, other] = [new Generator(length), new Generator(length)];
    const bound = 1 / Math.sqrt(3);
    const filled = new Float32Array(length);
    fillUniform(one, filled, bound);
    assertEquals(filled, other.uniform(length, { low: -bound, high: bound }));
    assertEquals(one.state(), other.state());
  }
});
