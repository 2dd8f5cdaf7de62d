/** The choice of epochs for snapshots of a training: close together at first, far apart at the end. */

import { checkCount } from "../check.ts";

/** The maximum length of the list. */
const maxCount = 1e6;

/**
 * Chooses epochs for snapshots of a training, from 0 (before the first step) to the last. They form a
 * geometric progression, rounded to whole epochs, because a network changes most in its first epochs.
 *
 * @param epochs The number of epochs of the training.
 * @param count The number of epochs to choose, from 2 to a million. If the training has fewer, all are
 * chosen.
 * @returns The chosen epochs in ascending order, for the option `keep`.
 * @throws {TypeError} if an argument is not a number
 * @throws {RangeError} if an argument is not a whole number or is out of bounds
 *
 * @example Twelve of 150 epochs
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
    // Equal factors from here to the last epoch, but at least one epoch further.
    const factor = (epochs / before) ** (1 / (last - at + 1));
    spaced.push(Math.max(before + 1, Math.round(before * factor)));
  }
  return spaced;
}
