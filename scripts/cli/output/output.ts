/**
 * The destinations of a script's output, by the flags `--quiet`, `--json` and `--csv`. Curves in CSV
 * are written as the JSON is; one of the two can go to standard output.
 *
 * | called with   | standard output | standard error            |
 * | ------------- | --------------- | ------------------------- |
 * | nothing       | text, tables    | notes, progress           |
 * | `--json FILE` | text, tables    | notes, progress           |
 * | `--json -`    | JSON alone      | text, tables, notes, progress |
 * | `--quiet`     | nothing, or the JSON asked for | nothing    |
 */

import { writeFile } from "../files/files.ts";
import { openProgress, type Progress } from "./progress.ts";
import { canDrawOver, OutputClosed, terminalColumns, writeNow, writeOut } from "./streams.ts";
import { type Cell, type Column, tableLines } from "../text_layout.ts";

/** The maximum width of a line of JSON, in columns. */
const JSON_WIDTH = 100;

/** Writes the text, tables, progress and results of a script. */
export interface Output {
  /** Writes a line of text. */
  say(line?: string): void;
  /** Writes a table; see `tableLines`. A page has a table of its own for one of runs. */
  table(
    columns: readonly (string | Column)[],
    rows: readonly (readonly Cell[])[],
    of?: "runs",
  ): void;
  /** Writes a note to standard error, such as the device that computes. */
  note(line: string): void;
  /** Opens a progress display; see `openProgress`. */
  progress(label: string, total: number): Progress;
  /** Shows on the progress bar, if there is one, an operation that may take seconds. */
  busy(detail: string): void;
  /**
   * Writes the curves to the file of `--csv`, atomically; without the flag it does nothing.
   *
   * @param text Creates the text
   */
  curves(text: () => string): Promise<void>;
  /** Writes the results to the file of `--json`, atomically; without the flag it does nothing. */
  finish(results: unknown): Promise<void>;
}

/**
 * Creates the output of a script.
 *
 * @param options The values of the flags `--quiet`, `--json` and `--csv`
 * @returns The output. After the reader closes standard output, as `| head -1` does, it writes no more
 * text there, and the work continues; JSON or CSV that is not read to its end is an error.
 */
export function createOutput(options: { quiet?: boolean; json?: string; csv?: string }): Output {
  const { quiet = false, json, csv } = options;
  const textStream = json === "-" || csv === "-" ? "stderr" : "stdout";
  let isRead = true;
  let bar: Progress | undefined;
  const line = (stream: "stdout" | "stderr", text: string) => {
    if (quiet || (stream === "stdout" && !isRead)) return;
    bar?.clear();
    try {
      writeNow(stream, `${text}\n`);
    } catch (error) {
      if (!(error instanceof OutputClosed)) throw error;
      isRead = false;
    }
  };
  return {
    say: (text = "") => line(textStream, text),
    table: (columns, rows) => line(textStream, tableLines(columns, rows).join("\n")),
    note: (text) => line("stderr", text),
    progress: (label, total) => {
      bar = openProgress(label, total, quiet ? NOWHERE : standardError());
      return bar;
    },
    busy: (detail) => bar?.busy(detail),
    curves: (text) => deliver("CSV", csv, text),
    finish: (results) => deliver("JSON", json, () => formatJson(results)),
  };
}

/** Writes a text to a file or to standard output; without a path it does nothing. */
async function deliver(kind: string, path: string | undefined, text: () => string): Promise<void> {
  if (path === undefined) return;
  if (path !== "-") return await writeFile(path, text());
  try {
    await writeOut(text());
  } catch (error) {
    if (!(error instanceof OutputClosed)) throw error;
    // Who asks for it and gets a part of it must see that from the exit code.
    const reason = "the reader of standard output closed it before the end";
    throw new Error(`Cannot write the ${kind}: ${reason}`, { cause: error });
  }
}

const NOWHERE = { terminal: false, columns: () => 0, now: () => 0, write: () => {} };

function standardError() {
  return {
    terminal: canDrawOver(),
    columns: terminalColumns,
    now: () => performance.now(),
    write: (text: string) => writeNow("stderr", text),
  };
}

/**
 * Formats a value as JSON, indented by two spaces, with lists of plain values
 * on one line. A number that is not finite becomes null, a typed array a list.
 *
 * @param value Plain data
 * @returns The text, ending in a line break
 *
 * @example
 * ```ts
 * import { formatJson } from "./output.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatJson({ name: "he", loss: [0.5, NaN] }), '{ "name": "he", "loss": [0.5, null] }\n');
 * ```
 */
export function formatJson(value: unknown): string {
  const plain = JSON.parse(JSON.stringify(value ?? null, listsOfTypedArrays));
  return `${format(plain, "")}\n`;
}

function listsOfTypedArrays(_key: string, value: unknown): unknown {
  if (value instanceof Float32Array) return Array.from(value, shortest);
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? Array.from(value as Uint8Array)
    : value;
}

/** The shortest decimal that rounds to this float32: 0.1 and not 0.10000000149011612. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const decimal = Number(value.toPrecision(digits));
    if (Math.fround(decimal) === value) return decimal;
  }
  return Number.isFinite(value) ? Number(value.toPrecision(9)) : value;
}

function format(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const inner = `${indent}  `;
  const entries = isList
    ? value.map((each) => format(each, inner))
    : Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${format(each, inner)}`);
  const [open, close, space] = isList ? ["[", "]", ""] : ["{", "}", " "];
  if (entries.length === 0) return open + close;
  const flat = open + space + entries.join(", ") + space + close;
  const isPlainList = isList && value.every((each) => typeof each !== "object" || each === null);
  return isPlainList || (indent.length + flat.length <= JSON_WIDTH && !flat.includes("\n"))
    ? flat
    : `${open}\n${entries.map((entry) => inner + entry).join(",\n")}\n${indent}${close}`;
}
