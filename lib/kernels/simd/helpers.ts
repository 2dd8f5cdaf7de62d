/** Workers that compute parts of some work beside this thread. */

import { compiled, type WasmMemory } from "./memory.ts";
import { type Job, type WorkerOptions, WorkerPool } from "./pool.ts";

const floatBytes = 4;
/** Milliseconds of work between two looks at the workers that are starting. */
const startingStretch = 5;
/** Milliseconds to start a worker that is idle. */
const idleStartTime = 2;
/** Work beside this thread gets workers if it goes on for this many times the start of one. */
const startTimes = 1.5;
/** Milliseconds between two looks at the pace of such work. */
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
  #starting = false;
  #running: Promise<void> | undefined;
  #failure: Error | undefined;
  #looked = performance.now();
  /** When the pace was looked at last, and the parts by then; none before the first look. */
  #pace = { time: performance.now(), parts: 0 };

  constructor(readonly code: PartCode, readonly job: Job, readonly options: HelpOptions) {}

  get startTime(): number {
    return this.options.startTime;
  }

  /** Starts workers if that pays for `time` milliseconds of work, and tells when they are at work. */
  async consider(time: number): Promise<void> {
    const count = this.#pool ? 0 : this.#countFor(time);
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
    this.#starting = true;
    const started = await pool.start();
    this.#starting = false;
    if (this.#pool !== pool) return;
    if (started) this.#run(pool);
    else this.#pool = undefined;
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
   * Has workers compute what there is. They are not started if the parts to come will soon be there, at the
   * pace at which they come.
   *
   * @param parts The number of parts that have been added.
   * @param left The number of those to come.
   */
  computeBeside(parts: number, left: number): void {
    if (this.#pool) this.continue();
    else if (this.#goesOn(parts, left)) void this.consider(Infinity);
  }

  #goesOn(parts: number, left: number): boolean {
    const start = this.#startTimeOf(0);
    if (start === 0) return true;
    const now = performance.now();
    const { time, parts: before } = this.#pace;
    if (now - time < paceTime || parts === before) return false;
    this.#pace = { time: now, parts };
    // The pace up to the first look is that of code that is not optimized yet.
    return before > 0 && left * (now - time) / (parts - before) >= startTimes * start;
  }

  /** Lets workers that have computed what there was go on with what has been added since. */
  continue(): void {
    const { job: { counts } } = this;
    const isDone = Atomics.load(counts, 0) >= Atomics.load(counts, 1);
    if (isDone || !this.#pool || this.#starting || this.#running || this.#failure) return;
    this.#run(this.#pool);
  }

  /** Lets workers that are starting get on, and throws if one has failed. */
  async look(): Promise<void> {
    if (this.#starting && performance.now() - this.#looked >= startingStretch) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      this.#looked = performance.now();
    }
    if (this.#failure) throw this.#failure;
  }

  /** Waits for the parts under way; workers that have not started by now do not take any. */
  async finish(): Promise<void> {
    await this.#running;
    if (this.#failure) throw this.#failure;
  }

  release(): void {
    this.#pool?.end();
    this.#pool = undefined;
  }

  /** The number of workers with which work of `time` milliseconds is done the soonest. */
  #countFor(time: number): number {
    const { crew } = this.options;
    const most = Math.min(crew.size, this.job.rows) - 1;
    let count = 0;
    while (count < most) {
      // The time that one more thread saves, of those that this one and `count` workers need.
      if (time / ((count + 1) * (count + 2)) <= this.#startTimeOf(count)) break;
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
