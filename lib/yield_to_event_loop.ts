/** Lets the event loop handle signals and timers during long computations on the main thread. */

/** The maximum time in milliseconds between two pauses. */
const longestStretch = 40;

/**
 * Creates a function to call between short parts of a long computation. It pauses for the event loop if
 * the last pause was more than 40 ms ago, and throws the signal's reason if the signal is aborted.
 *
 * @param signal The signal that aborts the computation.
 */
export function createYield(signal?: AbortSignal): () => Promise<void> {
  let lastPause = performance.now();
  return async () => {
    if (performance.now() - lastPause >= longestStretch) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      lastPause = performance.now();
    }
    signal?.throwIfAborted();
  };
}
