import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { makeXor } from "../../lib/datasets/xor.ts";

Deno.test("each quadrant has its share, and class 0 the odd sample", () => {
  const { inputs, labels, samples, classes, name } = makeXor(103, { noise: 0 });
  const quadrants = [0, 0, 0, 0];
  for (let index = 0; index < samples; index++) {
    quadrants[2 * Number(inputs[2 * index] < 0) + Number(inputs[2 * index + 1] < 0)]++;
  }
  assertEquals(quadrants, [26, 25, 26, 26]);
  assertEquals(labels.filter((label) => label === 0).length, 52);
  assertEquals([name, samples, classes], ["xor", 103, 2]);
});

Deno.test("points are uniform within their quadrant", () => {
  const distances = makeXor(4000, { noise: 0 }).inputs.map(Math.abs);
  const mean = distances.reduce((sum, value) => sum + value, 0) / distances.length;
  const square = distances.reduce((sum, value) => sum + value * value, 0) / distances.length;
  // Five standard errors of the mean and of the mean square of uniform numbers.
  assertAlmostEquals(mean, 1 / 2, 5 * Math.sqrt(1 / 12 / 8000));
  assertAlmostEquals(square, 1 / 3, 5 * Math.sqrt(4 / 45 / 8000));
  assertEquals(distances.every((value) => value < 1), true);
});

Deno.test("noise moves the points and leaves their classes", () => {
  const clean = makeXor(2000, { noise: 0, seed: 3 });
  const noisy = makeXor(2000, { noise: 0.2, seed: 3 });
  assertEquals(noisy.labels, clean.labels);
  const variance = noisy.inputs.reduce(
    (sum, value, index) => sum + (value - clean.inputs[index]) ** 2,
    0,
  ) / noisy.inputs.length;
  assertAlmostEquals(variance, 0.04, 5 * 0.04 * Math.sqrt(2 / 4000));
});

Deno.test("XOR squares that cannot be made are refused", () => {
  assertThrows(() => makeXor(1), RangeError, "Cannot make the XOR squares as samples");
  assertThrows(() => makeXor(10, { noise: Infinity }), RangeError, "noise");
});
