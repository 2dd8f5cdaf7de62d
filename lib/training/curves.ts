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

/** Something for each curve, by its name. */
export function forCurves<Value>(of: (name: keyof Curves) => Value): Record<keyof Curves, Value> {
  const entries = curveNames.map((name) => [name, of(name)]);
  return Object.fromEntries(entries) as Record<keyof Curves, Value>;
}

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

/** Records an epoch, counted from 1. An empty curve, as without test data, ignores what is stored. */
export function recordEpoch(curves: Curves, epoch: number, scores: EpochScores): void {
  // Spelled out: a loop over names takes three times as long, which counts for thousands of networks.
  curves.trainLoss[epoch - 1] = scores.trainLoss;
  curves.trainAccuracy[epoch - 1] = scores.trainAccuracy;
  curves.testLoss[epoch - 1] = scores.testLoss;
  curves.testAccuracy[epoch - 1] = scores.testAccuracy;
}

/** The scores of an epoch, counted from 1; NaN of a curve that there is not. */
export function scoresOf(curves: Curves, epoch: number): EpochScores {
  return forCurves((name) => curves[name][epoch - 1] ?? NaN);
}

/** The first epochs of curves, as copies. */
export function firstEpochs(curves: Curves, epochs: number): Curves {
  return forCurves((name) => curves[name].slice(0, epochs));
}

/** Number of the first epoch, from 1, of the first so many whose training loss is none, or null. */
export function divergenceOf({ trainLoss }: Curves, epochs: number): number | null {
  const index = trainLoss.subarray(0, epochs).findIndex(Number.isNaN);
  return index < 0 ? null : index + 1;
}
