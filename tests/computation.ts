/** Computations that pause for the event loop. */

import { createYield } from "../lib/yield_to_event_loop.ts";

/** Computes without a wait for so many milliseconds. */
export function compute(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

/** Whether a timer comes through a computation of five parts of so many milliseconds. */
export async function isInterrupted(milliseconds: number): Promise<boolean> {
  let interrupted = false;
  const timer = setTimeout(() => interrupted = true, 0);
  const pause = createYield();
  for (let part = 0; part < 5; part++) {
    compute(milliseconds);
    await pause();
  }
  clearTimeout(timer);
  return interrupted;
}
