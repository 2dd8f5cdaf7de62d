/**
 * The limit on loop iterations of a thread. Mesa's software adapter silently ends all loops of a thread after
 * 65,535 iterations in total. A kernel that needs more is refused there, as its results would be wrong.
 */

import { GpuError } from "./errors.ts";

/** The number of iterations that all loops of a thread may have in total. */
export const maxLoopIterations = ({ software }: { readonly software: boolean }): number =>
  software ? 65_535 : Infinity;

/** @throws {GpuError} if a kernel's loops need more iterations than the adapter allows */
export function checkLoopIterations(
  adapter: { readonly software: boolean },
  kernel: string,
  iterations: number,
): void {
  const max = maxLoopIterations(adapter);
  if (iterations <= max) return;
  throw new GpuError(
    `Cannot run ${kernel} on the software adapter as it ends loops after ${max} iterations: ` +
      `this work takes ${Math.ceil(iterations)}; use the device cpu`,
  );
}
