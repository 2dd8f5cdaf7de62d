/** Contours of numbers on a grid. */

import type { Point } from "../geometry.ts";

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

/**
 * Outlines of the areas where a grid's numbers are at least `threshold`, by marching squares with linear
 * interpolation.
 *
 * Around the grid all is lower, so that every outline is closed; there it passes through the outermost
 * grid points themselves.
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
  const { values } = grid;
  const depths = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at++) if (values[at] >= threshold) depths[at] = 1;
  const [rings] = nestedRings({
    ...grid,
    depths,
    count: 1,
    lead: (_, at) => values[at] - threshold,
  });
  return rings;
}

/** Areas of a grid, each inside the one before. */
export interface NestedAreas extends Part {
  readonly count: number;
  /** For each grid point the number of areas that it lies in: the first ones. */
  readonly depths: Uint8Array;
  /** How far a grid point lies in an area: less than 0 outside. */
  lead(area: number, at: number): number;
}

/** The outlines of each area, where the lead is 0: see {@linkcode isoRings}. */
export function nestedRings(areas: NestedAreas): Point[][][] {
  // Where each line ends, by its start; 0 elsewhere, and everywhere once the rings of an area are found.
  const next = new Int32Array(2 * (areas.columns + 1) * (areas.rows + 2) + 4);
  return linesOf(areas).map(({ starts, ends }, area) => {
    for (let line = 0; line < starts.length; line++) next[starts[line]] = ends[line];
    const rings: Point[][] = [];
    for (let at = starts.length - 1; at >= 0; at--) {
      const last = next[starts[at]];
      if (last === 0) continue;
      const ring: Point[] = [];
      for (let from = last, to = 0; to !== last; from = to) {
        to = next[from];
        next[from] = 0;
        ring.push(pointOn(to, area, areas));
      }
      rings.push(withoutRepeats(ring));
    }
    return rings.reverse().filter((ring) => ring.length > 2);
  });
}

/** The edges of a cell. */
const [TOP, RIGHT, BOTTOM, LEFT] = [0, 1, 2, 3];

/**
 * The lines through a cell, from edge to edge, in one direction around what is high; by the corners that are
 * high: 1 for the lower left, 2 for the lower right, 4 for the upper right, 8 for the upper left.
 */
const LINES: readonly (readonly number[])[] = [
  [],
  [BOTTOM, LEFT],
  [RIGHT, BOTTOM],
  [RIGHT, LEFT],
  [TOP, RIGHT],
  [BOTTOM, LEFT, TOP, RIGHT],
  [TOP, BOTTOM],
  [TOP, LEFT],
  [LEFT, TOP],
  [BOTTOM, TOP],
  [LEFT, TOP, RIGHT, BOTTOM],
  [RIGHT, TOP],
  [LEFT, RIGHT],
  [BOTTOM, RIGHT],
  [LEFT, BOTTOM],
  [],
];

/**
 * The lines of an outline through cells, from one edge between neighbouring grid points to another. An
 * edge is 2 more than twice the number of its upper left grid point in a grid with one more column and row
 * before the first ones, and one more if it goes down.
 */
interface Lines {
  /** Where each line starts, cell by cell. */
  readonly starts: number[];
  /** Where each of them ends. */
  readonly ends: number[];
}

function linesOf({ columns, rows, depths, count }: NestedAreas): Lines[] {
  const wide = 2 * (columns + 1);
  const all = Array.from({ length: count }, (): Lines => ({ starts: [], ends: [] }));
  for (let row = -1; row < rows; row++) {
    const upper = row * columns;
    const lower = upper + columns;
    let upperRight = 0;
    let lowerRight = 0;
    for (let column = 0; column <= columns; column++) {
      // Not by a list: a quarter of a million cells are gone through before this is compiled.
      const upperLeft = upperRight;
      const lowerLeft = lowerRight;
      upperRight = row >= 0 && column < columns ? depths[upper + column] : 0;
      lowerRight = row < rows - 1 && column < columns ? depths[lower + column] : 0;
      if (upperLeft === upperRight && upperRight === lowerRight && lowerRight === lowerLeft) {
        continue;
      }
      const first = wide * (row + 1) + 2 * column + 2;
      const edges = [first, first + 3, first + wide, first + 1];
      const deepest = Math.max(upperLeft, upperRight, lowerRight, lowerLeft);
      for (let area = 0; area < deepest; area++) {
        const corners = Number(lowerLeft > area) + 2 * Number(lowerRight > area) +
          4 * Number(upperRight > area) + 8 * Number(upperLeft > area);
        const lines = LINES[corners];
        for (let line = 0; line < lines.length; line += 2) {
          all[area].starts.push(edges[lines[line]]);
          all[area].ends.push(edges[lines[line + 1]]);
        }
      }
    }
  }
  return all;
}

/** The point where the outline of an area crosses an edge, by linear interpolation. */
function pointOn(edge: number, area: number, areas: NestedAreas): Point {
  const { left, top, columns, rows } = areas;
  const number = (edge >> 1) - 1;
  const column = number % (columns + 1) - 1;
  const row = Math.floor(number / (columns + 1)) - 1;
  const at = row * columns + column;
  const isDown = edge % 2 === 1;
  const place = isDown ? row : column;
  const last = (isDown ? rows : columns) - 1;
  let crossing = Math.max(0, place);
  if (place >= 0 && place < last) {
    const from = areas.lead(area, at);
    crossing = place - from / (areas.lead(area, isDown ? at + columns : at + 1) - from);
  }
  return isDown ? [left + column, top + crossing] : [left + crossing, top + row];
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

/** Removes points that equal the previous one, or lie between their neighbours in one row or column. */
export function withoutRepeats(ring: readonly Point[]): Point[] {
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
