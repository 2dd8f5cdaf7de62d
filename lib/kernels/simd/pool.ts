/** Workers that run functions of WebAssembly modules on one shared memory. */

import { yieldOften } from "../../yield_to_event_loop.ts";
import type { WasmMemory } from "./memory.ts";
import { PoolWorker } from "./pool_worker.ts";

/** A row of a job: the index of the function, and its arguments. */
export const rowLength = 21;
/** Workers are ended after so many milliseconds without a job, as they would keep the program alive. */
const idleTime = 100;

/** The workers of a device. What it computes takes them in turn, as one takes some 30 ms to start. */
export class WorkerCrew {
  #idle: PoolWorker[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  #size: number;

  /** @param size The number of workers that are used at a time, at most. */
  constructor(size: number) {
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  /** Uses workers no more, as they cannot be started. */
  refuse(): void {
    this.#size = 1;
    this.end();
  }

  /** The number of workers that are started and idle. */
  get idle(): number {
    return this.#idle.length;
  }

  /** Takes workers: those that are idle, and new ones. */
  take(count: number): PoolWorker[] {
    while (this.#idle.length < count) this.#idle.push(new PoolWorker());
    return this.#idle.splice(0, count);
  }

  /** Gives workers back that have answered all messages. */
  release(workers: readonly PoolWorker[]): void {
    this.#idle.push(...workers);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(), idleTime);
  }

  /** Ends the idle workers. */
  end(): void {
    clearTimeout(this.#timer);
    for (const worker of this.#idle.splice(0)) worker.end();
  }
}

/** The workers of a device. */
export interface WorkerOptions {
  /** With a size of 1 there are none. */
  readonly crew: WorkerCrew;
  /** The milliseconds that one of them takes to start. */
  readonly startTime: number;
}

/** A worker for each processor, where there are workers. */
export function defaultWorkers(): number {
  return typeof Worker === "function" ? navigator.hardwareConcurrency : 1;
}

/** Milliseconds that a worker takes to start: inside another one of Deno a second. */
export function usualStartTime(): number {
  const { WorkerGlobalScope: scope } = globalThis as { WorkerGlobalScope?: new () => unknown };
  return scope !== undefined && globalThis instanceof scope ? 1000 : 25;
}

/** What a pool needs besides its workers. */
export interface PoolSetting {
  readonly memory: WasmMemory;
  /** The modules, and the name of the function that is taken from each. */
  readonly modules: readonly WebAssembly.Module[];
  readonly name: string;
  /** A workspace, and a buffer for an order where there are orders, for each worker. */
  readonly places: readonly { workspace: number; order?: number }[];
  /** The index of the argument that is the worker's own order. */
  readonly orderAt?: number;
}

/** The rows of a table, which are done one after the other. */
export interface Job {
  /** The address of the table. */
  readonly table: number;
  /** The number of rows for which the table has room. */
  readonly rows: number;
  /**
   * Three numbers in the memory: of the rows that have been taken, of those that are there, and 1 for as
   * long as rows are added.
   */
  readonly counts: Int32Array;
}

/** The counts of a job; they can be waited for, which takes numbers with a sign. */
export function countsIn(memory: WasmMemory): Int32Array {
  const { buffer, byteOffset, length } = memory.integers(3);
  return new Int32Array(buffer, byteOffset, length);
}

/** Takes the next row of a job, as its workers do; undefined if all that are there have been taken. */
export function takeRow(counts: Int32Array): number | undefined {
  for (let row; (row = Atomics.load(counts, 0)) < Atomics.load(counts, 1);) {
    if (Atomics.compareExchange(counts, 0, row, row + 1) === row) return row;
  }
  return undefined;
}

/** Says that no rows are added any more, so that workers need not look for them. */
export function endRows({ counts }: Job): void {
  Atomics.store(counts, 2, 0);
  Atomics.notify(counts, 1);
}

/** Workers that run the functions of some modules. It has them from its first job to a pause. */
export class WorkerPool {
  #workers: PoolWorker[] = [];
  /** What workers that were idle are told with their first job, so that they begin with it at once. */
  #settings: readonly object[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  /** Whether it was ended while it was busy, which is no sign that workers cannot be started. */
  #wasEnded = false;
  /** Ends the more frequent pauses; there while workers start. */
  #endWait: (() => void) | undefined;

  constructor(readonly crew: WorkerCrew, readonly setting: PoolSetting) {}

  /** Whether the workers start, or have a job. */
  get isBusy(): boolean {
    return this.#busy;
  }

  /** Whether the workers have started and have no job. */
  get isReady(): boolean {
    return this.#workers.length > 0 && !this.#busy;
  }

  /**
   * Runs the rows of a job.
   *
   * @returns False if the workers cannot be started: a browser may refuse them, or to share memory.
   * @throws {Error} if a worker fails, or has ended while it was idle; all of them have ended then, and left
   * the memory alone
   */
  async run(job: Job): Promise<boolean> {
    if (!await this.start()) return false;
    clearTimeout(this.#timer);
    const message = { ...job, counts: job.counts.byteOffset, length: rowLength };
    const settings = this.#settings;
    this.#settings = [];
    const answers = this.#workers.map((worker, at) => worker.ask({ ...settings[at], ...message }));
    await this.#whileBusy(async () => {
      try {
        await Promise.all(answers);
      } catch (error) {
        Atomics.store(job.counts, 1, 0);
        endRows(job);
        this.setting.memory.stopped = true;
        await Promise.allSettled(answers);
        this.#terminate();
        throw error;
      }
    });
    this.#endLater();
    return true;
  }

  /** Starts the workers, unless they are there; false if they cannot be started, or are ended meanwhile. */
  async start(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (this.#workers.length > 0) return true;
    this.#wasEnded = false;
    const { places, memory, ...shared } = this.setting;
    const settings = places.map((place) => ({ ...shared, ...place, memory: memory.shared }));
    const areThere = places.length <= this.crew.idle;
    try {
      this.#workers = this.crew.take(places.length);
      this.#settings = areThere ? settings : [];
      if (!areThere) await this.#greet(settings);
    } catch {
      this.#terminate();
      if (!this.#wasEnded) this.crew.refuse();
      return false;
    }
    this.#endLater();
    return true;
  }

  async #greet(settings: readonly object[]): Promise<void> {
    const answers = this.#workers.map((worker, at) => worker.ask(settings[at]));
    this.#endWait = yieldOften();
    await this.#whileBusy(() => Promise.all(answers));
    this.#endWait();
  }

  #endLater(): void {
    this.#timer = setTimeout(() => this.end(), idleTime);
  }

  /** Gives the workers back, or ends them if they are busy. */
  end(): void {
    clearTimeout(this.#timer);
    this.#wasEnded = this.#busy;
    if (this.#busy) return this.#terminate();
    this.crew.release(this.#workers.splice(0));
  }

  #terminate(): void {
    // Workers that are ended before they have started do not answer.
    this.#endWait?.();
    for (const worker of this.#workers.splice(0)) worker.end();
  }

  async #whileBusy(work: () => Promise<unknown>): Promise<void> {
    this.#busy = true;
    try {
      await work();
    } finally {
      this.#busy = false;
    }
  }
}
