/** Contours of numbers on a grid, from `d3-contour`. */

import { contours } from "npm:d3-contour@4.0.3";
import { clamp, type Point } from "./geometry.ts";

/** Numbers on a grid `[rows × columns]`, row after row. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float64Array;
}

/** What is used of `d3-contour`. */
interface ContourGenerator {
  size(size: readonly [number, number]): ContourGenerator;
  contour(values: Float64Array, threshold: number): { coordinates: Point[][][] };
}

/**
 * Outlines of where a grid's numbers are at least `threshold`, by marching
 * squares with linear interpolation.
 *
 * d3-contour takes numbers to stand in the middle of cells and rounds the
 * corners at the border. So the grid gets one more cell all around, and what
 * is drawn out there is moved onto the border: outlines reach exactly the
 * outermost grid points.
 *
 * @param grid finite numbers
 * @param threshold that is just included
 * @returns closed rings `[column, row]`, holes among them: fill them by the
 * even-odd rule; the first point is not repeated at the end
 *
 * @example Left half low, right half high
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { superlevelRings } from "./contours.ts";
 *
 * const grid = { columns: 2, rows: 2, values: Float64Array.of(0, 1, 0, 1) };
 * assertEquals(superlevelRings(grid, 0.25), [[[1, 0], [0.25, 0], [0.25, 1], [1, 1]]]);
 * ```
 */
export function superlevelRings(grid: Grid, threshold: number): Point[][] {
  const size: [number, number] = [grid.columns + 2, grid.rows + 2];
  const generator = (contours as unknown as () => ContourGenerator)().size(size);
  return generator.contour(padded(grid), threshold).coordinates.flat()
    .map((ring) => ring.map((point) => onGrid(point, grid)))
    .map(withoutRepeats)
    .filter((ring) => ring.length > 2);
}

/** The grid with its outermost numbers once more around it. */
function padded({ columns, rows, values }: Grid): Float64Array {
  const wide = columns + 2;
  return Float64Array.from({ length: wide * (rows + 2) }, (_, at) => {
    const column = clamp(at % wide - 1, 0, columns - 1);
    const row = clamp(Math.floor(at / wide) - 1, 0, rows - 1);
    return values[row * columns + column];
  });
}

/** Half a cell off for the middle of cells, one for the padding. */
function onGrid([x, y]: Point, { columns, rows }: Grid): Point {
  return [clamp(x - 1.5, 0, columns - 1), clamp(y - 1.5, 0, rows - 1)];
}

/** Without points that are the same as the one before, or lie between their neighbours on a row or column. */
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
 * The parts of a ring that run through the grid rather than along its border.
 *
 * @param ring closed, as {@linkcode superlevelRings} gives it
 * @param grid it comes from
 * @returns open lines; a ring that nowhere touches the border comes back
 * closed, its first point repeated at the end
 */
export function innerLines(
  ring: readonly Point[],
  grid: { readonly columns: number; readonly rows: number },
): Point[][] {
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

function alongBorder(
  one: Point,
  other: Point,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): boolean {
  const onSame = (axis: 0 | 1, border: number) => one[axis] === border && other[axis] === border;
  return onSame(0, 0) || onSame(0, columns - 1) || onSame(1, 0) || onSame(1, rows - 1);
}
