/** Adds up the scores of passes until they make an epoch. */

import { addScore, type BatchScore } from "../../lib/kernels/losses.ts";
import { scoreAt } from "../kernels/score.ts";
import type { CurveRecorder, EpochSums } from "../curve_recorder.ts";
import type { Pass } from "./schedule.ts";

/** Scores of a pass as they were read. */
export interface PassScores {
  readonly read: Float32Array;
  /** Index of the first member's. */
  readonly at: number;
  /** Which members they are of. */
  readonly first: number;
  readonly last: number;
}

/** Takes note of passes, in order; those that end an epoch end it in the report. */
export function createEpochSums(
  members: number,
  report: CurveRecorder,
): (pass: Pass, scores: PassScores) => void {
  const noScore = (): BatchScore => ({ lossSum: 0, correct: 0 });
  const nothing = () =>
    Array.from({ length: members }, (): EpochSums => ({ train: noScore(), test: noScore() }));
  let sums = nothing();
  return ({ step, isLast }, { read, at, first, last }) => {
    for (let member = first; member < last; member++) {
      addScore(sums[member][step === null ? "test" : "train"], scoreAt(read, at + member - first));
    }
    if (!isLast) return;
    report.endEpoch((member) => sums[member]);
    sums = nothing();
  };
}
