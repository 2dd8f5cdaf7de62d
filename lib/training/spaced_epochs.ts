/** Which epochs to look at, so that pictures of a training show most where most happens. */

import { checkCount } from "../check.ts";

/** More looks than these would not fit into a list. */
const maxCount = 1e6;

/**
 * Epochs to look at, from before the first to after the last: early ones closely, later ones ever
 * further apart, each by the same factor as the one before.
 *
 * @param epochs How many there are.
 * @param count How many to look at, from 2 to a million; where there are fewer, it is all of them.
 * @returns Epochs in rising order, 0 the first.
 * @throws {TypeError} if an argument is no number
 * @throws {RangeError} if it is not whole or out of bounds
 *
 * @example Twelve looks at 150 epochs
 * ```ts
 * import { spacedEpochs } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(spacedEpochs(150, 12), [0, 1, 2, 3, 5, 8, 13, 21, 34, 56, 92, 150]);
 * assertEquals(spacedEpochs(3, 12), [0, 1, 2, 3]);
 * ```
 */
export function spacedEpochs(epochs: number, count: number): number[] {
  const action = "space the epochs";
  checkCount(action, "epochs", epochs);
  checkCount(action, "count", count, { minimum: 2, maximum: maxCount });
  if (count === 2) return [0, epochs];
  const last = Math.min(count - 1, epochs);
  const spaced = [0, 1];
  for (let at = 2; at <= last; at++) {
    const before = spaced[at - 1];
    // What is left, in equal factors; where a factor is less than a whole epoch, the next one.
    const factor = (epochs / before) ** (1 / (last - at + 1));
    spaced.push(Math.max(before + 1, Math.round(before * factor)));
  }
  return spaced;
}
