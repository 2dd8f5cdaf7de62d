/** Text in a terminal's columns: width, wrapping, padding, truncation, and tables. */

import { eastAsianWidth } from "npm:get-east-asian-width@1.7.0";

/** Texts of Latin, Greek and Cyrillic letters, punctuation, arrows and rules: a column a character. */
const NARROW =
  /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2190-\u21ff\u2500-\u257f]*$/;

/**
 * The number of columns of a text; a wide character has two, a combining accent none.
 *
 * @param text One line
 */
export function widthOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) width += clusterWidth(segment);
  return width;
}

/** The number of columns of what is shown as one character. */
function clusterWidth(cluster: string): number {
  // In here, as a regular expression of these properties takes milliseconds to compile.
  if (/^\p{RGI_Emoji}$/v.test(cluster)) return 2;
  const invisible =
    /^[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Mark}\p{Surrogate}]+/v;
  const [first, ...others] = cluster.replace(invisible, "");
  if (first === undefined) return 0;
  const ownColumn = others.filter((character) => /[\uff00-\uffef]/.test(character));
  return [first, ...ownColumn]
    .reduce((sum, character) => sum + eastAsianWidth(character.codePointAt(0)!), 0);
}

/**
 * Fills a text with spaces up to a width.
 *
 * @param text One line
 * @param width Columns to fill
 * @param align The side that the text is aligned to
 */
export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const spaces = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "left" ? text + spaces : spaces + text;
}

/**
 * Truncates a text to a width, with an ellipsis at the cut.
 *
 * @param text One line
 * @param width Columns there are
 */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (widthOf(kept + segment) > width - 1) break;
    kept += segment;
  }
  return width > 0 ? `${kept}…` : "";
}

/**
 * Breaks a text at spaces into lines of at most a width. A longer word is a line
 * of its own; a no-break space is not broken.
 *
 * @param text Words
 * @param width Columns there are
 */
export function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(/[ \n]+/).filter(Boolean)) {
    const line = lines[lines.length - 1];
    if (line === "") lines[lines.length - 1] = word;
    else if (widthOf(line) + 1 + widthOf(word) <= width) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => line.replaceAll("\u00a0", " "));
}

/** A number of things in words: `1 row`, `3 rows`, `1 missing value`. */
export function counted(count: number, singular: string): string {
  return `${count} ${singular}${count === 1 ? "" : "s"}`;
}

/**
 * A text on one line, as errors are shown: line breaks, tabs and terminal codes become spaces.
 *
 * @param text Anything
 */
export function oneLine(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ").trim();
}

/** A column: its heading, and the number of decimals of its numbers. */
export interface Column {
  readonly title: string;
  /** Digits after the point; without it a number is shown as JavaScript writes it. */
  readonly decimals?: number;
}

/** The value of a cell; null, NaN and infinity are shown as a dash. */
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
 * import { tableLines } from "./text_layout.ts";
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

/** Numbers from here on have no decimals but an exponent, which keeps columns narrow. */
const LARGE = 1e9;

/** A cell as text, a number with the given decimals; a dash for null, NaN and infinity. */
export function cellText(cell: Cell, decimals?: number): string {
  if (typeof cell === "string") return cell;
  if (cell === null || !Number.isFinite(cell)) return "–";
  if (decimals === undefined) return String(cell);
  return decimals > 0 && Math.abs(cell) >= LARGE
    ? cell.toExponential(decimals)
    : cell.toFixed(decimals);
}
