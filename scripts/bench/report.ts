/** All that came out of the bench, and what follows from it. */

import { boundOf } from "./bounds.ts";
import { cellValue, type MeasuredRow, ratioTo } from "./cells.ts";
import { columnSpecs, type ContenderName, contenderNames, type Limits } from "./contender.ts";
import { workOf } from "./tasks.ts";

/** All that came out. */
export interface Report {
  readonly turns: number;
  /** Seconds for the turns of a cell. */
  readonly budget: number;
  /** The columns, open or not. */
  readonly columns: Readonly<Record<ContenderName, ColumnReport>>;
  readonly rows: readonly MeasuredRow[];
}

/** A column: what it ran on, or why it did not. */
export interface ColumnReport {
  readonly name: string | null;
  readonly software: boolean | null;
  readonly failure: string | null;
  readonly limits: Limits | null;
}

/** The column that the others are held against: the lab's first that is open. */
export function baseOf(columns: Report["columns"]): ContenderName {
  return contenderNames.find((id) => columnSpecs[id].lab && columns[id].failure === null) ?? "cpu";
}

/** The cost model's line of a row, or null where the lab's first column has no cell in it. */
export function boundText(
  { cells }: MeasuredRow,
  base: ContenderName,
  limits: Limits | null,
): string | null {
  const cell = cells[base];
  return cell && limits ? boundOf(cell, limits) : null;
}

/** Where the lab failed, or computed something else than its peers: a line each. */
export function faultsOfTheLab({ rows }: Pick<Report, "rows">): string[] {
  const ours = contenderNames.filter((id) => columnSpecs[id].lab);
  return ours.flatMap((id) => reasons(rows, id)).filter(({ fault }) => fault)
    .map(({ line }) => line);
}

/** Why a column's cells are left out: a line each. */
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

/** Everything that was measured, as plain data: null stands for what was left out. */
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
