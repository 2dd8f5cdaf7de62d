/** Scores of an epoch as columns, computed from the sums over its samples. */

import type { BatchScore } from "../kernels/losses.ts";
import type { EpochScores, TrainingPlan } from "./device.ts";

/**
 * The sums of an ensemble in one epoch, or of more: for each member the sum of the losses and the number of
 * correctly classified samples in training, then those in the test.
 */
export type EpochSums = Float32Array | Float64Array;

/** The numbers of a member in {@linkcode EpochSums}. */
export const sumsPerMember = 4;

/** The sums of one member from its scores in training and in the test. */
export const sumsOf = (train: BatchScore, test: BatchScore): EpochSums =>
  Float64Array.of(train.lossSum, train.correct, test.lossSum, test.correct);

/** Creates the scores of an ensemble, NaN until they are written. */
export function createScores(members: number): EpochScores {
  const column = () => new Float64Array(members).fill(NaN);
  return {
    trainLoss: column(),
    trainAccuracy: column(),
    testLoss: column(),
    testAccuracy: column(),
  };
}

/**
 * Writes the means of a member, unless its training loss is not finite.
 *
 * @param scores The scores, which are NaN for this member.
 * @param member The index of the member.
 * @param sums The sums, those of the member at `at`.
 * @param plan The samples that they are over.
 * @returns Whether the training loss is finite.
 */
export function writeMeans(
  scores: EpochScores,
  member: number,
  { sums, at = 0 }: { readonly sums: EpochSums; readonly at?: number },
  { train, test }: Pick<TrainingPlan, "train" | "test">,
): boolean {
  const trainLoss = sums[at] / train.count;
  if (!Number.isFinite(trainLoss)) return false;
  scores.trainLoss[member] = trainLoss;
  scores.trainAccuracy[member] = sums[at + 1] / train.count;
  if (!test) return true;
  scores.testLoss[member] = sums[at + 2] / test.count;
  scores.testAccuracy[member] = sums[at + 3] / test.count;
  return true;
}
