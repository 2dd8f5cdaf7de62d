/** Scores of an epoch: from sums to means. */

import type { BatchScore } from "../kernels/losses.ts";
import type { EpochScores } from "./device.ts";

/** Scores of an epoch that a diverged network was not trained in. */
export const noScores: EpochScores = {
  trainLoss: NaN,
  trainAccuracy: NaN,
  testLoss: NaN,
  testAccuracy: NaN,
};

/** A sum of scores, and the number of samples that it is of; 0 for none. */
export interface ScoredSamples extends BatchScore {
  readonly count: number;
}

/** The means of an epoch; {@linkcode noScores} where its training loss is not finite. */
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
