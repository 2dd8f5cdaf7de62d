/** The points of a grid. */

import type { Grid } from "./device.ts";

/**
 * Points `[rows × columns × 2]` of a grid's rows from `first` up to but not including `last`, as
 * NumPy's `linspace` and `meshgrid` lay them out, in float32.
 */
export function gridPoints(grid: Grid, [first, last]: readonly [number, number]): Float32Array {
  const [columns, rows] = grid.size;
  const points = new Float32Array((last - first) * columns * 2);
  let at = 0;
  for (let row = first; row < last; row++) {
    const y = between(grid.y, row / (rows - 1));
    for (let column = 0; column < columns; column++) {
      points[at++] = between(grid.x, column / (columns - 1));
      points[at++] = y;
    }
  }
  return points;
}

/** The points of a grid in blocks of whole rows, about so many at once. */
export function* gridBlocks(grid: Grid, pointsAtOnce: number): Generator<Float32Array> {
  const [columns, rows] = grid.size;
  const atOnce = Math.max(1, Math.floor(pointsAtOnce / columns));
  for (let row = 0; row < rows; row += atOnce) {
    yield gridPoints(grid, [row, Math.min(rows, row + atOnce)]);
  }
}

function between([minimum, maximum]: readonly [number, number], share: number): number {
  return share === 1 ? maximum : minimum + (maximum - minimum) * share;
}
