/** A training's curves while it runs: records the epochs that end, and tells of them. */

import { createCurves, type Curves, record, scoresOf } from "../lib/devices/curves.ts";
import type { TrainingPlan, TrainingWatch } from "../lib/devices/device.ts";
import type { BatchScore } from "../lib/kernels/losses.ts";

/** What an epoch came to for one member: sums of losses, and right answers. */
export interface EpochSums {
  readonly train: BatchScore;
  readonly test: BatchScore;
}

/** The curves of an ensemble. */
export interface CurveRecorder {
  readonly curves: readonly Curves[];
  /** Records the next epoch, of which `sumsOf` tells for each member by its index. */
  endEpoch(sumsOf: (member: number) => EpochSums): void;
  /** Whether nothing is left to be found out. */
  allDiverged(): boolean;
  /** Tells of the epochs that were not run as all members had diverged. */
  finish(): void;
}

/** No curves yet. */
export function createCurveRecorder(
  { members, epochs, test }: TrainingPlan,
  watch: TrainingWatch,
): CurveRecorder {
  const samples = members[0].orders[0].length;
  const curves = members.map(() => createCurves(epochs, { test: test !== undefined }));
  let told = 0;

  function tell(): void {
    told++;
    watch.signal?.throwIfAborted();
    watch.onEpoch?.(told, curves.map((curve) => scoresOf(curve, told)));
  }

  return {
    curves,
    endEpoch(sumsOf) {
      for (const [member, curve] of curves.entries()) {
        if (curve.divergedAtEpoch !== null) continue;
        const { train, test: tested } = sumsOf(member);
        record(curve, told + 1, {
          trainLoss: train.lossSum / samples,
          trainAccuracy: train.correct / samples,
          testLoss: test ? tested.lossSum / test.count : NaN,
          testAccuracy: test ? tested.correct / test.count : NaN,
        });
      }
      tell();
    },
    allDiverged: () => curves.every(({ divergedAtEpoch }) => divergedAtEpoch !== null),
    finish() {
      while (told < epochs) tell();
    },
  };
}
