/** Work in parts: by this thread, and by workers beside it once that pays. */

import { Helpers, type HelpOptions, type PartCode } from "./helpers.ts";
import type { Kernel } from "./memory.ts";
import { countsIn, endRows, type Job, rowLength, takeRow } from "./pool.ts";

/**
 * The fastest part tells how long the others will take, out of three at least: the first ones run code
 * that is not optimized yet, unless they have taken this many milliseconds.
 */
const minParts = 3;
const longStart = 20;
/** Parts that take less milliseconds are computed several at a time, without a look at the clock. */
const shortRun = 1;

/** What is computed in parts. */
export interface Work extends PartCode {
  /** The index of a module and the arguments of its function, part by part: of about equal work. */
  readonly parts: readonly (readonly number[])[];
  /** The number of such parts that follow in further calls. */
  readonly later: number;
}

/** How work in parts is done. */
export interface PartsOptions extends HelpOptions {
  /** Called between two parts; it may throw to end the work. */
  readonly pause: () => Promise<void>;
}

/**
 * Computes all parts. They write what they compute to places of their own, so that it does not matter who
 * computes which.
 *
 * @throws {Error} if a worker fails, or what `pause` throws; nothing runs on the memory any more then
 */
export async function computeParts(
  { parts, later, ...code }: Work,
  { pause, ...options }: PartsOptions,
): Promise<void> {
  const queue = new PartsQueue(code, { ...options, capacity: parts.length });
  for (const part of parts) queue.add(part);
  await queue.finish(pause, later);
}

/**
 * Parts that are added one after the other. Workers may compute them while this thread does something else,
 * which helps them in the end.
 */
export class PartsQueue {
  readonly #kernels: readonly Kernel[];
  readonly #parts: (readonly number[])[] = [];
  readonly #table: Uint32Array;
  readonly #job: Job;
  readonly #helpers: Helpers;

  /** @param options `capacity`: the number of parts that can be added. */
  constructor(
    readonly code: PartCode,
    { capacity, ...options }: HelpOptions & { readonly capacity: number },
  ) {
    const { memory, modules, workspace, name } = code;
    this.#kernels = modules.map((own) => memory.kernels(own.name, own.encode, workspace)[name]);
    this.#table = memory.integers(capacity * rowLength);
    const counts = countsIn(memory);
    counts[2] = 1;
    this.#job = { table: this.#table.byteOffset, rows: capacity, counts };
    this.#helpers = new Helpers(code, this.#job, options);
    memory.stopped = false;
  }

  /** Adds the index of a module and the arguments of its function. */
  add(part: readonly number[]): void {
    // Not with `set`, which takes several times as long for a few numbers of an array.
    let at = this.#parts.length * rowLength;
    for (const number of part) this.#table[at++] = number;
    this.#parts.push(part);
    Atomics.store(this.#job.counts, 1, this.#parts.length);
  }

  /**
   * Has workers compute what is added, beside what this thread does until it calls `finish`.
   *
   * @param left The number of parts to come.
   */
  computeBeside(left: number): void {
    this.#helpers.computeBeside(this.#parts.length, left, () => this.#computeSome());
  }

  /** Computes some parts, and returns the milliseconds of the fastest; 0 if there are none. */
  #computeSome(): number {
    const times: number[] = [];
    let spent = 0;
    while (times.length < minParts && spent < longStart) {
      const { count, time } = this.#run(1);
      if (count === 0) break;
      times.push(time);
      spent += time;
    }
    return times.length === 0 ? 0 : Math.min(...times);
  }

  /** Computes so many parts, or those that are left: how many, and the milliseconds that they took. */
  #run(most: number): { count: number; time: number } {
    const started = performance.now();
    let count = 0;
    for (let row; count < most && (row = takeRow(this.#job.counts)) !== undefined; count++) {
      const [index, ...values] = this.#parts[row];
      this.#kernels[index](...values);
    }
    return { count, time: performance.now() - started };
  }

  /**
   * Computes what is left.
   *
   * @param pause Called between two parts; it may throw to end the work.
   * @param later The number of such parts that follow in further queues.
   * @throws {Error} if a worker fails, or what `pause` throws; nothing runs on the memory any more then
   */
  async finish(pause: () => Promise<void>, later: number): Promise<void> {
    const helpers = this.#helpers;
    endRows(this.#job);
    try {
      await this.#compute(pause, later);
      await helpers.finish();
    } catch (error) {
      this.code.memory.stopped = true;
      await helpers.finish().catch(() => {});
      throw error;
    } finally {
      helpers.release();
    }
  }

  async #compute(pause: () => Promise<void>, later: number): Promise<void> {
    const helpers = this.#helpers;
    const { length } = this.#parts;
    const { counts } = this.#job;
    let fastest = Infinity;
    let [done, spent] = [0, 0];
    if (helpers.startTime === 0) await helpers.consider(Infinity);
    helpers.continue();
    for (let most = 1;;) {
      const { count, time } = this.#run(most);
      if (count === 0) return;
      done += count;
      spent += time;
      fastest = Math.min(fastest, time / count);
      if (time < shortRun) most *= 2;
      const left = length - Atomics.load(counts, 0) + later;
      const isKnown = done >= minParts || spent >= longStart || helpers.areIdle;
      if (isKnown) void helpers.consider(fastest * left);
      helpers.check();
      await pause();
    }
  }

  /** Ends what is under way; the memory must not be used any more then. */
  close(): void {
    this.code.memory.stopped = true;
    endRows(this.#job);
    this.#helpers.release();
  }
}
