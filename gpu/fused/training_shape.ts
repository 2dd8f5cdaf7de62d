/** What of a plan decides how it is trained and by what code, and what such code comes as. */

import type { TrainingPlan } from "../../lib/devices/device.ts";
import type { Loss } from "../../lib/kernels/losses.ts";
import type { Activation } from "../../lib/models/activations.ts";
import { type StepKind, stepKindOf } from "../kernels/optimizers.ts";
import type { NetworkState } from "../sliced_training.ts";
import { unique } from "../codegen.ts";

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
  const { sizes, loss, epochs, train, test, members } = plan;
  const batchSize = Math.min(plan.batchSize, train.count);
  return {
    sizes,
    loss,
    batchSize,
    members: members.length,
    epochs,
    activations: unique(members.map(({ activation }) => activation)),
    steps: unique(members.map(({ optimizer }) => stepKindOf(optimizer))),
    epoch: { steps: Math.ceil(train.count / batchSize), tests: test?.count ?? 0 },
  };
}

/** How a workgroup trains a network, or several. */
export interface Trainer {
  /**
   * WGSL of the entry point `main`, with all that it needs beside fused_training.wgsl, the activations
   * and the optimizer's step.
   */
  readonly code: string;
  /** Networks that a workgroup trains. */
  readonly networks: number;
  /** Threads of a workgroup. */
  readonly threads: number;
  /** Vectors of each member in the buffer `state`. */
  readonly stateVectors: number;
  /** Steps that one dispatch may take. */
  readonly maxSteps: number;
  /** Copies a network to its part of `state`; one that has diverged is marked, and not trained on. */
  pack(network: NetworkState & { readonly diverged: boolean }, state: Float32Array): void;
  /** Copies a network from its part of `state`, with as many state vectors as `network` has room for. */
  unpack(state: Float32Array, network: NetworkState): void;
}

/** `running.w` of a network that has diverged: no count of right answers. */
export const divergedMark = -1;
