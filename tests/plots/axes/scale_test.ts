import { assertAlmostEquals, assertEquals } from "@std/assert";
import { scaleLinear, scaleLog } from "npm:d3-scale@4.0.3";
import { makeScale, niceRange, type Range, roundNumbers } from "../../../lib/plots/axes/scale.ts";
import { MersenneTwister } from "../../../lib/random/mt19937.ts";

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

Deno.test("scales and round numbers are those of d3-scale to the bit, downwards and empty ones too", () => {
  const random = new MersenneTwister(7);
  for (let turn = 0; turn < 2000; turn++) {
    const size = 10 ** (12 * random.nextDouble() - 6);
    const start = (random.nextDouble() - 0.5) * size;
    const end = turn % 20 === 0 ? start : start + (random.nextDouble() - 0.3) * size;
    const [domain, range] = [[start, end], [
      720 * random.nextDouble(),
      720 * random.nextDouble(),
    ]] as Range[];
    const linear = scaleLinear().domain(domain).range(range);
    const count = 1 + Math.floor(10 * random.nextDouble());
    const values = [
      start,
      end,
      start - size,
      ...Array.from({ length: 4 }, () => size * random.nextDouble()),
    ];
    assertEquals(values.map(makeScale("linear", { domain, range })), values.map(linear));
    assertEquals(roundNumbers(domain, count), linear.ticks(count));
    const [low, high] = linear.nice(count + 2).domain();
    assertEquals(niceRange(domain, count + 2), low < high ? [low, high] : domain);

    const factors = [size, size * 10 ** (6 * random.nextDouble() - 3)] as const;
    const logarithmic = makeScale("log", { domain: factors, range });
    const at = [...factors, size * random.nextDouble()];
    assertEquals(at.map(logarithmic), at.map(scaleLog().domain(factors).range(range)));
  }
});
