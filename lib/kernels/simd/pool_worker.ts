/** A worker of a pool, and the program that it runs. */

/** Milliseconds between two looks for rows that are added, and without any after which a job ends. */
const [lookTime, idleTime] = [1, 100];

/**
 * The program of a worker. It comes as a `data:` URL, which needs no permission and no file. It takes the
 * next row of a job's table until none is left, so that no worker waits for a slower one. While rows may be
 * added, it looks for them for a while: an answer, and the next message, have to wait for the other thread's
 * event loop. It holds a lock for as long as it lives, as nobody is told that a thread has ended.
 */
const program = `
let memory, functions, order, orderAt, alive;
const hold = () => new Promise((done) => {
  if (!navigator.locks) return done();
  navigator.locks.request(name, () => (done(), new Promise(() => {}))).catch(done);
});
async function start(data) {
  ({ memory, order, orderAt } = data);
  const imports = { kernel: { memory, workspace: data.workspace } };
  functions = data.modules.map((module) =>
    new WebAssembly.Instance(module, imports).exports[data.name]);
  await (alive ??= hold());
}
function run({ table, rows, counts, length }) {
  const counters = new Int32Array(memory.buffer, counts, 3);
  const all = new Int32Array(memory.buffer, table, rows * length);
  for (let looks = 0;;) {
    const [row, end] = [Atomics.load(counters, 0), Atomics.load(counters, 1)];
    if (row >= end) {
      if (Atomics.load(counters, 2) === 0 || ++looks > ${idleTime / lookTime}) return;
      Atomics.wait(counters, 1, end, ${lookTime});
      continue;
    }
    if (Atomics.compareExchange(counters, 0, row, row + 1) !== row) continue;
    looks = 0;
    const [index, ...values] = all.subarray(row * length, (row + 1) * length);
    if (orderAt !== undefined) values[orderAt] = order;
    functions[index](...values);
  }
}
onmessage = async ({ data }) => {
  try {
    if (data.modules) await start(data);
    if (data.counts !== undefined) run(data);
    postMessage(null);
  } catch (error) {
    postMessage(String(error));
  }
};`;

const url = `data:text/javascript,${encodeURIComponent(program)}`;

/** What is used of the Web Locks. */
interface Locks {
  request(name: string, options: { signal: AbortSignal }, work: () => void): Promise<void>;
  query(): Promise<{ readonly held: readonly { readonly name: string }[] }>;
}

const { locks } = globalThis.navigator as unknown as { locks?: Locks };

/** A worker that answers one message at a time. */
export class PoolWorker {
  readonly #name = `worker ${globalThis.crypto.randomUUID?.()}`;
  readonly #worker: Worker;
  /** Whether its lock is seen here: a browser may keep the locks of `data:` URLs apart, or have none. */
  #isWatched: boolean | undefined;

  constructor() {
    this.#worker = new Worker(url, { type: "module", name: this.#name });
  }

  /**
   * Sends a message, and waits for the answer.
   *
   * @throws {Error} if the worker fails, or ends
   */
  async ask(message: object): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const fail = (why: string) => reject(new Error(`a worker failed: ${why}`));
    const answered = new AbortController();
    this.#worker.onmessage = ({ data }: MessageEvent<string | null>) =>
      data === null ? resolve() : fail(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      fail(event.message);
    };
    this.#worker.postMessage(message);
    if (this.#isWatched) {
      const ended = () => fail("it has ended without an answer");
      locks!.request(this.#name, answered, ended).catch(() => {});
    }
    try {
      await promise;
      this.#isWatched ??= await this.#isLocked();
    } finally {
      answered.abort();
    }
  }

  end(): void {
    this.#worker.terminate();
  }

  async #isLocked(): Promise<boolean> {
    try {
      const { held } = await locks!.query();
      return held.some(({ name }) => name === this.#name);
    } catch {
      return false;
    }
  }
}
