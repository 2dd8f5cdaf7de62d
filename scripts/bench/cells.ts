/** What was measured, row by row. */

import type { ContenderName, Outcome } from "./contender.ts";
import { median } from "./measure.ts";
import type { Row } from "./rows.ts";
import { operationsOf, type Task, workOf } from "./tasks.ts";

/** The result of one contender in one row. */
export interface Cell {
  /** What it did. */
  readonly task: Task;
  /** Median of the runs, in seconds. */
  readonly seconds: number;
  /** Runs that count. */
  readonly runs: number;
  /** Work a second: network-steps, points, floating-point operations, figures. */
  readonly rate: number;
  /** Floating-point operations of its matrix products a second. */
  readonly operationsPerSecond: number;
  /** Where the time of its last run went. */
  readonly phases?: Outcome["phases"];
}

/** A row with what was measured. */
export interface MeasuredRow {
  readonly row: Row;
  /** By column; one that is left out is not among them. */
  readonly cells: Partial<Readonly<Record<ContenderName, Cell>>>;
  /** Why the others that are open are left out. */
  readonly leftOut: Partial<Readonly<Record<ContenderName, LeftOut>>>;
}

/** Why a cell is left out. */
export interface LeftOut {
  readonly why: string;
  /** Whether the contender failed, or its results differ from those of the others. */
  readonly fault: boolean;
}

/** Makes a cell of the runs that count. */
export function toCell(
  task: Task,
  { times, phases }: { times: readonly number[]; phases?: Outcome["phases"] },
): Cell {
  const seconds = median(times);
  return {
    task,
    seconds,
    runs: times.length,
    rate: workOf(task) / seconds,
    operationsPerSecond: operationsOf(task) / seconds,
    phases,
  };
}

/** What a row's unit makes of a cell. */
export function cellValue({ unit }: Pick<Row, "unit">, { seconds, rate }: Cell): number {
  if (unit === "ms") return 1000 * seconds;
  return unit === "GFLOP/s" ? rate / 1e9 : rate;
}

/** How many times as fast the lab's first column is as another. */
export function ratioTo(base: Cell | undefined, cell: Cell | undefined): number | undefined {
  return base && cell && base.rate / cell.rate;
}
