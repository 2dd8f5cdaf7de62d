/** A contender in its process, as the bench sees it. */

import lab from "../../deno.json" with { type: "json" };
import {
  columnSpecs,
  type Contender,
  type ContenderName,
  contenderNames,
  type KernelName,
  type Limits,
  type Outcome,
  reasonOf,
  type Request,
  type Result,
} from "./contender.ts";
import { timeCommand } from "./figure.ts";
import { firstThatOpens, Link, type ProgramCall } from "./link.ts";
import type { ColumnReport } from "./report.ts";
import type { Task } from "./tasks.ts";

/** A run: its time, and its result, thinned out. */
export interface TimedRun extends Result {
  readonly seconds: number;
}

/** What a contender is. */
type Description = Pick<Contender, "name" | "software">;

/** A contender that is open. */
export interface Column extends AsyncDisposable, Description {
  readonly id: ContenderName;
  readonly title: string;
  /** Whether it is one of the lab's own. */
  readonly lab: boolean;
  /** Does a task. */
  run(task: Task): Promise<TimedRun>;
  /** What bounds it, where it knows. */
  limits(): Promise<Limits | null>;
}

const fileOf = (name: string) => new URL(name, import.meta.url).pathname;

/** The flags of the task, which a contender gets too, but for the permission to start programs. */
const flags = lab.tasks.bench.split(" ").filter((word) =>
  word.startsWith("--") && !word.startsWith("--allow-run")
);

/** The programs that may hold a contender: the first one that opens it does. */
function callsOf(id: ContenderName): ProgramCall[] {
  if (id !== "torch") {
    return [{
      program: Deno.execPath(),
      args: ["run", "--no-check", ...flags, fileOf("process.ts")],
    }];
  }
  // The system's own may have packages that the first one on the path lacks.
  return ["python3", "/usr/bin/python3"].map((program) => {
    return { program, args: [fileOf("peer_torch.py")] };
  });
}

/**
 * Opens a contender in a process.
 *
 * @param signal Ends what it does, wherever it is: all that is asked of it is rejected at once.
 * @param kernel What trains networks on WebGPU, instead of what the lab chooses.
 * @throws {Error} if it does not load, or has nothing to run on
 */
export function openColumn(
  id: ContenderName,
  signal: AbortSignal,
  kernel?: KernelName,
): Promise<Column> {
  return firstThatOpens(callsOf(id), async (call) => {
    await using opening = new AsyncDisposableStack();
    const openLink = async (owner: AsyncDisposableStack) => {
      const link = owner.use(new Link(call, signal));
      return { link, about: await link.ask<Description>({ what: "open", contender: id, kernel }) };
    };
    let current = await openLink(opening);
    const { name, software } = current.about;
    const opened = opening.move();
    /** Asks the process, or a new one if it was given up. */
    const ask = async <Value>(request: Request) => {
      if (current.link.hasEnded) current = await openLink(opened);
      return await current.link.ask<Value>(request);
    };
    return {
      id,
      ...columnSpecs[id],
      name,
      software,
      async run(task) {
        if (task.kind === "figure") return await timeCommand(id, { python: call.program, signal });
        const { seconds, values, phases } = await ask<Outcome>({ what: "run", task });
        return { seconds, values: floatsOf(values), phases };
      },
      limits: () => ask({ what: "limits" }),
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    };
  });
}

function floatsOf(base64: string): Float32Array {
  return new Float32Array(Uint8Array.fromBase64(base64).buffer);
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
 * @param kernel What trains networks on WebGPU, instead of what the lab chooses.
 */
export async function openColumns(
  signal: AbortSignal,
  kernel?: KernelName,
): Promise<Columns> {
  await using opening = new AsyncDisposableStack();
  const open: Column[] = [];
  const reports: [ContenderName, ColumnReport][] = [];
  for (const id of contenderNames) {
    signal.throwIfAborted();
    try {
      const column = opening.use(await openColumn(id, signal, kernel));
      const { name, software } = column;
      reports.push([id, { name, software, failure: null, limits: await column.limits() }]);
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
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
