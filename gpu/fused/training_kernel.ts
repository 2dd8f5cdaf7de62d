/** The fused training kernel, generated for one shape of network, batch and ensemble. */

import type { Kernel } from "../kernel.ts";
import { activationCode } from "../kernels/activations.ts";
import { fusedTraining, optimizerStep } from "../wgsl.ts";
import { type AdapterLimits, maxLayers } from "./adapter_limits.ts";
import { vectorsOf } from "./layout.ts";
import { divergedMark, type Trainer, type TrainingShape } from "./training_shape.ts";
import { maxShuffled } from "./shuffle.ts";
import { tiledTrainer } from "./tiled_trainer.ts";
import { unitTrainer } from "./unit_trainer.ts";

/** A generated kernel, and its trainer. */
export interface TrainingKernel extends Omit<Trainer, "code"> {
  readonly kernel: Kernel<TrainingBuffer>;
}

/** The buffers of the kernel. */
export type TrainingBuffer =
  | "slice"
  | "members"
  | "corrections"
  | "samples"
  | "orders"
  | "state"
  | "scores";

/** The kinds of trainers; each returns null for networks that it cannot train. */
const trainers = { units: unitTrainer, tiles: tiledTrainer };

/** The name of a kind of trainer. */
export type TrainerKind = keyof typeof trainers;

/**
 * The trainers to try, in this order. On a CPU threads are the lanes of a vector, which all compute tiles
 * at once.
 */
const preferred = {
  hardware: ["units", "tiles"],
  software: ["tiles"],
} as const satisfies Record<string, readonly TrainerKind[]>;

/**
 * Generates the training kernel; returns null if a network is too deep or too large for a workgroup, or
 * an epoch too long for the adapter to draw its orders.
 *
 * @param kinds The trainers to try, if they are not those that the adapter prefers.
 */
export function trainingKernel(
  shape: TrainingShape,
  adapter: AdapterLimits,
  kinds: readonly TrainerKind[] = preferred[adapter.software ? "software" : "hardware"],
): TrainingKernel | null {
  const { sizes, epoch: { samples } } = shape;
  if (sizes.length - 1 > maxLayers || samples > maxShuffled(adapter)) return null;
  for (const kind of kinds) {
    const trainer = trainers[kind](shape, adapter);
    if (trainer) return kernelOf(shape, trainer);
  }
  return null;
}

function kernelOf(shape: TrainingShape, trainer: Trainer): TrainingKernel {
  return {
    ...trainer,
    kernel: {
      name: `fused training of ${shape.sizes.join("-")}`,
      code: codeOf(shape, trainer),
      // deno-fmt-ignore
      bindings: {
        slice: "uniform", members: "read", corrections: "read", samples: "read", orders: "read",
        state: "write", scores: "write",
      },
    },
  };
}

function codeOf(
  { sizes, batchSize, loss, activations }: TrainingShape,
  { code, threads, stateVectors }: Trainer,
): string {
  const inputVectors = vectorsOf(sizes[0]);
  const outputVectors = vectorsOf(sizes[sizes.length - 1]);
  return `// ${sizes.join("-")}, batches of ${batchSize}, ${loss}
const threads = ${threads}u;
const input_vectors = ${inputVectors}u;
const sample_vectors = ${inputVectors + outputVectors}u;
const state_vectors = ${stateVectors}u;
const diverged_mark = ${divergedMark}.0;
${optimizerStep}
${fusedTraining}
${activationCode(activations)}
${code}`;
}
