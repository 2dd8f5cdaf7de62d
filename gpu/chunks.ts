/** Work in chunks that fit the adapter's buffers. */

import type { Gpu } from "./gpu.ts";

/** Floats that fit into one buffer, in whole vectors. */
export function maxFloats(
  { limits: { maxBufferSize, maxStorageBufferBindingSize } }: Gpu,
): number {
  return 4 * Math.floor(Math.min(maxBufferSize, maxStorageBufferBindingSize) / 16);
}

/** Consecutive numbers from 0 to `count` in chunks of at most `atOnce`. */
export function chunksOf(count: number, atOnce: number): { first: number; last: number }[] {
  return Array.from({ length: Math.ceil(count / atOnce) }, (_, index) => ({
    first: index * atOnce,
    last: Math.min(count, (index + 1) * atOnce),
  }));
}
