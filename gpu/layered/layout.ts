/** How an ensemble lies on the GPU, and how much of it at once. */

import { parameterCount } from "../../lib/models/layout.ts";
import type { Gpu } from "../gpu.ts";
import { maxFloats } from "../chunks.ts";
import { rowsScoredIn } from "../kernels/score.ts";
import { maxLoopTurns } from "../loop_limits.ts";

/** `count` made up to whole vectors of four. */
export const padded = (count: number) => 4 * Math.ceil(count / 4);

/** Elements from one member's matrix `[rows × width]` to the next's: whole vectors. */
export const strideOf = (rows: number, width: number) => padded(rows * width);

/** Elements from one member's parameters to the next's. */
export const parameterStride = (sizes: readonly number[]) => padded(parameterCount(sizes));

/** Elements of a sample of networks of these sizes: its inputs, and its targets behind them. */
export const sampleWidth = (sizes: readonly number[]) => sizes[0] + sizes[sizes.length - 1];

const widestRow = (sizes: readonly number[]) => Math.max(sampleWidth(sizes), ...sizes);

/** Floats of one layer's matrices that are worked on at once: enough to keep a GPU busy. */
const enoughFloats = 1 << 22;

/**
 * How many members of an ensemble can be worked on together. At least one: what does not fit even
 * so is refused when its buffers are allocated.
 *
 * @param rows Rows of a batch.
 * @param parameterVectors Vectors as long as the parameters in one buffer.
 */
export function membersAtOnce(
  gpu: Gpu,
  sizes: readonly number[],
  { rows, parameterVectors }: { rows: number; parameterVectors: number },
): number {
  const matrix = strideOf(rows, widestRow(sizes));
  const each = Math.max(matrix, parameterStride(sizes) * Math.max(1, parameterVectors));
  return Math.max(1, Math.floor(maxFloats(gpu) / each));
}

/**
 * How many of `count` rows an ensemble of so many members takes through its layers at once.
 *
 * @param scored Whether they are scored: a software adapter ends the loops over many wide rows.
 */
export function rowsAtOnce(
  gpu: Gpu,
  sizes: readonly number[],
  { count, members, scored }: { count: number; members: number; scored: boolean },
): number {
  const floats = Math.min(maxFloats(gpu), enoughFloats);
  // Strides are made up to whole vectors.
  const rows = Math.floor((floats / members - 3) / widestRow(sizes));
  const scorable = scored ? rowsScoredIn(maxLoopTurns(gpu), sizes[sizes.length - 1]) : Infinity;
  return Math.max(1, Math.min(count, rows, scorable));
}
