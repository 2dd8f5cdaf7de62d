/** The report of the bench: the measurements, their cost model, and the failures. */

import { type Cell, cellValue, type MeasuredRow, ratioTo } from "./cells.ts";
import { columnSpecs, type ContenderName, contenderNames, type Limits } from "./contender.ts";
import { bytesOf, workOf } from "./tasks.ts";

/** All results of the bench. */
export interface Report {
  readonly turns: number;
  /** The maximum time of the runs of a cell, in seconds. */
  readonly budget: number;
  /** All columns, including those that could not be opened. */
  readonly columns: Readonly<Record<ContenderName, ColumnReport>>;
  readonly rows: readonly MeasuredRow[];
}

/** A column: the name of its device, or the reason why it could not be opened. */
export interface ColumnReport {
  readonly name: string | null;
  readonly software: boolean | null;
  readonly failure: string | null;
  readonly limits: Limits | null;
}

/** The column with which the others are compared: that of the device which `auto` takes. */
export function baseOf({ webgpu }: Report["columns"]): ContenderName {
  return webgpu.software === false ? "webgpu" : "cpu";
}

/** The cost model of a row as one line; null if column `base` has no cell in the row. */
export function boundText(
  { cells }: MeasuredRow,
  base: ContenderName,
  limits: Limits | null,
): string | null {
  const cell = cells[base];
  return cell && limits ? boundOf(cell, limits) : null;
}

/** One line for each cell in which the lab failed, or its results differ from those of its peers. */
export function faultsOfTheLab({ rows }: Pick<Report, "rows">): string[] {
  const ours = contenderNames.filter((id) => columnSpecs[id].lab);
  return ours.flatMap((id) => reasons(rows, id)).filter(({ fault }) => fault)
    .map(({ line }) => line);
}

/** One line for each cell of a column that is left out, with the reason. */
export function reasons(
  rows: readonly MeasuredRow[],
  id: ContenderName,
): { line: string; fault: boolean }[] {
  return rows.flatMap(({ row, leftOut }) => {
    const out = leftOut[id];
    return out
      ? [{ line: `${columnSpecs[id].title}, ${row.name}: ${out.why}`, fault: out.fault }]
      : [];
  });
}

/** Converts all measurements to plain data; cells that are left out are null. */
export function toRecord({ turns, budget, columns, rows }: Report) {
  const base = baseOf(columns);
  return {
    experiment: "bench",
    turns,
    budget,
    base,
    columns,
    rows: rows.map((measured) => ({
      group: measured.row.group,
      name: measured.row.name,
      unit: measured.row.unit,
      cells: Object.fromEntries(contenderNames.map((id) => {
        const cell = measured.cells[id];
        if (!cell) return [id, null];
        return [id, {
          value: cellValue(measured.row, cell),
          ratio: ratioTo(measured.cells[base], cell) ?? null,
          seconds: cell.seconds,
          runs: cell.runs,
          work: workOf(cell.task),
          ...(cell.phases && { phases: cell.phases }),
        }];
      })),
      leftOut: measured.leftOut,
      bound: boundText(measured, base, columns[base].limits),
    })),
  };
}

/**
 * Describes how the time of one of the lab's cells is divided, the largest share first.
 *
 * @param cell The measurement; it is warm, so it includes no compilation.
 * @param limits The peak speeds of the device.
 */
export function boundOf(cell: Cell, limits: Limits): string {
  const shares = cell.phases ? phaseShares(cell) : productShares(cell, limits);
  return shares.filter(({ share }) => share >= 0.005)
    .sort((a, b) => b.share - a.share)
    .map(({ what, share, note }) => `${what} ${percent(share)}${note ? ` (${note(limits)})` : ""}`)
    .join(", ");
}

interface Share {
  readonly what: string;
  readonly share: number;
  readonly note?: (limits: Limits) => string;
}

/**
 * The shares of one call: the wait for its result, the transfer of operands and results, and the kernel,
 * which takes at least the time that it would take at the device's peak speed.
 */
function productShares(cell: Cell, { roundTrip, bytesPerSecond, peak }: Limits): Share[] {
  const rest = 1 - Math.min(1, peak === null ? 0 : cell.operationsPerSecond / peak);
  const waiting = Math.min(rest, roundTrip / cell.seconds);
  const moving = Math.min(rest - waiting, bytesOf(cell.task) / bytesPerSecond / cell.seconds);
  const computing = 1 - waiting - moving;
  return [
    { what: "waiting for the result", share: waiting },
    { what: "moving operands and results", share: moving },
    {
      what: "the kernel",
      share: computing,
      note: (limits) => speed(cell.operationsPerSecond / computing, limits),
    },
  ];
}

/** The shares of the phases of the last run, which need not be the median run. */
function phaseShares(cell: Cell): Share[] {
  const phases = Object.entries(cell.phases ?? {});
  const whole = phases.reduce((sum, [, seconds]) => sum + seconds, 0);
  return phases.map(([what, seconds]) => ({
    what,
    share: seconds / whole,
    note: what === "device" ? (limits) => stepSpeed(cell, seconds, limits) : undefined,
  }));
}

function stepSpeed(cell: Cell, seconds: number, limits: Limits): string {
  const step = 1e6 * seconds / workOf(cell.task);
  const operations = cell.operationsPerSecond * cell.seconds / seconds;
  return `${three(step)} µs a network-step, ${speed(operations, limits)}`;
}

function speed(operationsPerSecond: number, { peak }: Limits): string {
  const text = `${three(operationsPerSecond / 1e9)} GFLOP/s`;
  return peak === null ? text : `${text}, ${percent(operationsPerSecond / peak)} of the peak`;
}

function percent(share: number): string {
  return `${share < 0.0995 ? Number((100 * share).toPrecision(1)) : Math.round(100 * share)}%`;
}

function three(value: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}
