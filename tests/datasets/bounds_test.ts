import { assertEquals, assertThrows } from "@std/assert";
import { boundsOf, createDataset, makeMoons } from "../../mod.ts";

Deno.test("the margin of bounds is a tenth of the range on each side, or the given margin", () => {
  const data = createDataset({ inputs: [[0, 5], [10, 7], [4, 6]], labels: [0, 1, 0] });
  assertEquals(boundsOf(data), { x: [-1, 11], y: [4.8, 7.2] });
  assertEquals(boundsOf(data, { margin: 0 }), { x: [0, 10], y: [5, 7] });
  assertEquals(boundsOf(data, { margin: 0.5 }), { x: [-5, 15], y: [4, 8] });
});

Deno.test("bounds of equal points are not empty", () => {
  const data = createDataset({ inputs: [[3, -2], [3, -2]], labels: [0, 1] });
  assertEquals(boundsOf(data), { x: [2, 4], y: [-3, -1] });
  // Far from 0, adding 1 does not change a number, in float32 and even in float64.
  const far = createDataset({ inputs: [[1e17, -1e9]], labels: [0] });
  assertEquals(boundsOf(far), { x: [1e17 - 1e11, 1e17 + 1e11], y: [-1e9 - 1e3, -1e9 + 1e3] });
});

Deno.test("bounds are finite in float32 for all points and margins", () => {
  const data = createDataset({ inputs: [[-3e38, 0], [3e38, 1]], labels: [0, 1] });
  const largest = 3.4028234663852886e38;
  assertEquals(boundsOf(data).x, [-largest, largest]);
  assertEquals(boundsOf(data, { margin: 1e308 }).y, [-largest, largest]);
});

Deno.test("bounds of other than two features, and negative margins, are refused", () => {
  const line = createDataset({ inputs: [[1], [2]], labels: [0, 1] });
  assertThrows(() => boundsOf(line), RangeError, "features must be 2: current value is 1");
  assertThrows(() => boundsOf(makeMoons(9), { margin: -1 }), RangeError, "at least 0");
});
