/** The measurements, by row and column. */

import type { ContenderName, Result } from "./contender.ts";
import { median } from "./measure.ts";
import type { Row } from "./rows.ts";
import { operationsOf, type Task, workOf } from "./tasks.ts";

/** The result of one contender in one row. */
export interface Cell {
  /** The task. */
  readonly task: Task;
  /** The median time of the runs, in seconds. */
  readonly seconds: number;
  /** The number of runs. */
  readonly runs: number;
  /** Work per second: network-steps, points, floating-point operations, or figures. */
  readonly rate: number;
  /** Floating-point operations of its matrix products per second. */
  readonly operationsPerSecond: number;
  /** The times of the phases of its last run. */
  readonly phases?: Result["phases"];
}

/** A row with its measurements. */
export interface MeasuredRow {
  readonly row: Row;
  /** The cells, by column; those that are left out are missing. */
  readonly cells: Partial<Readonly<Record<ContenderName, Cell>>>;
  /** The reasons why cells of other open columns are left out. */
  readonly leftOut: Partial<Readonly<Record<ContenderName, LeftOut>>>;
}

/** The reason why a cell is left out. */
export interface LeftOut {
  readonly why: string;
  /** Whether the contender failed, or its results differ from those of the others. */
  readonly fault: boolean;
}

/** Creates a cell from the times of its runs. */
export function toCell(
  task: Task,
  { times, phases }: { times: readonly number[]; phases?: Result["phases"] },
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

/** The value of a cell in the unit of its row. */
export function cellValue({ unit }: Pick<Row, "unit">, { seconds, rate }: Cell): number {
  if (unit === "ms") return 1000 * seconds;
  return unit === "GFLOP/s" ? rate / 1e9 : rate;
}

/** The ratio of the rates of two cells: how many times as fast `base` is. */
export function ratioTo(base: Cell | undefined, cell: Cell | undefined): number | undefined {
  return base && cell && base.rate / cell.rate;
}
