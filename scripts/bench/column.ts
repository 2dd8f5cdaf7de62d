/** A contender in its worker, as the bench sees it. */

import {
  columnSpecs,
  type ContenderName,
  contenderNames,
  type Limits,
  type Numbered,
  type Outcome,
  reasonOf,
  type Reply,
  type Request,
} from "./contender.ts";
import { locks } from "./locks.ts";
import type { ColumnReport } from "./report.ts";
import type { Task } from "./tasks.ts";

/** Seconds after which a contender that does not answer is given up. */
const timeout = 150;

/** Milliseconds that a worker which is at work is given to close, and as many to end. */
const busyTime = 200;

/** A contender that is open. */
export interface Column extends AsyncDisposable {
  readonly id: ContenderName;
  readonly title: string;
  /** Whether it is one of the lab's own. */
  readonly lab: boolean;
  readonly name: string;
  readonly software: boolean;
  /** Does a task; figures are drawn in a worker of their own, as a command starts anew. */
  run(task: Task): Promise<Outcome>;
  /** What bounds it, where it knows. */
  limits(): Promise<Limits | undefined>;
}

/**
 * Opens a contender in a worker.
 *
 * @param signal Ends what it does, wherever it is: all that is asked of it is rejected at once.
 * @throws {Error} if it does not load, or has nothing to run on
 */
export async function openColumn(id: ContenderName, signal: AbortSignal): Promise<Column> {
  const link = new Link(signal);
  const { name, software } = await link.open(id);
  return {
    id,
    ...columnSpecs[id],
    name,
    software,
    run: (task) =>
      task.kind === "figure" ? runAnew(id, { task, signal }) : link.ask({ what: "run", task }),
    limits: () => link.ask({ what: "limits" }),
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}

/** From a fresh worker to the result: loading the modules and opening the device count as well. */
async function runAnew(
  id: ContenderName,
  { task, signal }: { task: Task; signal: AbortSignal },
): Promise<Outcome> {
  const started = performance.now();
  await using link = new Link(signal);
  await link.open(id);
  const opened = (performance.now() - started) / 1000;
  const { phases, values } = await link.ask<Outcome>({ what: "run", task });
  return {
    seconds: (performance.now() - started) / 1000,
    values,
    phases: { "modules and device": opened, ...phases },
  };
}

/** Ends of workers that were left at work: they go on until their code, or the driver's, returns. */
const ending = new Set<Promise<void>>();

/** Questions to a worker, one at a time. */
class Link {
  readonly #name = `worker of the bench ${crypto.randomUUID()}`;
  readonly #worker: Worker;
  readonly #signal: AbortSignal;
  /** Settled once the worker runs, or has failed to load. */
  readonly #running = Promise.withResolvers<void>();
  #asked = 0;
  #pending: PromiseWithResolvers<unknown> | undefined;
  /** Whether a question was given up that the worker is still at. */
  #isBusy = false;

  /** @param signal Gives up what is being asked. */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
    const url = new URL("./worker.ts", import.meta.url);
    this.#worker = new Worker(url, { type: "module", name: this.#name });
    this.#worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      if (data.number === 0) return this.#running.resolve();
      if (data.number !== this.#asked) return;
      if ("failure" in data) this.#pending?.reject(new Error(data.failure));
      else this.#pending?.resolve(data.value);
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#running.resolve();
      this.#pending?.reject(new Error(reasonOf(event.message)));
    };
  }

  async open(contender: ContenderName): Promise<Pick<Column, "name" | "software">> {
    try {
      return await this.ask({ what: "open", contender });
    } catch (error) {
      await this[Symbol.asyncDispose]();
      throw error;
    }
  }

  async ask<Value>(request: Request): Promise<Value> {
    const signal = this.#signal;
    signal.throwIfAborted();
    const { promise, reject } = this.#send<Value>(request);
    const giveUp = (reason: unknown) => {
      this.#isBusy = true;
      reject(reason);
    };
    const end = () => giveUp(signal.reason);
    const late = () => giveUp(new Error(`no answer within ${timeout} seconds`));
    const timer = setTimeout(late, 1000 * timeout);
    signal.addEventListener("abort", end);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    }
  }

  #send<Value>(request: Request): Pick<PromiseWithResolvers<Value>, "promise" | "reject"> {
    const asked = Promise.withResolvers<Value>();
    this.#pending = asked as PromiseWithResolvers<unknown>;
    this.#worker.postMessage({ number: ++this.#asked, request } satisfies Numbered);
    return asked;
  }

  /** Ends the worker. One that is at work may be deaf for minutes: its end is not waited for here. */
  async [Symbol.asyncDispose](): Promise<void> {
    const end = this.#end();
    ending.add(end);
    void end.then(() => ending.delete(end));
    await (this.#isBusy ? Promise.race([end, pause(2 * busyTime)]) : end);
  }

  /**
   * Frees first what the contender holds: the end of a worker alone does not free a GPU's memory. Its
   * thread ends some time after `terminate`, which stops no code that runs, not even that which loads
   * the worker: then its lock is free. A process that ends before, while the driver still frees a
   * device, sometimes crashes in the driver.
   */
  async #end(): Promise<void> {
    const { promise, reject } = this.#send({ what: "close" });
    const most = this.#isBusy ? busyTime : 1000 * timeout;
    const timer = setTimeout(() => reject(new Error("it does not close")), most);
    await promise.catch(() => {});
    clearTimeout(timer);
    await this.#running.promise;
    this.#worker.terminate();
    await locks.request(this.#name, () => {});
  }
}

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/**
 * Waits until workers that were left at work have ended: they would slow what is measured next, and
 * pile up where run after run is stopped.
 */
async function untilWorkersEnd(signal: AbortSignal): Promise<void> {
  while (ending.size > 0) {
    signal.throwIfAborted();
    await Promise.race([...ending, pause(busyTime)]);
  }
}

/** The contenders that are open, and a report on each. */
export interface Columns extends AsyncDisposable {
  readonly open: readonly Column[];
  readonly reports: Readonly<Record<ContenderName, ColumnReport>>;
}

/**
 * Opens the contenders one after the other, and measures what bounds those that know how.
 *
 * @param signal Ends it, and all that the contenders do later.
 */
export async function openColumns(signal: AbortSignal): Promise<Columns> {
  await using opening = new AsyncDisposableStack();
  await untilWorkersEnd(signal);
  const open: Column[] = [];
  const reports: [ContenderName, ColumnReport][] = [];
  for (const id of contenderNames) {
    signal.throwIfAborted();
    try {
      const column = opening.use(await openColumn(id, signal));
      const { name, software } = column;
      reports.push([id, { name, software, failure: null, limits: await column.limits() ?? null }]);
      open.push(column);
    } catch (error) {
      reports.push([id, { name: null, software: null, failure: reasonOf(error), limits: null }]);
    }
  }
  signal.throwIfAborted();
  const opened = opening.move();
  return {
    open,
    reports: Object.fromEntries(reports) as Columns["reports"],
    async [Symbol.asyncDispose]() {
      await opened.disposeAsync();
      // The thread of a worker goes on for a while behind its lock, in the driver where that has one.
      await pause(busyTime);
    },
  };
}
