/** Bootstrap intervals of paired differences, compared with NumPy's. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { pairedDifference } from "../../mod.ts";
import { noise } from "../oracle.ts";
import { pythonTest } from "../python.ts";

pythonTest("the interval is that of NumPy with the same resamples", ["numpy"], async (python) => {
  const [first, second] = [1, 2].map((seed) => Array.from(noise(9, { seed })));
  const program = "import json, sys, numpy as np\n" +
    "a, b = np.array(json.loads(sys.argv[1]))\n" +
    "d = a - b\n" +
    "at = np.floor(np.random.RandomState(7).random_sample((2000, len(d))) * len(d)).astype(int)\n" +
    "medians = np.median(d[at], axis=1)\n" +
    "print(json.dumps([float(np.median(d)), list(np.quantile(medians, [0.05, 0.95]))]))";
  const [expected, interval] = JSON.parse(
    await python(["-c", program, JSON.stringify([first, second])]),
  );
  const actual = pairedDifference(first, second, { seed: 7, resamples: 2000, level: 0.9 });
  assertAlmostEquals(actual.median, expected, 1e-15);
  assertAlmostEquals(actual.interval[0], interval[0], 1e-15);
  assertAlmostEquals(actual.interval[1], interval[1], 1e-15);
});

Deno.test("a shift of all pairs exceeds the spread, although the samples overlap", () => {
  const first = Array.from(noise(8, { scale: 10 }));
  const second = first.map((value, at) => value + 0.5 + at / 100);
  const { median, interval: [low, high], exceedsSpread, lower, higher, n } = pairedDifference(
    first,
    second,
  );
  assertAlmostEquals(median, -0.535, 1e-12);
  assert(low >= -0.58 && low <= median && median <= high && high <= -0.49);
  assertEquals([exceedsSpread, lower, higher, n], [true, 8, 0, 8]);
});

Deno.test("noise around 0 does not exceed the spread", () => {
  const first = [1, 2, 3, 4, 5, 6, 7, 8];
  const second = [2, 1, 4, 3, 6, 5, 8, 7];
  const { exceedsSpread, lower, higher, interval: [low, high] } = pairedDifference(first, second);
  assertEquals([exceedsSpread, lower, higher, low, high], [false, 4, 4, -1, 1]);
});

Deno.test("an interval at 95% has the true median in it about as often", () => {
  // Of 8 values the interval is near that of the 2nd and the 7th, which has 93%.
  const tries = 400;
  let covered = 0;
  for (let seed = 0; seed < tries; seed++) {
    const values = Array.from(noise(8, { seed: 1000 + seed }));
    const [low, high] = pairedDifference(values, values.map(() => 0), { resamples: 500 }).interval;
    if (low <= 0 && high >= 0) covered++;
  }
  assert(covered / tries > 0.88 && covered / tries < 0.99, `${covered / tries}`);
});

Deno.test("the resamples are the same each time, and others from another seed", () => {
  const [first, second] = [1, 2].map((seed) => noise(20, { seed }));
  const intervalOf = (seed: number) =>
    pairedDifference(first, second, { seed, resamples: 25 }).interval;
  assertEquals(intervalOf(1), intervalOf(1));
  assert(String(intervalOf(1)) !== String(intervalOf(2)));
});

Deno.test("trainings that diverged are the worst, and equal to each other", () => {
  const { median, interval, lower, higher } = pairedDifference(
    [1, 2, Infinity],
    [Infinity, Infinity, Infinity],
  );
  assertEquals([median, interval[0], lower, higher], [-Infinity, -Infinity, 2, 0]);
  assertEquals(pairedDifference([Infinity], [Infinity]).median, 0);
});

Deno.test("samples that are not pairs are refused", () => {
  assertThrows(() => pairedDifference([], []), RangeError, "at least one");
  assertThrows(() => pairedDifference([1, 2], [1]), RangeError, "as many numbers as the other");
  assertThrows(() => pairedDifference([1], [NaN]), RangeError, "not NaN");
  assertThrows(() => pairedDifference([1], [1], { level: 1 }), RangeError, "level");
  assertThrows(() => pairedDifference([1], [1], { resamples: 1e9 }), RangeError, "resamples");
});
