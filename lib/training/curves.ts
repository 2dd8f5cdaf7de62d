/** One network's curves while it is trained. */

import type { EpochScores } from "../devices/device.ts";

/** Scores by epoch; from the epoch on in which the training loss stopped being finite they are NaN. */
export interface Curves {
  /** Mean loss of each epoch's batches, each scored before its step, as a training loop prints it. */
  readonly trainLoss: Float64Array;
  /** Share of each epoch's samples classified right, scored likewise. */
  readonly trainAccuracy: Float64Array;
  /** Mean loss over the test data after each epoch; empty without test data. */
  readonly testLoss: Float64Array;
  /** Share of the test data classified right after each epoch; empty without test data. */
  readonly testAccuracy: Float64Array;
}

/** The names of the curves. */
export const curveNames = ["trainLoss", "trainAccuracy", "testLoss", "testAccuracy"] as const;

/** Curves of so many epochs, all NaN until they are recorded. */
export function createCurves(epochs: number, { test }: { test: boolean }): Curves {
  const curve = (length: number) => new Float64Array(length).fill(NaN);
  return {
    trainLoss: curve(epochs),
    trainAccuracy: curve(epochs),
    testLoss: curve(test ? epochs : 0),
    testAccuracy: curve(test ? epochs : 0),
  };
}

/** Records an epoch, counted from 1. */
export function recordEpoch(curves: Curves, epoch: number, scores: EpochScores): void {
  for (const name of curveNames) {
    if (curves[name].length > 0) curves[name][epoch - 1] = scores[name];
  }
}

/** The first epochs of curves, as copies. */
export function firstEpochs(curves: Curves, epochs: number): Curves {
  const { trainLoss, trainAccuracy, testLoss, testAccuracy } = curves;
  return {
    trainLoss: trainLoss.slice(0, epochs),
    trainAccuracy: trainAccuracy.slice(0, epochs),
    testLoss: testLoss.slice(0, epochs),
    testAccuracy: testAccuracy.slice(0, epochs),
  };
}
