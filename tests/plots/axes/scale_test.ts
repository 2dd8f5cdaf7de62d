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

/** Domains at random: of any size, with round ends, of a few last bits, empty and downwards ones. */
function* randomDomains(random: () => number): Generator<Range> {
  for (let turn = 0; turn < 2000; turn++) {
    const size = 10 ** (12 * random() - 6);
    const start = (random() - 0.5) * size;
    yield [start, start + (random() - 0.3) * size];
    yield [start, start];
    yield [start, start + Math.floor(12 * random()) * 2 ** (Math.floor(Math.log2(size)) - 54)];
    const digit = 10 ** -Math.floor(6 * random());
    yield [Math.floor(40 * random() - 20) * digit, Math.floor(40 * random() - 20) * digit];
  }
  yield [0.015532338748133933, 0.01553233874813393];
  yield [0.01553233874813393, 0.015532338748133933];
}

Deno.test("scales and round numbers are those of d3-scale, to the bit", () => {
  const engine = new MersenneTwister(7);
  const random = () => engine.nextDouble();
  for (const domain of randomDomains(random)) {
    const range = [720 * random(), 720 * random()] as const;
    const count = 1 + Math.floor(10 * random());
    const linear = scaleLinear().domain(domain).range(range);
    const [start, end] = domain;
    const values = [
      start,
      end,
      2 * start - end,
      3 * end - 2 * start,
      start + random() * (end - start),
    ];
    assertEquals(values.map(makeScale("linear", { domain, range })), values.map(linear));
    assertEquals(roundNumbers(domain, count), [...new Set(linear.ticks(count))]);
    const [low, high] = linear.nice(count).domain();
    assertEquals(niceRange(domain, count), low < high ? [low, high] : domain);

    const factors = [Math.abs(start), Math.abs(end)].map((end) => Math.max(end, 1e-9));
    const ends = { domain: factors as unknown as Range, range };
    const at = [...factors, 1e-3 + random()];
    assertEquals(at.map(makeScale("log", ends)), at.map(scaleLog().domain(factors).range(range)));
  }
});
