/**
 * What the user asked for cannot be done as asked: exit code 2, one line.
 */

/** A mistake in how a script was called; its message says what was wrong and what is allowed. */
export class UsageError extends Error {
  override name = "UsageError";
}

/**
 * Runs `build` and takes the checks of the library in it for checks of what
 * the user typed.
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
    if (
      error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError
    ) {
      throw new UsageError(error.message, { cause: error });
    }
    throw error;
  }
}
