/** Flags that are each right, and make no sense together. */

import { resolve } from "node:path";
import { UsageError } from "./usage_error.ts";

/** What is looked at; only some commands have all of them. */
interface Together {
  readonly dataset?: unknown;
  readonly json?: unknown;
  readonly save?: unknown;
}

/**
 * Checks flags against each other, so that none is ignored in silence.
 *
 * @param flags What was asked for
 * @param args What was typed, as a flag that is left out has a value too
 * @throws {UsageError} with one line that names them
 */
export function checkTogether(
  { dataset, json, save }: Together,
  args: readonly string[],
): void {
  if (isTyped("--factor", args) && dataset !== undefined && dataset !== "circles") {
    throw new UsageError(
      `--factor changes nothing with --dataset ${dataset}: it is a setting of circles`,
    );
  }
  if (save !== undefined && json !== undefined && resolve(`${save}`) === resolve(`${json}`)) {
    throw new UsageError(`Flags --save and --json name the same file ${json}: give each its own`);
  }
}

function isTyped(flag: string, args: readonly string[]): boolean {
  return args.some((argument) => argument === flag || argument.startsWith(`${flag}=`));
}
