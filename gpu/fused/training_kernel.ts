/** The fused training kernel, generated for one shape of network, batch and ensemble. */

import type { Kernel } from "../kernel.ts";
import { activationCode } from "../kernels/activations.ts";
import { fusedTraining, optimizerStep } from "../wgsl.ts";
import { type AdapterLimits, maxLayers } from "./adapter_limits.ts";
import { vectorsOf } from "./layout.ts";
import { divergedMark, type Trainer, type TrainingShape } from "./training_shape.ts";
import { tiledTrainer } from "./tiled_trainer.ts";

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

/** Generates the training kernel; returns null if a network is too deep, or too large for a workgroup. */
export function trainingKernel(
  shape: TrainingShape,
  adapter: AdapterLimits,
): TrainingKernel | null {
  if (shape.sizes.length - 1 > maxLayers) return null;
  const trainer = tiledTrainer(shape, adapter);
  if (!trainer) return null;
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
