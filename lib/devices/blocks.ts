/** Points in blocks, and the outputs of models at them block by block. */

import type { Mlp } from "../models/mlp.ts";
import { createYield } from "../yield_to_event_loop.ts";
import type { Grid } from "./device.ts";

/**
 * Computes the points `[rows × columns × 2]` of a grid's rows from `first` up to but not including
 * `last`, in the order of NumPy's `meshgrid`, in float32.
 */
export function gridPoints(grid: Grid, [first, last]: readonly [number, number]): Float32Array {
  const { x, y } = gridAxes(grid);
  const points = new Float32Array((last - first) * x.length * 2);
  let at = 0;
  for (let row = first; row < last; row++) {
    for (const across of x) {
      points[at++] = across;
      points[at++] = y[row];
    }
  }
  return points;
}

/** Computes the coordinates of a grid's columns and rows, in the order of NumPy's `linspace`. */
export function gridAxes({ x, y, size }: Grid): { x: Float32Array; y: Float32Array } {
  const axis = (range: Grid["x"], count: number) =>
    Float32Array.from({ length: count }, (_, index) => between(range, index / (count - 1)));
  return { x: axis(x, size[0]), y: axis(y, size[1]) };
}

/** Returns the points of a grid in blocks of complete rows with about `pointsAtOnce` points each. */
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

/** Returns points `[count × features]` in blocks of complete points, as views of `inputs`. */
export function* pointBlocks(
  inputs: Float32Array,
  features: number,
  pointsAtOnce: number,
): Generator<Float32Array> {
  const length = pointsAtOnce * features;
  for (let start = 0; start < inputs.length; start += length) {
    yield inputs.subarray(start, start + length);
  }
}

/**
 * Computes the outputs `[models × points × width]` block by block, and yields to the event loop
 * between two blocks.
 *
 * @param outputsAt Computes the outputs of one model at the points of a block.
 * @param signal Aborts the work.
 */
export async function outputsInBlocks(
  models: readonly Mlp[],
  blocks: Iterable<Float32Array>,
  outputsAt: (model: Mlp, points: Float32Array) => Float32Array,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const pause = createYield(signal);
  const parts: Float32Array[][] = models.map(() => []);
  for (const points of blocks) {
    for (const [index, model] of models.entries()) {
      parts[index].push(outputsAt(model, points));
      await pause();
    }
  }
  return concatenate(parts.flat());
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
