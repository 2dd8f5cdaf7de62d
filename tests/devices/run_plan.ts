/** Trains plans from the first epoch to the last, and returns results to compare. */

import type {
  Device,
  EnsembleState,
  EpochScores,
  Session,
  TrainingPlan,
  TrainingWatch,
} from "../../lib/devices/device.ts";

/** The curves and final parameters of one network; NaN from the epoch on in which it diverged. */
export interface MemberResult {
  readonly parameters: Float32Array;
  readonly trainLoss: Float64Array;
  readonly trainAccuracy: Float64Array;
  /** Empty without test samples. */
  readonly testLoss: Float64Array;
  readonly testAccuracy: Float64Array;
  readonly divergedAtEpoch: number | null;
}

/** Trains a plan to its last epoch, from the first epoch or from a state. */
export async function runPlan(
  device: Pick<Device, "start">,
  plan: TrainingPlan,
  { state, ...watch }: TrainingWatch & { state?: EnsembleState } = {},
): Promise<MemberResult[]> {
  const session = await device.start(plan, state);
  try {
    return await runSession(session, plan, watch);
  } finally {
    await session.close();
  }
}

/** Trains a session to the last epoch of its plan. */
export async function runSession(
  session: Session,
  plan: TrainingPlan,
  watch: TrainingWatch = {},
): Promise<MemberResult[]> {
  const scores = await session.advance(plan.epochs - session.epoch, watch);
  const { members } = await session.state();
  return members.map(({ parameters, divergedAtEpoch }, member) => {
    const curve = (name: keyof EpochScores) =>
      Float64Array.from(scores, (epoch) => epoch[name][member]);
    const tested = plan.test !== undefined;
    return {
      parameters,
      trainLoss: curve("trainLoss"),
      trainAccuracy: curve("trainAccuracy"),
      testLoss: tested ? curve("testLoss") : new Float64Array(),
      testAccuracy: tested ? curve("testAccuracy") : new Float64Array(),
      divergedAtEpoch,
    };
  });
}
