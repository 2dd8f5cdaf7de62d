/** Workers that run functions of WebAssembly modules on one shared memory. */

import type { WasmMemory } from "./memory.ts";

/** A row of a job: the index of the function, and its arguments. */
export const rowLength = 20;
/** Workers are ended after so many milliseconds without a job, as they would keep the program alive. */
const idleTime = 100;

/**
 * The program of a worker. It comes as a `data:` URL, which needs no permission and no file. It takes the
 * next row of a job's table until none is left, so that no worker waits for a slower one.
 */
const program = `
let memory, functions, order, orderAt;
function start(data) {
  ({ memory, order, orderAt } = data);
  const imports = { kernel: { memory, workspace: data.workspace } };
  functions = data.modules.map((module) =>
    new WebAssembly.Instance(module, imports).exports[data.name]);
}
function run({ table, rows, next, length }) {
  const counter = new Int32Array(memory.buffer, next, 1);
  const all = new Int32Array(memory.buffer, table, rows * length);
  for (let row; (row = Atomics.add(counter, 0, 1)) < rows;) {
    const [index, ...values] = all.subarray(row * length, (row + 1) * length);
    values[orderAt] = order;
    functions[index](...values);
  }
}
onmessage = ({ data }) => {
  try {
    data.modules ? start(data) : run(data);
    postMessage(null);
  } catch (error) {
    postMessage(String(error));
  }
};`;

/** The workers of a device. Its trainings take them in turn, as a worker takes some 30 ms to start. */
export class WorkerCrew {
  #idle: Worker[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param size The number of workers that a training takes at most. */
  constructor(readonly size: number) {}

  /** Takes workers: those that are idle, and new ones. */
  take(count: number): Worker[] {
    clearTimeout(this.#timer);
    const url = `data:text/javascript,${encodeURIComponent(program)}`;
    while (this.#idle.length < count) this.#idle.push(new Worker(url, { type: "module" }));
    return this.#idle.splice(0, count);
  }

  /** Gives workers back that have answered all messages. */
  release(workers: readonly Worker[]): void {
    this.#idle.push(...workers);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(), idleTime);
  }

  /** Ends the idle workers. */
  end(): void {
    clearTimeout(this.#timer);
    for (const worker of this.#idle.splice(0)) worker.terminate();
  }
}

/** What a pool needs besides its workers. */
export interface PoolSetting {
  readonly memory: WasmMemory;
  /** The modules, and the name of the function that is taken from each. */
  readonly modules: readonly WebAssembly.Module[];
  readonly name: string;
  /** A workspace and a buffer for an order, for each worker. */
  readonly places: readonly { workspace: number; order: number }[];
  /** The index of the argument that is the worker's own order. */
  readonly orderAt: number;
}

/** Workers that run the functions of some modules. It has them from its first job to a pause. */
export class WorkerPool {
  #workers: Worker[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;

  constructor(readonly crew: WorkerCrew, readonly setting: PoolSetting) {}

  /**
   * Runs the rows of a table.
   *
   * @returns False if the workers cannot be started: a browser may refuse them, or to share memory.
   * @throws {Error} if a worker fails; all of them have ended then
   */
  async run(job: { table: number; rows: number; next: number }): Promise<boolean> {
    clearTimeout(this.#timer);
    if (this.#workers.length === 0 && !await this.#start()) return false;
    const message = { ...job, length: rowLength };
    await this.#all(this.#workers.map((worker) => ask(worker, message)));
    this.#timer = setTimeout(() => this.end(), idleTime);
    return true;
  }

  /** Gives the workers back, or ends them if they are busy. */
  end(): void {
    clearTimeout(this.#timer);
    if (this.#busy) return this.#terminate();
    this.crew.release(this.#workers.splice(0));
  }

  #terminate(): void {
    for (const worker of this.#workers.splice(0)) worker.terminate();
  }

  async #start(): Promise<boolean> {
    const { places, memory, ...shared } = this.setting;
    try {
      this.#workers = this.crew.take(places.length);
      await this.#all(
        this.#workers.map((worker, index) =>
          ask(worker, { ...shared, ...places[index], memory: memory.shared })
        ),
      );
    } catch {
      this.#terminate();
      return false;
    }
    return true;
  }

  /** Waits for all answers; ends the workers if one of them fails. */
  async #all(answers: readonly Promise<void>[]): Promise<void> {
    this.#busy = true;
    try {
      await Promise.all(answers);
    } catch (error) {
      this.#terminate();
      throw error;
    } finally {
      this.#busy = false;
    }
  }
}

/** Sends a message, and waits for the answer. */
function ask(worker: Worker, message: object): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (why: string) => reject(new Error(`a worker failed: ${why}`));
  worker.onmessage = ({ data }: MessageEvent<string | null>) =>
    data === null ? resolve() : fail(data);
  worker.onerror = (event) => {
    event.preventDefault();
    fail(event.message);
  };
  worker.postMessage(message);
  return promise;
}
