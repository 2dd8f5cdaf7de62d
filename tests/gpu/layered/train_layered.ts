/** Trains layer by layer, also networks that a fused kernel could train. */

import type { Gpu } from "../../../gpu/gpu.ts";
import { prepareLayered } from "../../../gpu/layered/training.ts";
import { GpuSession } from "../../../gpu/session.ts";
import type {
  EnsembleState,
  Session,
  TrainingPlan,
  TrainingWatch,
} from "../../../lib/devices/device.ts";
import { type MemberResult, runPlan } from "../../devices/run_plan.ts";

/** Starts a training. */
export async function startLayered(
  gpu: Gpu,
  plan: TrainingPlan,
  state?: EnsembleState,
): Promise<Session> {
  return new GpuSession(gpu, await prepareLayered(gpu, { plan, state }), { plan, state });
}

/** Trains from the first epoch to the last. */
export function trainLayered(
  gpu: Gpu,
  plan: TrainingPlan,
  watch?: TrainingWatch,
): Promise<MemberResult[]> {
  return runPlan({ start: (plan, state) => startLayered(gpu, plan, state) }, plan, watch);
}
