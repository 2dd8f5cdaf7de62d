/** Why something failed, on one line of the report. */

import { cut, oneLine } from "../cli/text_layout.ts";

/** The message of what was thrown, without terminal codes and without the rest of a long one. */
export function reasonOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  // deno-lint-ignore no-control-regex
  return cut(oneLine(message.replace(/\x1b\[[0-9;]*m/g, "")), 240);
}
