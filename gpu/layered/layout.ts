/** The layout of an ensemble on the GPU, and the number of members and rows processed at once. */

import { parameterCount } from "../../lib/models/layout.ts";
import type { Gpu } from "../gpu.ts";
import { maxFloats } from "../chunks.ts";
import { rowsScoredIn } from "../kernels/score.ts";
import { maxLoopIterations } from "../loop_limits.ts";

/** `count` rounded up to whole vectors of four. */
export const padded = (count: number) => 4 * Math.ceil(count / 4);

/**
 * The number of elements from one member's matrix `[rows × width]` to the next member's, in whole vectors.
 */
export const strideOf = (rows: number, width: number) => padded(rows * width);

/** The number of elements from one member's parameters to the next member's. */
export const parameterStride = (sizes: readonly number[]) => padded(parameterCount(sizes));

/** The number of elements of a sample: its inputs, followed by its targets. */
export const sampleWidth = (sizes: readonly number[]) => sizes[0] + sizes[sizes.length - 1];

const widestRow = (sizes: readonly number[]) => Math.max(sampleWidth(sizes), ...sizes);

/** The number of floats of one layer's matrices that are processed at once: enough to occupy a GPU. */
const enoughFloats = 1 << 22;

/**
 * The number of members of an ensemble that are processed together. It is at least one: a member that
 * does not fit is refused when its buffers are allocated.
 *
 * @param rows The number of rows of a batch.
 * @param parameterVectors The number of vectors in one buffer, each as long as the parameters.
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
 * The number of rows, of `count`, that an ensemble processes at once.
 *
 * @param scored Whether the rows are scored: a software adapter limits the loops over them.
 */
export function rowsAtOnce(
  gpu: Gpu,
  sizes: readonly number[],
  { count, members, scored }: { count: number; members: number; scored: boolean },
): number {
  const floats = Math.min(maxFloats(gpu), enoughFloats);
  // Strides are rounded up to whole vectors.
  const rows = Math.floor((floats / members - 3) / widestRow(sizes));
  const scorable = scored
    ? rowsScoredIn(maxLoopIterations(gpu), sizes[sizes.length - 1])
    : Infinity;
  return Math.max(1, Math.min(count, rows, scorable));
}
