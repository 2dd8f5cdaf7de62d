/** A contender in its worker, as the bench sees it. */

import {
  columnSpecs,
  type ContenderName,
  contenderNames,
  type Limits,
  type Outcome,
  reasonOf,
  type Reply,
  type Request,
} from "./contender.ts";
import type { ColumnReport } from "./report.ts";
import type { Task } from "./tasks.ts";

/** Seconds after which a contender that does not answer is given up. */
const timeout = 150;

/** Milliseconds that a worker is given to end. */
const closingTime = 100;

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
 * @throws {Error} if it does not load, or has nothing to run on
 */
export async function openColumn(id: ContenderName): Promise<Column> {
  const link = new Link();
  const { name, software } = await link.open(id);
  return {
    id,
    ...columnSpecs[id],
    name,
    software,
    run: (task) => task.kind === "figure" ? runAnew(id, task) : link.ask({ what: "run", task }),
    limits: () => link.ask({ what: "limits" }),
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}

/** From a fresh worker to the result: loading the modules and opening the device count as well. */
async function runAnew(id: ContenderName, task: Task): Promise<Outcome> {
  const started = performance.now();
  await using link = new Link();
  await link.open(id);
  const opened = (performance.now() - started) / 1000;
  const { phases, values } = await link.ask<Outcome>({ what: "run", task });
  return {
    seconds: (performance.now() - started) / 1000,
    values,
    phases: { "modules and device": opened, ...phases },
  };
}

/** Questions to a worker, one at a time. */
class Link {
  readonly #worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  #hangs = false;

  async open(contender: ContenderName): Promise<Pick<Column, "name" | "software">> {
    try {
      return await this.ask({ what: "open", contender });
    } catch (error) {
      this.#worker.terminate();
      throw error;
    }
  }

  ask<Value>(request: Request): Promise<Value> {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    const giveUp = () => {
      this.#hangs = true;
      reject(new Error(`no answer within ${timeout} seconds`));
    };
    const timer = setTimeout(giveUp, 1000 * timeout);
    this.#worker.onmessage = ({ data }: MessageEvent<Reply<Value>>) =>
      "failure" in data ? reject(new Error(data.failure)) : resolve(data.value);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(reasonOf(event.message)));
    };
    this.#worker.postMessage(request);
    return promise.finally(() => clearTimeout(timer));
  }

  /**
   * Frees first what the contender holds: the end of a worker alone does not free a GPU's memory. A
   * worker ends some time after `terminate`, and no event says when. A process that ends before, while
   * the driver still frees a device, sometimes crashes in the driver.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#hangs) await this.ask({ what: "close" }).catch(() => {});
    this.#worker.terminate();
    await new Promise((resolve) => setTimeout(resolve, closingTime));
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
 * @param signal Ends it between two of them.
 */
export async function openColumns(signal: AbortSignal): Promise<Columns> {
  await using opening = new AsyncDisposableStack();
  const open: Column[] = [];
  const reports: [ContenderName, ColumnReport][] = [];
  for (const id of contenderNames) {
    try {
      const column = opening.use(await openColumn(id));
      const { name, software } = column;
      reports.push([id, { name, software, failure: null, limits: await column.limits() ?? null }]);
      open.push(column);
    } catch (error) {
      reports.push([id, { name: null, software: null, failure: reasonOf(error), limits: null }]);
    }
    signal.throwIfAborted();
  }
  const opened = opening.move();
  return {
    open,
    reports: Object.fromEntries(reports) as Columns["reports"],
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
