/** Converts the sums of scores of an epoch to means. */

import type { EpochSums } from "../kernels/losses.ts";
import type { EpochScores, TrainingPlan } from "./device.ts";

/** The scores of a network that has diverged. */
export const noScores: EpochScores = {
  trainLoss: NaN,
  trainAccuracy: NaN,
  testLoss: NaN,
  testAccuracy: NaN,
};

/** Returns the means of an epoch, or {@linkcode noScores} if its training loss is not finite. */
export function meanScores(
  sums: EpochSums,
  { train, test }: Pick<TrainingPlan, "train" | "test">,
): EpochScores {
  const trainLoss = sums.train.lossSum / train.count;
  if (!Number.isFinite(trainLoss)) return noScores;
  const tests = test?.count ?? 0;
  return {
    trainLoss,
    trainAccuracy: sums.train.correct / train.count,
    testLoss: sums.test.lossSum / tests,
    testAccuracy: sums.test.correct / tests,
  };
}
