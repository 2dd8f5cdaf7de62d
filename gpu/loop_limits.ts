/**
 * The limit on loop iterations of a thread. Mesa's software adapter silently ends all loops of a thread after
 * 65,535 iterations in total. A kernel that needs more is refused there, as its results would be wrong.
 */

import { GpuError } from "./errors.ts";

/** The number of iterations that all loops of a thread may have in total. */
export const maxLoopTurns = ({ software }: { readonly software: boolean }): number =>
  software ? 65_535 : Infinity;

/** @throws {GpuError} if a kernel's loops need more iterations than the adapter allows */
export function checkLoopTurns(
  adapter: { readonly software: boolean },
  kernel: string,
  turns: number,
): void {
  const max = maxLoopTurns(adapter);
  if (turns <= max) return;
  throw new GpuError(
    `Cannot run ${kernel} on the software adapter as it ends loops after ${max} turns: ` +
      `this work takes ${Math.ceil(turns)}; take the device cpu`,
  );
}
