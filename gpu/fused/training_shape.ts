/** The properties of a plan that determine its training kernel, and the interface of trainers. */

import type { TrainingPlan } from "../../lib/devices/device.ts";
import type { Loss } from "../../lib/kernels/losses.ts";
import type { Activation } from "../../lib/models/activations.ts";
import { singleActivation } from "../kernels/activations.ts";
import { isScheduled } from "../kernels/corrections.ts";
import { type StepKind, stepKindOf } from "../kernels/optimizers.ts";
import type { NetworkState } from "../sliced_training.ts";
import { unique } from "../codegen.ts";

/** The properties that determine the code of a training kernel. */
export interface TrainingShape {
  readonly sizes: readonly number[];
  readonly loss: Loss;
  readonly batchSize: number;
  /** The activations that occur in the ensemble. */
  readonly activations: readonly Activation[];
  /** The kinds of optimizer steps that occur in the ensemble. */
  readonly steps: readonly StepKind[];
  /** Whether the learning rate of some member changes. */
  readonly scheduled?: boolean;
  /** The numbers of samples and steps in an epoch, and of samples in the test pass after it. */
  readonly epoch: { readonly samples: number; readonly steps: number; readonly tests: number };
}

/** The shape of a plan; the batch size is at most the number of samples. */
export function shapeOf(plan: TrainingPlan): TrainingShape {
  const { sizes, loss, train, test, members } = plan;
  const batchSize = Math.min(plan.batchSize, train.count);
  return {
    sizes,
    loss,
    batchSize,
    activations: unique(members.map(({ activation }) => singleActivation(activation))),
    scheduled: members.some(isScheduled),
    steps: unique(members.map(({ optimizer }) => stepKindOf(optimizer))),
    epoch: {
      samples: train.count,
      steps: Math.ceil(train.count / batchSize),
      tests: test?.count ?? 0,
    },
  };
}

/** A network to be copied to `state`. */
export interface PackedNetwork extends NetworkState {
  readonly diverged: boolean;
}

/** The code with which a workgroup trains a network, and its layout of `state`. */
export interface Trainer {
  /** WGSL of the functions and constants that fused_training.wgsl requires. */
  readonly code: string;
  /** The number of threads of a workgroup. */
  readonly threads: number;
  /** The vectors of each member in the buffer `state`. */
  readonly stateVectors: number;
  /** The maximum number of steps in one dispatch. */
  readonly maxSteps: number;
  /**
   * Copies a network to its part of `state`, which begins at `at`; a diverged one is marked, so that its
   * training ends.
   */
  pack(network: PackedNetwork, state: Float32Array, at: number): void;
  /** Copies a network from its part of `state`, with as many state vectors as `network` has. */
  unpack(state: Float32Array, at: number, network: NetworkState): void;
}

/** The value of `running.w` that marks a diverged network; otherwise it is a count, at least 0. */
export const divergedMark = -1;
