/** The fused training kernel, generated for one shape of network, batch and ensemble. */

import type { Loss } from "../../lib/kernels/losses.ts";
import type { Activation } from "../../lib/models/activations.ts";
import type { Kernel } from "../kernel.ts";
import { activationCode } from "../kernels/activations.ts";
import { momentsOf, stepCode, type StepKind } from "../kernels/optimizers.ts";
import { fusedTraining, optimizerStep } from "../wgsl.ts";
import { placeArrays, type PlacedArrays, type WorkArray } from "./arrays.ts";
import { backwardCode, gradientArrays, needsSums } from "./backward_code.ts";
import { type Capacity, mostStepsOf, threadsFor } from "./capacity.ts";
import { forwardArrays, forwardCode, type ForwardShape, tilesOf } from "./forward_code.ts";
import { gatherCode, loadAndStoreCode } from "./memory_code.ts";
import { type PaddedLayout, paddedLayout, vectorsOf, widestOf } from "./layout.ts";
import { lossCode } from "./loss_code.ts";

/** What a training kernel is generated for. */
export interface TrainingShape {
  readonly sizes: readonly number[];
  readonly loss: Loss;
  readonly batchSize: number;
  /** Those that occur in the ensemble. */
  readonly activations: readonly Activation[];
  /** Likewise. */
  readonly steps: readonly StepKind[];
  /** Steps in an epoch, and samples that are tested after it. */
  readonly epoch: { readonly steps: number; readonly tests: number };
}

/** A generated kernel, and the memory that each member needs. */
export interface TrainingKernel {
  readonly kernel: Kernel<TrainingBuffer>;
  readonly layout: PaddedLayout;
  /** Vectors of each member in the buffer `state`. */
  readonly stateVectors: number;
  /** Where its parameters begin among them. */
  readonly parametersAt: number;
  /** Steps that one dispatch may take. */
  readonly mostSteps: number;
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

/** Tiles of the widest hidden layer: four for each of 256 threads, held in registers. */
const mostTiles = 1024;

/**
 * Generates the training kernel, or gives null where a network is too large for one workgroup: a
 * layer too wide for its registers, more than a third of its activations beyond its memory, or a
 * step too long for the adapter's loops.
 */
export function trainingKernel(
  shape: TrainingShape,
  capacity: Capacity,
): TrainingKernel | null {
  const layout = paddedLayout(shape.sizes);
  const forward = forwardShape(shape, layout, capacity);
  const hidden = layout.layers.slice(1).map(({ inputVectors }) => inputVectors);
  const widest = Math.max(0, ...hidden);
  const steps = mostStepsOf(capacity, forward, shape.epoch);
  if (tilesOf(forward.rows, widest) > mostTiles || steps < 1) return null;

  const memory = memoryFor(forward, capacity);
  if (memory < 0) return null;
  const arrays = place(shape, forward, memory);
  const activations = forwardArrays({ ...forward, keepPreActivations: false });
  const spilled = activations.filter(({ name }) => !arrays.isLocal(name));
  // A CPU's memory is all alike.
  if (!capacity.software && spilled.length > activations.length / 3) return null;
  return {
    kernel: {
      name: `fused training of ${shape.sizes.join("-")}`,
      code: codeOf(shape, forward, arrays),
      // deno-fmt-ignore
      bindings: {
        slice: "uniform", members: "read", corrections: "read", samples: "read", orders: "read",
        state: "write", scores: "write",
      },
    },
    layout,
    stateVectors: arrays.bufferVectors,
    parametersAt: arrays.offsetOf("parameters"),
    mostSteps: steps,
  };
}

function forwardShape(
  { batchSize, activations }: TrainingShape,
  layout: PaddedLayout,
  capacity: Capacity,
): ForwardShape {
  const rows = 4 * vectorsOf(batchSize);
  const threads = threadsFor(tilesOf(rows, widestOf(layout)), capacity);
  return {
    layout,
    rows,
    threads,
    keepPreActivations: needsSums(activations),
    largeTiles: capacity.software,
    holdsGradients: !capacity.software,
  };
}

/** Activations first: they are touched most. Then weights, and the optimiser's running numbers. */
function place(
  { steps }: TrainingShape,
  forward: ForwardShape,
  memory: number,
): PlacedArrays {
  const { vectors } = forward.layout;
  const slots = Math.max(...steps.map((step) => momentsOf[step]));
  const activations = [...forwardArrays(forward), ...gradientArrays(forward)];
  const parameters: WorkArray = { name: "parameters", vectors, kept: true };
  const moments = [0, 1].slice(0, slots)
    .map((slot) => ({ name: momentName(slot), vectors, kept: true, private: true }));
  const running = { name: "running", vectors: forward.threads, kept: true, private: true };
  return placeArrays([...activations, parameters, ...moments, running], memory);
}

/** Bytes of workgroup memory that are left beside the kernel's own arrays; below 0 for too few. */
function memoryFor(
  { rows, threads }: ForwardShape,
  { limits: { maxComputeWorkgroupStorageSize } }: Capacity,
): number {
  return maxComputeWorkgroupStorageSize - 4 * rows - 16 * threads - 256;
}

const momentName = (slot: number) => `moments_${slot}`;

function codeOf(shape: TrainingShape, forward: ForwardShape, arrays: PlacedArrays): string {
  const { layout, rows, threads } = forward;
  const { layers } = layout;
  const inputVectors = layers[0].inputVectors;
  const outputVectors = layers[layers.length - 1].outputVectors;
  return `// ${shape.sizes.join("-")}, batches of ${shape.batchSize}, ${shape.loss}
const rows = ${rows}u;
const threads = ${threads}u;
const input_vectors = ${inputVectors}u;
const sample_vectors = ${inputVectors + outputVectors}u;
const state_vectors = ${arrays.bufferVectors}u;
${arrays.declarations}
${optimizerStep}
${fusedTraining}
${activationCode(shape.activations)}
${gatherCode(forward, arrays)}
${loadAndStoreCode(forward, arrays)}
fn running_sum(thread: u32) -> vec4f { return ${arrays.at("running", "thread")}; }
fn keep_running_sum(thread: u32, sum: vec4f) { ${arrays.at("running", "thread")} = sum; }
${forwardCode(forward, arrays)}
${lossCode(forward, arrays, shape.loss)}
${stepCode(shape.steps, (slot) => arrays.at(momentName(slot), "at"))}
${backwardCode(forward, arrays)}
`;
}
