/** What of a plan decides how it is trained, and by what code. */

import type { TrainingPlan } from "../../lib/devices/device.ts";
import type { Loss } from "../../lib/kernels/losses.ts";
import type { Activation } from "../../lib/models/activations.ts";
import { unique } from "../unique.ts";
import { type StepKind, stepKindOf } from "../kernels/optimizers.ts";

/** What a training kernel is generated for. */
export interface TrainingShape {
  readonly sizes: readonly number[];
  readonly loss: Loss;
  readonly batchSize: number;
  /** Those that occur in the ensemble. */
  readonly activations: readonly Activation[];
  /** Likewise. */
  readonly steps: readonly StepKind[];
  /** Networks of the ensemble. */
  readonly members: number;
  readonly epochs: number;
  /** Steps in an epoch, and samples that are tested after it. */
  readonly epoch: { readonly steps: number; readonly tests: number };
}

/** The shape of a plan; a batch larger than all samples is all of them. */
export function shapeOf(plan: TrainingPlan): TrainingShape {
  const { sizes, loss, epochs, test, members } = plan;
  const samples = members[0].orders[0].length;
  const batchSize = Math.min(plan.batchSize, samples);
  return {
    sizes,
    loss,
    batchSize,
    members: members.length,
    epochs,
    activations: unique(members.map(({ activation }) => activation)),
    steps: unique(members.map(({ optimizer }) => stepKindOf(optimizer))),
    epoch: { steps: Math.ceil(samples / batchSize), tests: test?.count ?? 0 },
  };
}
