/**
 * What a script says, and where: the one place that knows what `--quiet` and
 * `--json` mean.
 *
 * | called with   | standard output | standard error            |
 * | ------------- | --------------- | ------------------------- |
 * | nothing       | text, tables    | notes, progress           |
 * | `--json FILE` | text, tables    | notes, progress           |
 * | `--json -`    | JSON alone      | text, tables, notes, progress |
 * | `--quiet`     | nothing, or the JSON asked for | nothing    |
 */

import { checkTarget, writeFile } from "./files.ts";
import { formatJson } from "./json.ts";
import { openProgress, type Progress } from "./progress.ts";
import { OutputClosed, writeNow, writeOut } from "./streams.ts";
import { type Cell, type Column, tableLines } from "./table.ts";
import { canDrawOver, terminalColumns } from "./terminal.ts";

/** What a script speaks through. */
export interface Output {
  /** Says a line of the story. */
  say(line?: string): void;
  /** Shows a table of the story; see `tableLines`. */
  table(columns: readonly (string | Column)[], rows: readonly (readonly Cell[])[]): void;
  /** Says a line aside: what it runs on, what was written where. */
  note(line: string): void;
  /** Starts to show progress; see `openProgress`. */
  progress(label: string, total: number): Progress;
  /** Writes the results where `--json` wants them, whole; nothing where it was not given. */
  finish(results: unknown): Promise<void>;
}

/**
 * Makes the output of a script, and checks that the JSON can be written where it is wanted.
 *
 * @param options What the flags `--quiet` and `--json` say
 * @returns What to speak through. Once nobody reads standard output, as behind `| head -1`, it tells
 * no more, and the work goes on; only JSON that finds no reader throws `OutputClosed`.
 * @throws {Error} with one line where the JSON cannot be written
 */
export function createOutput(options: { quiet?: boolean; json?: string }): Output {
  const { quiet = false, json } = options;
  const story = json === "-" ? "stderr" : "stdout";
  let isHeard = true;
  let bar: Progress | undefined;
  if (json !== undefined && json !== "-") checkTarget(json);
  const line = (stream: "stdout" | "stderr", text: string) => {
    if (quiet || (stream === "stdout" && !isHeard)) return;
    bar?.clear();
    try {
      writeNow(stream, `${text}\n`);
    } catch (error) {
      if (!(error instanceof OutputClosed)) throw error;
      isHeard = false;
    }
  };
  return {
    say: (text = "") => line(story, text),
    table: (columns, rows) => line(story, tableLines(columns, rows).join("\n")),
    note: (text) => line("stderr", text),
    progress: (label, total) => {
      bar = openProgress(label, total, quiet ? NOWHERE : standardError());
      return bar;
    },
    finish: async (results) => {
      if (json === "-") await writeOut(formatJson(results));
      else if (json !== undefined) writeFile(json, formatJson(results));
    },
  };
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
