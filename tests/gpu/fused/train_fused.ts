/** Trains with a fused kernel that the test chooses. */

import { prepareFused } from "../../../gpu/fused/training.ts";
import { type TrainerKind, trainingKernel } from "../../../gpu/fused/training_kernel.ts";
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

/** The adapter whose kernel is tested, if it is not the one of this machine. */
export interface KernelChoice {
  readonly software?: boolean;
  /** The trainers to try, if they are not those that the adapter prefers. */
  readonly kinds?: readonly TrainerKind[];
}

/** Starts a training with the adapter's own kernel, or with another one. */
export async function startOn(
  gpu: Gpu,
  given: TrainingPlan,
  { software = gpu.software, kinds, state }: KernelChoice & { state?: EnsembleState } = {},
): Promise<Session> {
  const shape = shapeOf(given);
  const limits = { software, limits: gpu.limits };
  const program = trainingKernel(shape, limits, kinds);
  if (!program) throw new Error("the network does not fit");
  const plan = { ...given, batchSize: shape.batchSize };
  return new GpuSession(gpu, await prepareFused(gpu, program, { plan, state }), { plan, state });
}

/** Trains with this kernel from the first epoch to the last. */
export function trainOn(
  gpu: Gpu,
  plan: TrainingPlan,
  { software, kinds, ...watch }: TrainingWatch & KernelChoice = {},
): Promise<MemberResult[]> {
  const start = (plan: TrainingPlan, state?: EnsembleState) =>
    startOn(gpu, plan, { software, kinds, state });
  return runPlan({ start }, plan, watch);
}
