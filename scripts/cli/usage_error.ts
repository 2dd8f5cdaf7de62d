/** Errors about what was typed: exit code 2, one line. */

import { show, suggestion } from "../../lib/check.ts";
import { cut, oneLine } from "./text_layout.ts";

/** A mistake in how a script was called; its message says what was wrong and what is allowed. */
export class UsageError extends Error {
  override name = "UsageError";
}

/**
 * Runs `build`, and turns errors of the library's checks into usage errors.
 *
 * Only what turns flags into library values belongs inside: a bug there would
 * be blamed on the user too.
 *
 * @param build What to run; it must not be async, or its errors come too late to be seen here
 * @returns What `build` returns
 * @throws {UsageError} where `build` throws a RangeError, TypeError or SyntaxError
 *
 * @example The library's own check becomes a usage error
 * ```ts
 * import { usage, UsageError } from "./usage_error.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const makeMoons = (count: number) => {
 *   if (count < 2) throw new RangeError("Cannot make the moons of fewer than 2 points");
 * };
 * assertThrows(() => usage(() => makeMoons(1)), UsageError, "fewer than 2");
 * ```
 */
export function usage<Result>(build: () => Result): Result {
  try {
    return build();
  } catch (error) {
    throw asUsageError(error);
  }
}

/** An error of the library's checks as a usage error; any other error as it is. */
export function asUsageError(error: unknown): unknown {
  const isCheck = error instanceof RangeError || error instanceof TypeError ||
    error instanceof SyntaxError;
  return isCheck ? new UsageError(error.message, { cause: error }) : error;
}

/** The flags there are, without their dashes, and other names people type for them. */
export type FlagNames = readonly {
  readonly name: string;
  readonly aliases?: readonly string[];
}[];

/**
 * The error for a flag that is not in the table: the nearest spelling, and all there are.
 *
 * @param argument What was typed, such as `--epoch=5` or `-epochs`
 * @param names The flags there are
 */
export function unknownFlag(argument: string, names: FlagNames): UsageError {
  const [name] = argument.split("=", 1);
  return new UsageError(
    `Unknown flag ${shorten(name)}${didYouMean(name, names)}: the flags are ${
      names.map(({ name }) => `--${name}`).join(", ")
    }`,
  );
}

/**
 * The error for an argument that belongs to no flag.
 *
 * @param argument What was typed
 * @param names The flags there are
 */
export function strayArgument(argument: string, names: FlagNames): UsageError {
  const hint = /^[a-z]/i.test(argument) ? didYouMean(argument, names) : "";
  return new UsageError(
    `Unexpected argument ${show(argument)}${hint}: a value is allowed only right after its flag, ` +
      "as in --seed 42",
  );
}

function didYouMean(typed: string, names: FlagNames): string {
  const word = typed.replace(/^-+/, "").replace(/=.*/s, "").toLowerCase();
  if (word === "") return "";
  const all = names.map(({ name }) => name);
  const begun = all.filter((name) => name.startsWith(word));
  const meant = names.find(({ aliases }) => aliases?.includes(word))?.name ??
    (begun.length === 1 ? begun[0] : undefined);
  return meant !== undefined
    ? ` (did you mean --${meant}?)`
    : suggestion(word, all).replace(/"(.*)"/, "--$1");
}

function shorten(name: string): string {
  return cut(oneLine(name), 40);
}
