/** Converts the sums of scores of an epoch to means. */

import type { BatchScore } from "../kernels/losses.ts";
import type { EpochScores } from "./device.ts";

/** The scores of a network that has diverged. */
export const noScores: EpochScores = {
  trainLoss: NaN,
  trainAccuracy: NaN,
  testLoss: NaN,
  testAccuracy: NaN,
};

/** Sums of scores, and the number of samples in them; 0 without samples. */
export interface ScoredSamples extends BatchScore {
  readonly count: number;
}

/** Returns the means of an epoch, or {@linkcode noScores} if its training loss is not finite. */
export function meanScores(train: ScoredSamples, test: ScoredSamples): EpochScores {
  const trainLoss = train.lossSum / train.count;
  if (!Number.isFinite(trainLoss)) return noScores;
  return {
    trainLoss,
    trainAccuracy: train.correct / train.count,
    testLoss: test.lossSum / test.count,
    testAccuracy: test.correct / test.count,
  };
}
