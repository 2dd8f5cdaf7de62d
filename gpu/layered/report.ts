/** Adds up the scores of passes, records the epochs that they finish, and tells of them. */

import { createCurves, type Curves, record, scoresOf } from "../../lib/devices/curves.ts";
import type { TrainingPlan, TrainingWatch } from "../../lib/devices/device.ts";
import type { BatchScore } from "../../lib/kernels/losses.ts";
import { scoreAt } from "../kernels/score.ts";
import type { Pass } from "./schedule.ts";

/** A training's curves while it runs. */
export interface Report {
  readonly curves: readonly Curves[];
  /**
   * Takes note of a pass.
   *
   * @param pass The next one in order.
   * @param scores Those of its cohort's members, and the index of their first member's.
   */
  add(pass: Pass, scores: { read: Float32Array; at: number; first: number; last: number }): void;
  /** Whether nothing is left to be found out. */
  allDiverged(): boolean;
  /** Tells of the epochs that were not run as all members had diverged. */
  finish(): void;
}

/** What an epoch has come to so far, of one member. */
interface EpochSums {
  readonly train: BatchScore;
  readonly test: BatchScore;
}

/** No curves yet. */
export function createReport(
  { members, epochs, test }: TrainingPlan,
  watch: TrainingWatch,
): Report {
  const samples = members[0].orders[0]?.length ?? 0;
  const curves = members.map(() => createCurves(epochs, { test: test !== undefined }));
  const noScore = (): BatchScore => ({ lossSum: 0, correct: 0 });
  const noSums = (): EpochSums[] => members.map(() => ({ train: noScore(), test: noScore() }));
  let sums = noSums();
  let told = 0;

  function tell(): void {
    told++;
    watch.onEpoch?.(told, curves.map((curve) => scoresOf(curve, told)));
  }
  function endEpoch(): void {
    for (const [member, curve] of curves.entries()) {
      const { train, test: tested } = sums[member];
      if (curve.divergedAtEpoch !== null) continue;
      record(curve, told + 1, {
        trainLoss: train.lossSum / samples,
        trainAccuracy: train.correct / samples,
        testLoss: test ? tested.lossSum / test.count : NaN,
        testAccuracy: test ? tested.correct / test.count : NaN,
      });
    }
    sums = noSums();
    tell();
  }

  return {
    curves,
    add({ step, isLast }, { read, at, first, last }) {
      for (let member = first; member < last; member++) {
        const sum = sums[member][step === null ? "test" : "train"];
        const { lossSum, correct } = scoreAt(read, at + member - first);
        sum.lossSum += lossSum;
        sum.correct += correct;
      }
      if (isLast) endEpoch();
    },
    allDiverged: () => curves.every(({ divergedAtEpoch }) => divergedAtEpoch !== null),
    finish() {
      while (told < epochs) tell();
    },
  };
}
