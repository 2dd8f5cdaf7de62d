/** Fused training by the kernel that a test is about. */

import { trainFused } from "../../../gpu/fused/train.ts";
import { trainingKernel } from "../../../gpu/fused/training_kernel.ts";
import { shapeOf } from "../../../gpu/fused/training_shape.ts";
import type { Gpu } from "../../../gpu/gpu.ts";
import type { MemberResult, TrainingPlan, TrainingWatch } from "../../../lib/devices/device.ts";

/** Which kernel a test is about, where it is not the one that the adapter gets. */
export interface Way {
  /** Whether networks of one hidden layer are a thread's each, as if there were a million. */
  readonly byThreads?: boolean;
  readonly software?: boolean;
}

/** Trains with the kernel that the adapter gets, or with another. */
export function trainOn(
  gpu: Gpu,
  plan: TrainingPlan,
  { byThreads = false, software = gpu.software, ...watch }: TrainingWatch & Way = {},
): Promise<MemberResult[]> {
  const ensemble = byThreads ? { members: 1e6, epochs: 1e6 } : { members: 1, epochs: 1 };
  const shape = shapeOf(plan);
  const capacity = { software, limits: gpu.limits, cores: 2 };
  const program = trainingKernel({ ...shape, ...ensemble }, capacity);
  if (!program) throw new Error("the network does not fit");
  return trainFused(gpu, program, { plan: { ...plan, batchSize: shape.batchSize }, watch });
}
