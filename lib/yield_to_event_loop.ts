/** Keeps long computations on the main thread answerable to signals and timers. */

/** After this many milliseconds without a pause the event loop gets its turn. */
const longestStretch = 40;

/**
 * Makes a function to call between short stretches of work: it gives the event loop its turn where
 * that is due, and throws the signal's reason once it is aborted.
 *
 * @param signal What may end the work.
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
