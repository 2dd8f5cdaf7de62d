/**
 * Plain-text tables.
 */

import { oneLine, pad, widthOf } from "./text_layout.ts";

/** A column: its heading, and how many decimals its numbers show. */
export interface Column {
  readonly title: string;
  /** Digits after the point; without it a number is shown as JavaScript writes it. */
  readonly decimals?: number;
}

/** What stands in a table; null, NaN and infinity are shown as a dash. */
export type Cell = string | number | null;

/**
 * Lays out a table: a heading, a rule, the rows; columns two spaces apart, and
 * those that hold numbers aligned to the right.
 *
 * @param columns The columns; a text is a column's title
 * @param rows Each row's cells, one a column
 * @returns The lines of the table
 *
 * @example
 * ```ts
 * import { tableLines } from "./table.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tableLines(["run", { title: "loss", decimals: 3 }], [["he", 0.25], ["large", NaN]]), [
 *   "run     loss",
 *   "─────  ─────",
 *   "he     0.250",
 *   "large      –",
 * ]);
 * ```
 */
export function tableLines(
  columns: readonly (string | Column)[],
  rows: readonly (readonly Cell[])[],
): string[] {
  const laidOut = columns.map((column, at) => {
    const { title, decimals }: Column = typeof column === "string" ? { title: column } : column;
    const cells = rows.map((row) => row[at] ?? null);
    const texts = [title, ...cells.map((cell) => cellText(cell, decimals))].map(oneLine);
    const width = Math.max(...texts.map(widthOf));
    const align = cells.some((cell) => typeof cell === "number") ? "right" : "left";
    const [heading, ...body] = texts.map((text) => pad(text, width, align));
    return [heading, "─".repeat(width), ...body];
  });
  return Array.from(
    { length: rows.length + 2 },
    (_, at) => laidOut.map((column) => column[at]).join("  ").trimEnd(),
  );
}

/** A cell as text, its number with so many decimals; a dash where there is none. */
export function cellText(cell: Cell, decimals?: number): string {
  if (typeof cell === "string") return cell;
  if (cell === null || !Number.isFinite(cell)) return "–";
  return decimals === undefined ? String(cell) : cell.toFixed(decimals);
}
