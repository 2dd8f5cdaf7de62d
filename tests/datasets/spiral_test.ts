import { assertAlmostEquals, assertEquals, assertGreater, assertThrows } from "@std/assert";
import { makeSpiral } from "../../lib/datasets/spiral.ts";

Deno.test("without noise every point lies on the arm of its class", () => {
  const turns = 2;
  const { inputs, labels, classes } = makeSpiral(50, { classes: 3, turns, noise: 0 });
  labels.forEach((label, index) => {
    const [x, y] = inputs.subarray(2 * index, 2 * index + 2);
    const radius = Math.hypot(x, y);
    const turned = Math.atan2(y, x) / (2 * Math.PI) - turns * radius - label / classes;
    assertAlmostEquals(turned, Math.round(turned), 1e-12);
    assertGreater(1, radius);
  });
});

Deno.test("the points of an arm have equal areas between them", () => {
  const { inputs } = makeSpiral(20, { noise: 0 });
  const areas = Array.from(
    { length: 20 },
    (_, index) => inputs[2 * index] ** 2 + inputs[2 * index + 1] ** 2,
  ).sort((a, b) => a - b);
  areas.forEach((area, index) =>
    assertAlmostEquals(area, (Math.floor(index / 2) + 0.5) / 10, 1e-12)
  );
});

Deno.test("the first classes of a spiral get the samples left over", () => {
  const { labels, classes, name } = makeSpiral(11, { classes: 3 });
  const counts = [0, 1, 2].map((label) => labels.filter((other) => other === label).length);
  assertEquals([name, classes, counts], ["spiral", 3, [4, 4, 3]]);
});

Deno.test("noise scatters a spiral by its deviation, and the seed decides how", () => {
  const clean = makeSpiral(2000, { noise: 0, seed: 3 });
  const noisy = makeSpiral(2000, { noise: 0.1, seed: 3 });
  assertEquals(noisy.labels, clean.labels);
  const variance = noisy.inputs.reduce(
    (sum, value, index) => sum + (value - clean.inputs[index]) ** 2,
    0,
  ) / noisy.inputs.length;
  // Five standard errors.
  assertAlmostEquals(variance, 0.01, 5 * 0.01 * Math.sqrt(2 / 4000));
  assertEquals(makeSpiral(20, { seed: 3 }), makeSpiral(20, { seed: 3 }));
  assertGreater(Math.abs(makeSpiral(20, { seed: 4 }).inputs[0] - noisy.inputs[0]), 0);
});

Deno.test("spirals that cannot be made are refused", () => {
  assertThrows(() => makeSpiral(10, { classes: 1 }), RangeError, "classes");
  assertThrows(() => makeSpiral(4, { classes: 5 }), RangeError, "samples");
  assertThrows(() => makeSpiral(10, { turns: 0 }), RangeError, "turns");
  assertThrows(() => makeSpiral(10, { noise: -1 }), RangeError, "Cannot make the spiral as noise");
});
