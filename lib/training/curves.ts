/** The curves of one network: loss and accuracy per epoch. */

import type { EpochScores } from "../devices/device.ts";

/**
 * Loss and accuracy per epoch, `[epochs]`; the accuracies of a regression are NaN. In a diverged training all values are NaN from the first
 * epoch on whose training loss is not finite.
 */
export interface Curves {
  /**
   * The mean training loss of each epoch, over all samples. Each mini-batch is scored before its
   * optimizer step, as in a usual PyTorch training loop.
   */
  readonly trainLoss: Float64Array;
  /** The training accuracy of each epoch, from 0 to 1, scored in the same way. */
  readonly trainAccuracy: Float64Array;
  /** The mean loss over the test data after each epoch; empty without test data. */
  readonly testLoss: Float64Array;
  /** The accuracy on the test data after each epoch, from 0 to 1; empty without test data. */
  readonly testAccuracy: Float64Array;
}

/** The names of the curves. */
export const curveNames = ["trainLoss", "trainAccuracy", "testLoss", "testAccuracy"] as const;

/** Computes a value for each curve and returns the values by name. */
export function forCurves<Value>(
  compute: (name: keyof Curves) => Value,
): Record<keyof Curves, Value> {
  const entries = curveNames.map((name) => [name, compute(name)]);
  return Object.fromEntries(entries) as Record<keyof Curves, Value>;
}

/** Creates curves for a number of epochs; each value is NaN until its epoch is recorded. */
export function createCurves(epochs: number, { test }: { test: boolean }): Curves {
  const curve = (length: number) => new Float64Array(length).fill(NaN);
  return {
    trainLoss: curve(epochs),
    trainAccuracy: curve(epochs),
    testLoss: curve(test ? epochs : 0),
    testAccuracy: curve(test ? epochs : 0),
  };
}

/**
 * Writes the scores of an epoch, counted from 1, into the curves of the members that are trained; a curve
 * without entries stays empty.
 */
export function recordEpoch(
  curves: readonly Curves[],
  epoch: number,
  { scores, places }: {
    readonly scores: EpochScores;
    /** The members, and their places in the scores. */
    readonly places: readonly { readonly member: number; readonly at: number }[];
  },
): void {
  const { trainLoss, trainAccuracy, testLoss, testAccuracy } = scores;
  // Without a loop over the names, which takes three times as long: thousands of networks are recorded.
  for (const { member, at } of places) {
    const own = curves[member];
    own.trainLoss[epoch - 1] = trainLoss[at];
    own.trainAccuracy[epoch - 1] = trainAccuracy[at];
    own.testLoss[epoch - 1] = testLoss[at];
    own.testAccuracy[epoch - 1] = testAccuracy[at];
  }
}

/** Returns the scores of an epoch, counted from 1; NaN for a curve that is empty. */
export function scoresOf(curves: Curves, epoch: number): Record<keyof Curves, number> {
  return forCurves((name) => curves[name][epoch - 1] ?? NaN);
}

/** Copies the first epochs of the curves. */
export function firstEpochs(curves: Curves, epochs: number): Curves {
  return forCurves((name) => curves[name].slice(0, epochs));
}

/**
 * Finds the epoch in which a training diverged.
 *
 * @param epochs The number of epochs that have been trained.
 * @returns The number of the first epoch, from 1, whose training loss is NaN; null if there is none.
 */
export function divergenceOf({ trainLoss }: Curves, epochs: number): number | null {
  // All values are NaN from that epoch on, so that most networks need no search.
  if (epochs === 0 || !Number.isNaN(trainLoss[epochs - 1])) return null;
  return trainLoss.findIndex(Number.isNaN) + 1;
}
