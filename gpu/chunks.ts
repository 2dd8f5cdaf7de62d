/** Splits work into chunks that fit the adapter's buffers. */

import type { Gpu } from "./gpu.ts";

/** The number of floats that fit into one buffer, rounded down to whole vectors. */
export function maxFloats(
  { limits: { maxBufferSize, maxStorageBufferBindingSize } }: Gpu,
): number {
  return 4 * Math.floor(Math.min(maxBufferSize, maxStorageBufferBindingSize) / 16);
}

/** The indices from 0 to `count` in consecutive chunks of at most `atOnce`. */
export function chunksOf(count: number, atOnce: number): { first: number; last: number }[] {
  return Array.from({ length: Math.ceil(count / atOnce) }, (_, index) => ({
    first: index * atOnce,
    last: Math.min(count, (index + 1) * atOnce),
  }));
}

/** The maximum bytes of the snapshots of a slice. */
const maxSnapshotBytes = 32 << 20;

/** The maximum number of snapshots of `bytes` bytes each in a slice. */
export function snapshotsAtOnce(gpu: Gpu, bytes: number): number {
  return Math.floor(Math.min(maxSnapshotBytes, 4 * maxFloats(gpu)) / bytes);
}
