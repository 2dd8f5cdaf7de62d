/** Work in parts: by this thread, and by workers beside it once that pays. */

import { compiled, type WasmMemory } from "./memory.ts";
import { type Job, rowLength, type WorkerOptions, WorkerPool } from "./pool.ts";

const floatBytes = 4;
/** Milliseconds of work between two looks at the workers that are starting. */
const startingStretch = 5;
/** Milliseconds to start a worker that is idle. */
const idleStartTime = 2;
/**
 * The fastest part tells how long the others will take, out of three at least: the first ones run code
 * that is not optimized yet, unless they have taken this many milliseconds.
 */
const minParts = 3;
const longStart = 20;

/** What is computed in parts. */
export interface Work {
  readonly memory: WasmMemory;
  /** Modules of one function each, by their names. */
  readonly modules: readonly { name: string; encode: () => Uint8Array<ArrayBuffer> }[];
  /** The function's name in all of them. */
  readonly name: string;
  /** The address of this thread's workspace, and the bytes of one. */
  readonly workspace: number;
  readonly workspaceBytes: number;
  /** The index of a module and the arguments of its function, part by part: of about equal work. */
  readonly parts: readonly (readonly number[])[];
  /** The number of such parts that follow in further calls. */
  readonly later: number;
}

/** How work in parts is done. */
export interface PartsOptions extends WorkerOptions {
  /** What is done, for messages. */
  readonly action: string;
  /** Called between two parts; it may throw to end the work. */
  readonly pause: () => Promise<void>;
}

/**
 * Computes all parts. They write what they compute to places of their own, so that it does not matter who
 * computes which.
 *
 * @throws {Error} if a worker fails, or what `pause` throws; nothing runs on the memory any more then
 */
export async function computeParts(work: Work, options: PartsOptions): Promise<void> {
  const { memory, modules, workspace, parts, later } = work;
  const kernels = modules.map(({ name, encode }) =>
    memory.kernels(name, encode, workspace)[work.name]
  );
  const table = memory.integers(parts.length * rowLength);
  parts.forEach((part, row) => table.set(part, row * rowLength));
  const next = memory.integers(1);
  const job = { table: table.byteOffset, rows: parts.length, next };
  const helpers = new Helpers(work, job, options);
  memory.stopped = false;
  let fastest = Infinity;
  let spent = 0;
  try {
    if (options.startTime === 0) await helpers.consider(Infinity);
    for (let row; (row = Atomics.add(next, 0, 1)) < parts.length;) {
      const started = performance.now();
      const [index, ...values] = parts[row];
      kernels[index](...values);
      const time = performance.now() - started;
      fastest = Math.min(fastest, time);
      spent += time;
      const left = Math.max(0, parts.length - Atomics.load(next, 0)) + later;
      if (row + 1 >= minParts || spent >= longStart) void helpers.consider(fastest * left);
      await helpers.look();
      await options.pause();
    }
    await helpers.finish();
  } catch (error) {
    memory.stopped = true;
    await helpers.finish().catch(() => {});
    throw error;
  } finally {
    helpers.release();
  }
}

/** The workers that help this thread. */
class Helpers {
  #pool: WorkerPool | undefined;
  #starting = false;
  #running: Promise<boolean> | undefined;
  #failure: Error | undefined;
  #looked = performance.now();

  constructor(readonly work: Work, readonly job: Job, readonly options: PartsOptions) {}

  /** Starts workers if that pays for `time` milliseconds of work, and tells when they are at work. */
  async consider(time: number): Promise<void> {
    const count = this.#pool ? 0 : this.#countFor(time);
    if (count < 1) return;
    const { memory, modules, name } = this.work;
    const places = this.#places(count);
    if (places.length === 0) return;
    this.#pool = new WorkerPool(this.options.crew, {
      ...{ memory, name, places },
      modules: modules.map((module) => compiled(module.name, module.encode)),
    });
    await this.#start(this.#pool);
  }

  /** Workspaces for that many workers, or for fewer where the memory has no room for them. */
  #places(count: number): { workspace: number }[] {
    const { memory, workspaceBytes } = this.work;
    const places: { workspace: number }[] = [];
    try {
      while (places.length < count) {
        places.push({ workspace: memory.unset(workspaceBytes / floatBytes).byteOffset });
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
    if (!started || this.#pool !== pool) return;
    this.#running = pool.run(this.job);
    this.#running.catch((cause: Error) => {
      const { action } = this.options;
      this.#failure = new Error(`Cannot ${action} as ${cause.message}`, { cause });
    });
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
    await this.#running?.catch(() => {});
    if (this.#failure) throw this.#failure;
  }

  release(): void {
    this.#pool?.end();
    this.#pool = undefined;
  }

  /** The number of workers with which work of `time` milliseconds is done the soonest. */
  #countFor(time: number): number {
    const { crew, startTime } = this.options;
    const most = Math.min(crew.size, this.work.parts.length) - 1;
    let count = 0;
    while (count < most) {
      const start = count < crew.idle ? Math.min(idleStartTime, startTime) : startTime;
      // The time that one more thread saves, of those that this one and `count` workers need.
      if (time / ((count + 1) * (count + 2)) <= start) break;
      count++;
    }
    return count;
  }
}
