/** Flags that are each right, and make no sense together. */

import { resolve } from "node:path";
import { UsageError } from "./usage_error.ts";

/** What is looked at; only some commands have all of them. */
interface Together {
  readonly dataset?: unknown;
  readonly factor?: unknown;
  readonly json?: unknown;
  readonly save?: unknown;
}

/**
 * Checks flags against each other, so that none is ignored in silence.
 *
 * @param flags What was asked for
 * @throws {UsageError} with one line that names them
 */
export function checkTogether({ dataset, factor, json, save }: Together): void {
  if (factor !== undefined && dataset !== undefined && dataset !== "circles") {
    throw new UsageError(
      `--factor changes nothing with --dataset ${dataset}: it is a setting of circles`,
    );
  }
  if (save !== undefined && json !== undefined && resolve(`${save}`) === resolve(`${json}`)) {
    throw new UsageError(`Flags --save and --json name the same file ${json}: give each its own`);
  }
}
