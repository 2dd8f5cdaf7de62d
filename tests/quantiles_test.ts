/** Quantiles, compared with NumPy's. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { quantile } from "../mod.ts";
import { noise } from "./oracle.ts";
import { pythonTest } from "./python.ts";

const shares = [0, 0.025, 0.1, 0.25, 1 / 3, 0.5, 0.6, 0.75, 0.975, 1];

pythonTest("quantiles are those of NumPy, bit for bit", ["numpy"], async (python) => {
  const samples = Array.from({ length: 40 }, (_, at) => {
    const values = Array.from(noise(at + 1, { seed: at, scale: 10 ** (at % 7 - 3) }));
    return values.map((value) => value + 0.1);
  });
  const program = "import json, sys, numpy\n" +
    "samples, shares = json.loads(sys.argv[1])\n" +
    "print(json.dumps([[float(numpy.quantile(s, q)) for q in shares] for s in samples]))";
  const expected = JSON.parse(await python(["-c", program, JSON.stringify([samples, shares])]));
  assertEquals(samples.map((values) => shares.map((share) => quantile(values, share))), expected);
});

Deno.test("an infinite value is the largest, and does not make other quantiles NaN", () => {
  const values = [Infinity, 1, 3, Infinity, 2];
  assertEquals(shares.map((share) => quantile(values, share)).some(Number.isNaN), false);
  assertEquals([0.25, 0.5, 0.6, 0.75].map((share) => quantile(values, share)), [
    ...[2, 3, Infinity, Infinity],
  ]);
  assertEquals(quantile([-Infinity, 1], 0.5), -Infinity);
});

Deno.test("the sample is not changed, and may be of any order and kind", () => {
  const values = [3, 1, 2];
  assertEquals(quantile(values, 0.5), quantile(Float32Array.from(values), 0.5));
  assertEquals(values, [3, 1, 2]);
});

Deno.test("a sample without values or with NaN has no quantiles, and a share is one from 0 to 1", () => {
  assertThrows(() => quantile([], 0.5), RangeError, "at least one");
  assertThrows(() => quantile([1, NaN], 0.5), RangeError, "not NaN");
  for (const share of [-0.1, 1.1, NaN]) assertThrows(() => quantile([1], share), RangeError);
  assert(quantile([7], 0.3) === 7);
});
