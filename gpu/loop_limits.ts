/**
 * How many turns the loops of a thread may take. Mesa's software adapter ends all loops of a thread silently once
 * they add up to 65,535 turns, so work beyond that is refused there: a wrong number is worse than none.
 */

import { GpuError } from "./errors.ts";

/** Turns that all loops of a thread may take together. */
export const maxLoopTurns = ({ software }: { readonly software: boolean }): number =>
  software ? 65_535 : Infinity;

/** @throws {GpuError} if a kernel's loops would take more turns than the adapter allows */
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
