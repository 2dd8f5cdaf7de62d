import { assertEquals } from "@std/assert";
import { innerLines, isoRings } from "../../../lib/plots/marks/contours.ts";
import type { Point } from "../../../lib/plots/geometry.ts";

function gridOf(...rows: number[][]) {
  const values = Float64Array.from(rows.flat());
  return { left: 0, top: 0, columns: rows[0].length, rows: rows.length, values };
}

/** Signed area of a ring, by the shoelace formula. */
function area(ring: readonly Point[]): number {
  return ring.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

Deno.test("a slope is cut where linear interpolation says", () => {
  assertEquals(isoRings(gridOf([0, 1], [0, 1]), 0.25), [
    [[1, 0], [0.25, 0], [0.25, 1], [1, 1]],
  ]);
});

Deno.test("a grid that is high all over gives exactly its own rectangle, corners and all", () => {
  assertEquals(isoRings(gridOf([1, 1, 1], [1, 1, 1]), 0.5), [
    [[2, 0], [0, 0], [0, 1], [2, 1]],
  ]);
});

Deno.test("a grid that is low all over gives nothing; the threshold itself counts as high", () => {
  assertEquals(isoRings(gridOf([0, 0], [0, 0]), 0.5), []);
  assertEquals(isoRings(gridOf([0.5, 0.5], [0.5, 0.5]), 0.5).length, 1);
});

Deno.test("a peak is a diamond around it", () => {
  const rings = isoRings(gridOf([0, 0, 0], [0, 1, 0], [0, 0, 0]), 0.5);
  assertEquals(rings, [[[1, 0.5], [0.5, 1], [1, 1.5], [1.5, 1]]]);
});

Deno.test("a pit is a hole in the rectangle: a second ring that turns the other way", () => {
  const rings = isoRings(gridOf([1, 1, 1], [1, 0, 1], [1, 1, 1]), 0.5);
  assertEquals(rings.map((ring) => Math.abs(area(ring))), [4, 0.5]);
  assertEquals(Math.sign(area(rings[0])), -Math.sign(area(rings[1])));
});

Deno.test("a corner that is high is a triangle that reaches the corner", () => {
  const [ring] = isoRings(gridOf([1, 0, 0], [0, 0, 0], [0, 0, 0]), 0.5);
  assertEquals(Math.abs(area(ring)), 0.125);
  assertEquals(ring.some(([x, y]) => x === 0 && y === 0), true);
});

Deno.test("inner lines leave the border out", () => {
  const grid = gridOf([1, 0, 1], [1, 0, 1]);
  assertEquals(isoRings(grid, 0.5).flatMap((ring) => innerLines(ring, grid)), [
    [[0.5, 1], [0.5, 0]],
    [[1.5, 0], [1.5, 1]],
  ]);
  const high = gridOf([1, 1], [1, 1]);
  assertEquals(isoRings(high, 0.5).flatMap((ring) => innerLines(ring, high)), []);
});

Deno.test("a ring inside the grid is one closed inner line", () => {
  const grid = gridOf([0, 0, 0], [0, 1, 0], [0, 0, 0]);
  const [line] = isoRings(grid, 0.5).flatMap((ring) => innerLines(ring, grid));
  assertEquals(line, [[1, 0.5], [0.5, 1], [1, 1.5], [1.5, 1], [1, 0.5]]);
});
