/** The help text of a script, generated from its table of flags. */

import { type Flag, flagName, type Flags } from "./flags.ts";
import { pad, widthOf, wrap } from "../text_layout.ts";

/** The parts of the help text before and after the flags. */
export interface Description {
  /** The task's name, as in `deno task NAME`. */
  readonly name: string;
  /** The purpose of the script, in one sentence. */
  readonly summary: string;
  /** A complete example of a call. */
  readonly example: string;
}

const WIDTH = 80;
const WIDEST_NAME = 24;

/**
 * Writes the help text: usage, purpose, each flag with its allowed values and
 * its default, and an example; at most 80 columns wide.
 *
 * @param description The parts around the flags
 * @param table Its flags
 * @returns The text, ending in a line break
 */
export function helpText(description: Description, table: Flags): string {
  const { name, summary, example } = description;
  const flags = Object.entries(table).map(([key, flag]): [string, string] => [
    key === "help" ? "-h, --help" : `${flagName(key)} ${flag.placeholder}`.trim(),
    describe(flag),
  ]);
  const column = Math.min(WIDEST_NAME, Math.max(0, ...flags.map(([left]) => widthOf(left)))) + 4;
  return [
    `Usage: deno task ${name} [flags]`,
    "",
    ...wrap(summary, WIDTH),
    "",
    "Flags:",
    ...flags.flatMap(([left, right]) => flagLines(left, right, column)),
    "",
    "Example:",
    `  ${example}`,
    "",
  ].join("\n");
}

function flagLines(left: string, right: string, column: number): string[] {
  const lines = wrap(right, WIDTH - column);
  const start = `  ${left}`;
  const indented = lines.map((line) => " ".repeat(column) + line);
  return widthOf(start) + 2 <= column
    ? [pad(start, column) + lines[0], ...indented.slice(1)]
    : [start, ...indented];
}

function describe(flag: Flag<unknown>): string {
  const value = flag.default;
  const standard = value === undefined || flag.placeholder === "" ? "" : `(default\u00a0${value})`;
  const colon = flag.range.includes(",") ? ": " : ", ";
  return [
    flag.range === "" ? flag.help : flag.help + colon + flag.range,
    standard,
  ].filter(Boolean).join(" ");
}
