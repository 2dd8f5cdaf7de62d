/** A member's curves while they are being drawn. */

import type { EpochScores, MemberResult } from "./device.ts";

/** The curves of one member, all NaN until recorded. */
export interface Curves extends Omit<MemberResult, "parameters"> {
  divergedAtEpoch: number | null;
}

/** Curves of so many epochs; those over test samples are empty where there are none. */
export function createCurves(epochs: number, { test }: { test: boolean }): Curves {
  const curve = (length: number) => new Float64Array(length).fill(NaN);
  return {
    trainLoss: curve(epochs),
    trainAccuracy: curve(epochs),
    testLoss: curve(test ? epochs : 0),
    testAccuracy: curve(test ? epochs : 0),
    divergedAtEpoch: null,
  };
}

/** Records an epoch, counted from 1. A training loss that is not finite marks the divergence. */
export function record(curves: Curves, epoch: number, scores: EpochScores): void {
  if (!Number.isFinite(scores.trainLoss)) {
    curves.divergedAtEpoch = epoch;
    return;
  }
  curves.trainLoss[epoch - 1] = scores.trainLoss;
  curves.trainAccuracy[epoch - 1] = scores.trainAccuracy;
  if (curves.testLoss.length === 0) return;
  curves.testLoss[epoch - 1] = scores.testLoss;
  curves.testAccuracy[epoch - 1] = scores.testAccuracy;
}

/** The scores of an epoch, NaN where it was not reached. */
export function scoresOf(curves: Curves, epoch: number): EpochScores {
  return {
    trainLoss: curves.trainLoss[epoch - 1],
    trainAccuracy: curves.trainAccuracy[epoch - 1],
    testLoss: curves.testLoss[epoch - 1] ?? NaN,
    testAccuracy: curves.testAccuracy[epoch - 1] ?? NaN,
  };
}
