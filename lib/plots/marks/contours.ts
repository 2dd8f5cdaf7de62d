/** Contours of numbers on a grid, from `d3-contour`. */

import { contours } from "npm:d3-contour@4.0.3";
import { clamp, type Point } from "../geometry.ts";

/** Numbers on a grid `[rows × columns]`, row after row. */
export interface Grid extends Part {
  readonly values: Float64Array;
}

/** A rectangular part of a larger grid. */
export interface Part {
  /** Its first column in the larger grid. */
  readonly left: number;
  /** Its first row in the larger grid. */
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
}

/** The part of `d3-contour` that is used here. */
interface ContourGenerator {
  size(size: readonly [number, number]): ContourGenerator;
  contour(values: Float64Array, threshold: number): { coordinates: Point[][][] };
}

/**
 * Outlines of the areas where a grid's numbers are at least `threshold`, by marching squares with linear
 * interpolation.
 *
 * d3-contour takes numbers as those at the centres of cells, and rounds the corners at the border. So
 * the grid is padded with one cell on each side, and points in the padding are moved onto the border:
 * outlines reach exactly the outermost grid points. Only the part of the grid with such numbers is
 * contoured.
 *
 * @param grid finite numbers
 * @param threshold of the outlined areas, inclusive
 * @returns closed rings `[column, row]`, of the larger grid, holes included, to fill by the even-odd
 * rule; the first point is not repeated at the end
 *
 * @example Left half low, right half high
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { isoRings } from "./contours.ts";
 *
 * const grid = { left: 0, top: 0, columns: 2, rows: 2, values: Float64Array.of(0, 1, 0, 1) };
 * assertEquals(isoRings(grid, 0.25), [[[1, 0], [0.25, 0], [0.25, 1], [1, 1]]]);
 * ```
 */
export function isoRings(grid: Grid, threshold: number): Point[][] {
  const part = partOf(grid, threshold);
  if (part === undefined) return [];
  const size: [number, number] = [part.columns + 2, part.rows + 2];
  const generator = (contours as unknown as () => ContourGenerator)().size(size);
  return generator.contour(padded(grid, part), threshold).coordinates.flat()
    .map((ring) => ring.map((point) => onGrid(point, grid, part)))
    .map(withoutRepeats)
    .filter((ring) => ring.length > 2);
}

/** The part with numbers of at least `threshold` and their neighbours; undefined if there are none. */
function partOf({ columns, rows, values }: Grid, threshold: number): Part | undefined {
  let [left, right, top, bottom] = [columns, -1, rows, -1];
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      if (values[at] < threshold) continue;
      if (column < left) left = column;
      if (column > right) right = column;
      bottom = row;
      if (row < top) top = row;
    }
  }
  return right < 0 ? undefined : withNeighbours({ left, right, top, bottom }, { columns, rows });
}

/** The part of a grid from one column and row to others, with those next to it. */
export function withNeighbours(
  bounds: { left: number; right: number; top: number; bottom: number },
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Part {
  const [left, top] = [Math.max(0, bounds.left - 1), Math.max(0, bounds.top - 1)];
  const right = Math.min(columns - 1, bounds.right + 1);
  const bottom = Math.min(rows - 1, bounds.bottom + 1);
  return { left, top, columns: right - left + 1, rows: bottom - top + 1 };
}

/** A part of the grid, padded with its outermost numbers. */
function padded({ columns, values }: Grid, part: Part): Float64Array {
  const wide = part.columns + 2;
  const result = new Float64Array(wide * (part.rows + 2));
  for (let row = 0, at = 0; row < part.rows + 2; row++) {
    const start = (part.top + clamp(row - 1, 0, part.rows - 1)) * columns + part.left;
    for (let column = 0; column < wide; column++, at++) {
      result[at] = values[start + clamp(column - 1, 0, part.columns - 1)];
    }
  }
  return result;
}

/** Subtracts half a cell for the centres of cells, and one cell for the padding. */
function onGrid([x, y]: Point, grid: Part, part: Part): Point {
  const { left, top, columns, rows } = grid;
  return [
    clamp(x - 1.5 + (part.left + left), left, left + columns - 1),
    clamp(y - 1.5 + (part.top + top), top, top + rows - 1),
  ];
}

/** Removes points that equal the previous one, or lie between their neighbours in one row or column. */
function withoutRepeats(ring: readonly Point[]): Point[] {
  const distinct = ring.filter((point, at) => {
    const before = ring[(at + ring.length - 1) % ring.length];
    return point[0] !== before[0] || point[1] !== before[1];
  });
  return distinct.filter((point, at) => {
    const before = distinct[(at + distinct.length - 1) % distinct.length];
    const after = distinct[(at + 1) % distinct.length];
    const sameColumn = before[0] === point[0] && point[0] === after[0];
    const sameRow = before[1] === point[1] && point[1] === after[1];
    return !sameColumn && !sameRow;
  });
}

/**
 * The parts of a ring inside the grid, without those along its border.
 *
 * @param ring closed, as {@linkcode isoRings} returns it
 * @param grid of the ring
 * @returns open lines; a ring with no part along the border is returned closed, with its first point
 * repeated at the end
 */
export function innerLines(ring: readonly Point[], grid: Part): Point[][] {
  const isBorder = ring.map((point, at) => alongBorder(point, ring[(at + 1) % ring.length], grid));
  const start = isBorder.indexOf(true);
  if (start < 0) return [[...ring, ring[0]]];
  const lines: Point[][] = [];
  let line: Point[] = [];
  for (let step = 1; step <= ring.length; step++) {
    const at = (start + step) % ring.length;
    line.push(ring[at]);
    if (!isBorder[at]) continue;
    if (line.length > 1) lines.push(line);
    line = [];
  }
  return lines;
}

function alongBorder(one: Point, other: Point, { left, top, columns, rows }: Part): boolean {
  const onSame = (axis: 0 | 1, border: number) => one[axis] === border && other[axis] === border;
  return onSame(0, left) || onSame(0, left + columns - 1) ||
    onSame(1, top) || onSame(1, top + rows - 1);
}
