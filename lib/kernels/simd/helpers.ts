/** Workers that compute parts of some work beside this thread. */

import { compiled, type WasmMemory } from "./memory.ts";
import { type Job, type WorkerOptions, WorkerPool } from "./pool.ts";

const floatBytes = 4;
/** Milliseconds to start a worker that is idle. */
const idleStartTime = 2;
/** Milliseconds between two looks at the pace of work beside this thread. */
const paceTime = 5;

/** What computes parts. */
export interface PartCode {
  readonly memory: WasmMemory;
  /** Modules of one function each, by their names. */
  readonly modules: readonly { name: string; encode: () => Uint8Array<ArrayBuffer> }[];
  /** The function's name in all of them. */
  readonly name: string;
  /** The address of this thread's workspace, and the bytes of one. */
  readonly workspace: number;
  readonly workspaceBytes: number;
}

/** The workers, and what they do. */
export interface HelpOptions extends WorkerOptions {
  /** What is done, for messages. */
  readonly action: string;
}

/** The workers that help this thread. */
export class Helpers {
  #pool: WorkerPool | undefined;
  #running: Promise<void> | undefined;
  #failure: Error | undefined;
  /** When the pace was looked at last, and the parts by then; none before the first look. */
  #pace = { time: performance.now(), parts: 0 };

  constructor(readonly code: PartCode, readonly job: Job, readonly options: HelpOptions) {}

  get startTime(): number {
    return this.options.startTime;
  }

  /** Whether workers are idle, so that even short work pays. */
  get areIdle(): boolean {
    return this.options.crew.idle > 0;
  }

  /**
   * Starts workers if that pays, and tells when they are at work.
   *
   * @param time The milliseconds that the work takes one thread.
   * @param beside The milliseconds until this thread takes part in it.
   */
  async consider(time: number, beside = 0): Promise<void> {
    const count = this.#pool ? 0 : this.#countFor(time, beside);
    if (count < 1) return;
    const { memory, modules, name } = this.code;
    const places = this.#places(count);
    if (places.length === 0) return;
    this.#pool = new WorkerPool(this.options.crew, {
      ...{ memory, name, places },
      modules: modules.map((module) => compiled(module.name, module.encode)),
    });
    await this.#start(this.#pool);
  }

  /**
   * Workspaces for that many workers, or for fewer where the memory has no room for them. They are zeros, as
   * this thread's: code that sums over rows reads those behind the last sample.
   */
  #places(count: number): { workspace: number }[] {
    const { memory, workspaceBytes } = this.code;
    const places: { workspace: number }[] = [];
    try {
      while (places.length < count) {
        places.push({ workspace: memory.floats(workspaceBytes / floatBytes).byteOffset });
      }
    } catch {
      // The memory is full.
    }
    return places;
  }

  async #start(pool: WorkerPool): Promise<void> {
    const started = await pool.start();
    if (this.#pool !== pool) return;
    if (!started) this.#pool = undefined;
    else if (!this.#running) this.#run(pool);
  }

  #run(pool: WorkerPool): void {
    this.#running = pool.run(this.job).then(
      (ran) => {
        this.#running = undefined;
        if (!ran) this.#pool = undefined;
      },
      (cause: Error) => {
        const { action } = this.options;
        this.#failure = new Error(`Cannot ${action} as ${cause.message}`, { cause });
      },
    );
  }

  /**
   * Has workers compute what there is, beside what this thread does. They are started if that pays, at the pace
   * at which parts come.
   *
   * @param parts The number of parts that have been added.
   * @param left The number of those to come.
   * @param computeSome Computes some parts, and returns the milliseconds of the fastest.
   */
  computeBeside(parts: number, left: number, computeSome: () => number): void {
    if (this.#pool) return this.continue();
    if (this.#startTimeOf(0) === 0) return void this.consider(Infinity);
    const pace = this.#look(parts);
    if (pace === undefined) return;
    const timeOfPart = computeSome();
    const waiting = parts - Atomics.load(this.job.counts, 0);
    void this.consider(timeOfPart * (waiting + left), pace * left);
  }

  /** The milliseconds in which a part comes; undefined before that is known, and between two looks at it. */
  #look(parts: number): number | undefined {
    const now = performance.now();
    const { time, parts: before } = this.#pace;
    if (now - time < paceTime || parts === before) return undefined;
    this.#pace = { time: now, parts };
    // The pace up to the first look is that of code that is not optimized yet.
    return before > 0 ? (now - time) / (parts - before) : undefined;
  }

  /** Lets workers that have computed what there was go on with what has been added since. */
  continue(): void {
    const { job: { counts } } = this;
    const isDone = Atomics.load(counts, 0) >= Atomics.load(counts, 1);
    if (isDone || !this.#pool || this.#pool.isBusy || this.#running || this.#failure) return;
    this.#run(this.#pool);
  }

  /** Throws if a worker has failed. */
  check(): void {
    if (this.#failure) throw this.#failure;
  }

  /** Waits for the parts under way; workers that have not started by now do not take any. */
  async finish(): Promise<void> {
    await this.#running;
    this.check();
  }

  release(): void {
    this.#pool?.end();
    this.#pool = undefined;
  }

  /** The number of workers with which the work is done the soonest; see `consider`. */
  #countFor(time: number, beside: number): number {
    const { crew } = this.options;
    const most = Math.min(crew.size, this.job.rows) - 1;
    if (time === Infinity) return most;
    /** The milliseconds that the work takes once this thread takes part in it. */
    const restWith = (workers: number) => Math.max(0, time - workers * beside) / (workers + 1);
    // A start holds up this thread, on whose own work the end depends where it does some beside.
    const startsToSave = beside > 0 ? 2 : 1;
    let count = 0;
    while (count < most) {
      const saved = restWith(count) - restWith(count + 1);
      if (saved <= startsToSave * this.#startTimeOf(count)) break;
      count++;
    }
    return count;
  }

  /** The milliseconds to start one more worker than `count`. */
  #startTimeOf(count: number): number {
    const { crew, startTime } = this.options;
    return count < crew.idle ? Math.min(idleStartTime, startTime) : startTime;
  }
}
