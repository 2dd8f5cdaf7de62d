/** Times the contenders on a row in turns: those whose results are right, where it does not take too long. */

import { type Cell, type LeftOut, type MeasuredRow, toCell } from "./cells.ts";
import type { Column, TimedRun } from "./column.ts";
import { type ContenderName, reasonOf, UnsuitedError } from "./contender.ts";
import { disagreement, measureInTurns } from "./measure.ts";
import type { Row } from "./rows.ts";
import { likenessOf, smallTask, type Task, workOf } from "./tasks.ts";

/** How many times a cell's budget a single run may take; more for the lab, which the bench is about. */
const timesTheBudget = { lab: 20, peer: 5 } as const;

/** How thorough a competition is. */
export interface Thoroughness {
  /** Timed turns of a cell. */
  readonly turns: number;
  /** Seconds that they may take together; what is slower takes fewer, and what is far slower none. */
  readonly budget: number;
  /** Ends it between two runs. */
  readonly signal: AbortSignal;
}

/** A contender as a competition needs it. */
export type Competitor = Pick<Column, "id" | "lab" | "run">;

type Outcomes = Map<ContenderName, TimedRun>;
type Reasons = Map<ContenderName, LeftOut>;

/** A bench in progress: its contenders, how fast they are known to be, and what they failed at. */
export class Competition {
  readonly #competitors: readonly Competitor[];
  readonly #options: Thoroughness;
  readonly #paces = new Paces();
  /** By likeness: contenders that failed at its small case, and are left out of all its rows. */
  readonly #checked = new Map<string, Reasons>();

  /**
   * @param competitors Results are held against those of the first peer that has any.
   * @param options How thorough it is.
   */
  constructor(competitors: readonly Competitor[], options: Thoroughness) {
    this.#competitors = competitors;
    this.#options = options;
  }

  /** Measures a row, after its small case has been checked. */
  async measure(row: Row): Promise<MeasuredRow> {
    const likeness = likenessOf(row.lab);
    const failed = this.#checked.get(likeness) ?? await this.#check(row);
    this.#checked.set(likeness, failed);

    const leftOut: Reasons = new Map();
    const outcomes: Outcomes = new Map();
    const timed = new Map<ContenderName, { task: Task; run: () => Promise<number> }>();
    for (const competitor of this.#competitors) {
      const { id } = competitor;
      const task = taskOf(row, competitor);
      if (!task) continue;
      const why = failed.get(id) ?? this.#tooLong(competitor, task);
      if (why) leftOut.set(id, why);
      else timed.set(id, { task, run: () => this.#run(competitor, task, outcomes) });
    }
    const runs = new Map([...timed].map(([id, { run }]) => [id, run]));
    const { turns, budget: allowance, signal } = this.#options;
    const times = await measureInTurns(runs, { turns, allowance, signal });
    for (const [id, why] of disagreements(this.#competitors, outcomes)) leftOut.set(id, why);

    const cells: Partial<Record<ContenderName, Cell>> = {};
    for (const [id, { task }] of timed) {
      const measured = times.get(id)!;
      if (measured instanceof Error) leftOut.set(id, fault(measured));
      else if (!leftOut.has(id)) {
        cells[id] = toCell(task, { times: measured, phases: outcomes.get(id)?.phases });
      }
    }
    return { row, cells, leftOut: Object.fromEntries(leftOut) };
  }

  #tooLong({ id, lab }: Competitor, task: Task): LeftOut | undefined {
    const estimate = this.#paces.estimate(id, likenessOf(task), workOf(task));
    // The lab's device on TensorFlow.js gets no more time than its peers.
    const limits = { lab: lab && id !== "tfjs", budget: this.#options.budget };
    const why = tooLong(estimate, limits);
    return why === undefined ? undefined : { why, fault: false };
  }

  async #run(competitor: Competitor, task: Task, outcomes: Outcomes): Promise<number> {
    const outcome = await competitor.run(task);
    outcomes.set(competitor.id, outcome);
    const { seconds } = outcome;
    this.#paces.note(competitor.id, likenessOf(task), { work: workOf(task), seconds });
    return seconds;
  }

  /** A small case, twice: once to compile and to compare, once to see how long it takes. */
  async #check(row: Row): Promise<Reasons> {
    const outcomes: Outcomes = new Map();
    const failed: Reasons = new Map();
    for (const competitor of this.#competitors) {
      const task = taskOf(row, competitor);
      // A figure has no small case: all of it is small.
      if (!task || task.kind === "figure") continue;
      try {
        outcomes.set(competitor.id, await competitor.run(smallTask(task)));
        await this.#run(competitor, smallTask(task), new Map());
      } catch (error) {
        failed.set(competitor.id, fault(error));
      }
      this.#options.signal.throwIfAborted();
    }
    return new Map([...failed, ...disagreements(this.#competitors, outcomes)]);
  }
}

function taskOf(row: Row, { id, lab }: Pick<Competitor, "id" | "lab">): Task | null {
  if (row.only && !row.only.includes(id)) return null;
  if (id === "torch") return row.torch;
  return lab ? row.lab : row.peer;
}

function fault(error: unknown): LeftOut {
  return { why: reasonOf(error), fault: !(error instanceof UnsuitedError) };
}

/** Contenders whose results differ from the first peer's, or without one from the lab's first. */
function disagreements(competitors: readonly Competitor[], outcomes: Outcomes): Reasons {
  const ranked = competitors.toSorted((a, b) => Number(a.lab) - Number(b.lab));
  const reference = ranked.find(({ id }) => outcomes.has(id));
  const wrong: Reasons = new Map();
  if (!reference) return wrong;
  const { values: expected } = outcomes.get(reference.id)!;
  for (const [id, { values }] of outcomes) {
    const why = disagreement(values, expected);
    if (why !== undefined) wrong.set(id, fault(`computed ${why}, which is ${reference.id}'s`));
  }
  return wrong;
}

/** Remembers how fast each contender was at each kind of work. */
export class Paces {
  readonly #secondsPerWork = new Map<string, number>();

  /** Records how long so much work took. */
  note(contender: string, likeness: string, { work, seconds }: { work: number; seconds: number }) {
    const key = `${contender}: ${likeness}`;
    const known = this.#secondsPerWork.get(key) ?? Infinity;
    // What is not in proportion, as the wait for a result, only makes small work look slower.
    this.#secondsPerWork.set(key, Math.min(known, seconds / work));
  }

  /** Seconds that so much work will take at most; undefined where nothing like it has been done. */
  estimate(contender: string, likeness: string, work: number): number | undefined {
    const secondsPerWork = this.#secondsPerWork.get(`${contender}: ${likeness}`);
    return secondsPerWork === undefined ? undefined : secondsPerWork * work;
  }
}

/**
 * Why a run is left out, or undefined where it need not be.
 *
 * @param seconds What it would take, as far as is known.
 * @param options Whether the lab itself runs, and how many seconds the runs of a cell may take.
 */
export function tooLong(
  seconds: number | undefined,
  { lab, budget }: { lab: boolean; budget: number },
): string | undefined {
  const most = budget * timesTheBudget[lab ? "lab" : "peer"];
  if (seconds === undefined || seconds <= most) return undefined;
  return `would take about ${Number(seconds.toPrecision(2))} s`;
}
