/** Fused training by the kernel that a test is about. */

import { prepareFused } from "../../../gpu/fused/training.ts";
import { trainingKernel } from "../../../gpu/fused/training_kernel.ts";
import { shapeOf } from "../../../gpu/fused/training_shape.ts";
import type { Gpu } from "../../../gpu/gpu.ts";
import { GpuSession } from "../../../gpu/session.ts";
import type {
  EnsembleState,
  Session,
  TrainingPlan,
  TrainingWatch,
} from "../../../lib/devices/device.ts";
import { type MemberResult, runPlan } from "../../devices/run_plan.ts";

/** The kind of adapter whose kernel a test is about, where it is not the one there is. */
export interface Way {
  readonly software?: boolean;
}

/** Starts a training with the kernel that the adapter gets, or with another. */
export async function startOn(
  gpu: Gpu,
  given: TrainingPlan,
  { software = gpu.software, state }: Way & { state?: EnsembleState } = {},
): Promise<Session> {
  const shape = shapeOf(given);
  const limits = { software, limits: gpu.limits };
  const program = trainingKernel(shape, limits);
  if (!program) throw new Error("the network does not fit");
  const plan = { ...given, batchSize: shape.batchSize };
  return new GpuSession(gpu, await prepareFused(gpu, program, { plan, state }), { plan, state });
}

/** Trains with that kernel from the first epoch to the last. */
export function trainOn(
  gpu: Gpu,
  plan: TrainingPlan,
  { software, ...watch }: TrainingWatch & Way = {},
): Promise<MemberResult[]> {
  const start = (plan: TrainingPlan, state?: EnsembleState) =>
    startOn(gpu, plan, { software, state });
  return runPlan({ start }, plan, watch);
}
