import { assertAlmostEquals, assertEquals } from "@std/assert";
import { makeScale, niceRange, roundNumbers } from "../../../lib/plots/axes/scale.ts";

Deno.test("a linear scale goes in equal steps, downwards too, and on beyond its domain", () => {
  const scale = makeScale("linear", { domain: [0, 2], range: [100, 0] });
  assertEquals([0, 0.5, 2, 3].map(scale), [100, 75, 0, -50]);
});

Deno.test("a logarithmic scale goes in equal factors", () => {
  const scale = makeScale("log", { domain: [1e-4, 1], range: [0, 400] });
  [1e-4, 1e-3, 1e-2, 1].forEach((value, at) => {
    assertAlmostEquals(scale(value), [0, 100, 200, 400][at], 1e-9);
  });
});

Deno.test("round numbers lie within, nice ranges around", () => {
  assertEquals(roundNumbers([1, 150], 3), [50, 100, 150]);
  assertEquals(niceRange([0.17, 0.755], 6), [0.1, 0.8]);
});
