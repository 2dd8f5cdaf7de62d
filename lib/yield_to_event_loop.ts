/** Keeps long computations on the main thread answerable to signals and timers. */

/** After this many milliseconds without a pause the event loop gets its turn. */
const longestStretch = 40;

/** Pauses now and then, and ends the work when its signal says so. */
export class Pacer {
  readonly #signal: AbortSignal | undefined;
  #lastPause = performance.now();

  /** A pacer that watches `signal`, if there is one. */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /**
   * Call between short stretches of work: gives the event loop its turn where it is due.
   *
   * @throws The signal's reason, once it is aborted.
   */
  async pause(): Promise<void> {
    if (performance.now() - this.#lastPause >= longestStretch) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      this.#lastPause = performance.now();
    }
    this.#signal?.throwIfAborted();
  }
}
