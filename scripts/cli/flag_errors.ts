/**
 * Errors about what no flag's own check sees: unknown flags, stray arguments.
 */

import { show, suggestion } from "../../lib/check.ts";
import type { Flags } from "./flags.ts";
import { flagName } from "./flags.ts";
import { cut, oneLine } from "./text_layout.ts";
import { UsageError } from "./usage_error.ts";

/**
 * The error for a flag that is not in the table: the nearest spelling, and all there are.
 *
 * @param argument What was typed, such as `--epoch=5` or `-epochs`
 * @param table The flags there are
 */
export function unknownFlag(argument: string, table: Flags): UsageError {
  const [name] = argument.split("=", 1);
  return new UsageError(
    `Unknown flag ${shorten(name)}${didYouMean(name, table)}: the flags are ${
      Object.keys(table).map(flagName).join(", ")
    }`,
  );
}

/**
 * The error for an argument that belongs to no flag.
 *
 * @param argument What was typed
 * @param table The flags there are
 */
export function strayArgument(argument: string, table: Flags): UsageError {
  const hint = /^[a-z]/i.test(argument) ? didYouMean(argument, table) : "";
  return new UsageError(
    `Unexpected argument ${show(argument)}${hint}: a value is allowed only right after its flag, ` +
      "as in --seed 42",
  );
}

function didYouMean(typed: string, table: Flags): string {
  const word = typed.replace(/^-+/, "").replace(/=.*/s, "").toLowerCase();
  if (word === "") return "";
  const names = Object.keys(table).map((key) => flagName(key).slice(2));
  const meant = Object.keys(table).find((key) => table[key].aliases?.includes(word)) ??
    onlyOne(names.filter((name) => name.startsWith(word)));
  return meant !== undefined
    ? ` (did you mean ${flagName(meant)}?)`
    : suggestion(word, names).replace(/"(.*)"/, "--$1");
}

function onlyOne(names: string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}

function shorten(name: string): string {
  return cut(oneLine(name), 40);
}
