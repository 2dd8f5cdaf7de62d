import { assertEquals } from "@std/assert";
import { contours } from "npm:d3-contour@4.0.3";
import { Generator } from "../../../mod.ts";
import { innerLines, isoRings, withoutRepeats } from "../../../lib/plots/marks/contours.ts";
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

Deno.test("a pit is a hole in the rectangle: a ring that turns the other way", () => {
  const rings = isoRings(gridOf([1, 1, 1], [1, 0, 1], [1, 1, 1]), 0.5);
  assertEquals(rings.map(area), [0.5, -4]);
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

Deno.test("a part of a larger grid is outlined in its place", () => {
  const part = { ...gridOf([0, 0, 0], [0, 1, 0], [0, 0, 0]), left: 5, top: 7 };
  assertEquals(isoRings(part, 0.5), [[[6, 7.5], [5.5, 8], [6, 8.5], [6.5, 8]]]);
});

Deno.test("corners that are high crosswise are outlined one by one", () => {
  assertEquals(isoRings(gridOf([1, 0], [0, 1]), 0.5), [
    [[0, 0], [0, 0.5], [0.5, 0]],
    [[1, 0.5], [0.5, 1], [1, 1]],
  ]);
});

Deno.test("outlines of any numbers are those of d3-contour, grouped in another way", () => {
  const generator = new Generator(3);
  for (const [columns, rows] of [[2, 2], [3, 5], [9, 7], [30, 20]]) {
    const values = Float64Array.from(generator.rand(columns * rows));
    const grid = { left: 0, top: 0, columns, rows, values };
    for (const threshold of [0.1, 0.5, values[2], 0.9]) {
      const [own, peers] = [isoRings(grid, threshold), peerRings(grid, threshold)]
        .map((rings) => rings.map((ring) => JSON.stringify(ring.map(rounded))).sort());
      assertEquals(own, peers);
    }
  }
});

const rounded = (point: Point) => point.map((value) => Math.round(value * 1e9) / 1e9);

/**
 * Rings by d3-contour, which takes numbers as those at the centres of cells, and rounds the corners at the
 * border: the grid is padded with its outermost numbers, and points in the padding are moved onto the
 * border.
 */
function peerRings({ columns, rows, values }: ReturnType<typeof gridOf>, threshold: number) {
  const [wide, high] = [columns + 2, rows + 2];
  const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  const padded = Array.from({ length: wide * high }, (_, at) => {
    const [column, row] = [at % wide - 1, Math.floor(at / wide) - 1];
    return values[within(row, rows) * columns + within(column, columns)];
  });
  const { coordinates } = contours().size([wide, high]).contour(padded, threshold);
  return (coordinates as [number, number][][][]).flat()
    .map((ring) => ring.map(([x, y]): Point => [within(x - 1.5, columns), within(y - 1.5, rows)]))
    .map(withoutRepeats)
    .filter((ring) => ring.length > 2);
}
