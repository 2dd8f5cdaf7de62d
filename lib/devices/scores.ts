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
  // In one buffer, as each takes as long to create as a step of a small network.
  const all = new Float64Array(4 * members).fill(NaN);
  const column = (index: number) => all.subarray(index * members, (index + 1) * members);
  return {
    trainLoss: column(0),
    trainAccuracy: column(1),
    testLoss: column(2),
    testAccuracy: column(3),
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

/** Where the sums of an ensemble are: those of member `m` start at `first + stride · m`. */
interface SumsOfMembers {
  readonly sums: EpochSums;
  readonly first?: number;
  readonly stride?: number;
}

/**
 * Writes the means of all members after an epoch, except those that have diverged in an earlier one.
 *
 * @param sums The sums of all members.
 * @param plan The samples that they are over.
 * @param isTraining Whether a member had not diverged before the epoch.
 * @param onDiverged Called with each member whose training loss is not finite.
 * @returns The scores; NaN for members that have diverged.
 */
export function meansOf(
  { sums, first = 0, stride = sumsPerMember }: SumsOfMembers,
  { train, test, members: { length } }: Pick<TrainingPlan, "train" | "test" | "members">,
  { isTraining, onDiverged }: {
    readonly isTraining: (member: number) => boolean;
    readonly onDiverged: (member: number) => void;
  },
): EpochScores {
  const scores = createScores(length);
  for (let member = 0, at = first; member < length; member++, at += stride) {
    if (!isTraining(member)) continue;
    if (!writeMeans(scores, member, { sums, at }, { train, test })) onDiverged(member);
  }
  return scores;
}
