/** Lets the event loop handle signals and timers during long computations on the main thread. */

/** The maximum time in milliseconds between two pauses. */
const longestStretch = 40;
/** The same while something waits for a message. */
const stretchOfWaiting = 4;
/** The same between two pauses by a timer, on which Deno sees signals; they last for some milliseconds. */
const longestDeafness = 160;

/** The last pause by a timer, of all computations: many short ones may follow one another. */
let lastTimer = performance.now();

/** Those who wait for messages. */
const waiting = new Set<symbol>();

/** Lets the event loop handle messages more often, until the function that it returns is called. */
export function yieldOften(): () => void {
  const waiter = Symbol();
  waiting.add(waiter);
  return () => void waiting.delete(waiter);
}

const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void };

/**
 * Creates a function to call between short parts of a long computation. It pauses for the event loop if
 * the last pause was more than 40 ms ago, or 4 while something waits for a message, and throws the signal's
 * reason if the signal is aborted.
 *
 * @param signal The signal that aborts the computation.
 */
export function createYield(signal?: AbortSignal): () => Promise<void> {
  let lastPause = performance.now();
  return async () => {
    const now = performance.now();
    if (now - lastPause >= (waiting.size > 0 ? stretchOfWaiting : longestStretch)) {
      const isShort = setImmediate !== undefined && now - lastTimer < longestDeafness;
      await new Promise<void>((resolve) =>
        isShort ? setImmediate(resolve) : setTimeout(resolve, 0)
      );
      lastPause = performance.now();
      if (!isShort) lastTimer = lastPause;
    }
    signal?.throwIfAborted();
  };
}
