/** Errors of usage: exit code 2, one line. */

import { show, suggestion } from "../../lib/check.ts";
import { cut, oneLine } from "./text_layout.ts";

/** An error in the arguments of a script; its message names the fault and what is allowed. */
export class UsageError extends Error {
  override name = "UsageError";
}

/**
 * Runs `build`, and turns errors of the library's checks into usage errors.
 *
 * `build` must only convert flags to values of the library, as any error in it is reported as an error
 * of the user.
 *
 * @param build The function to run; it must be synchronous, as errors of a promise are not caught
 * @returns The result of `build`
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

/** The names of flags without their dashes, and their aliases. */
export type FlagNames = readonly {
  readonly name: string;
  readonly aliases?: readonly string[];
}[];

/**
 * The error for an unknown flag, with the nearest spelling, or with all flags where none is near.
 *
 * @param argument The argument, such as `--epoch=5` or `-epochs`
 * @param names The names of the flags
 */
export function unknownFlag(argument: string, names: FlagNames): UsageError {
  const [name] = argument.split("=", 1);
  const nearest = didYouMean(name, names);
  const all = names.map(({ name }) => `--${name}`).join(", ");
  const known = nearest === "" ? `the flags are ${all}` : "--help lists all flags";
  return new UsageError(`Unknown flag ${shorten(name)}${nearest}: ${known}`);
}

/**
 * The error for an argument that belongs to no flag.
 *
 * @param argument The argument
 * @param names The names of the flags
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
