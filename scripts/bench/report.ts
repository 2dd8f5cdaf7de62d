/** All that came out of the bench, and what follows from it. */

import { boundOf } from "./bounds.ts";
import type { MeasuredRow } from "./cells.ts";
import { columnSpecs, type ContenderName, contenderNames } from "./contenders.ts";
import type { Limits } from "./contender.ts";

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
  return contenderNames.find((id) => columnSpecs[id].lab && columns[id].failure === null) ?? "tfjs";
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
