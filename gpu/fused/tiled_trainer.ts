/**
 * Training by tiles: one workgroup trains one network, of any number and width of layers. Weights, activations
 * and gradients of a block of rows are in workgroup memory if they fit, and each thread computes tiles of four
 * rows by four outputs.
 */

import { range } from "../codegen.ts";
import { stateAt, stepCode } from "../kernels/optimizers.ts";
import type { NetworkState } from "../sliced_training.ts";
import { type AdapterLimits, maxStepsOf } from "./adapter_limits.ts";
import { backwardCode } from "./backward_code.ts";
import { planBlocks, stateName } from "./block_plan.ts";
import {
  forwardArrays,
  forwardCode,
  type ForwardShape,
  outputsOf,
  strideOf,
  tilesOf,
} from "./forward_code.ts";
import { pack, type PaddedLayout, paddedLayout, unpack } from "./layout.ts";
import { lossCode } from "./loss_code.ts";
import type { PlacedArrays } from "./memory_plan.ts";
import { divergedMark, type Trainer, type TrainingShape } from "./training_shape.ts";

/** The maximum number of tiles of the widest hidden layer: four for each of 256 threads, in registers. */
const maxTiles = 1024;

/**
 * Returns the trainer, or null if a network is too large for one workgroup: a layer does not fit in its
 * registers, more than a third of the activations do not fit in its memory, or a step has too many loop
 * iterations for the adapter.
 */
export function tiledTrainer(shape: TrainingShape, adapter: AdapterLimits): Trainer | null {
  const layout = paddedLayout(shape.sizes);
  const plan = planBlocks(shape, layout, adapter);
  if (!plan) return null;
  const { forward, arrays } = plan;
  const hidden = layout.layers.slice(1).map(({ inputVectors }) => inputVectors);
  const widest = Math.max(0, ...hidden);
  const steps = maxStepsOf(adapter, forward, shape);
  if (tilesOf(forward.rows, widest) > maxTiles || steps < 1) return null;

  const activations = forwardArrays({ ...forward, keepPreActivations: false });
  const spilled = activations.filter(({ name }) => !arrays.isLocal(name));
  // On a CPU workgroup memory is no faster than other memory.
  if (!adapter.software && spilled.length > activations.length / 3) return null;
  return {
    code: codeOf(shape, forward, arrays),
    threads: forward.threads,
    stateVectors: arrays.bufferVectors,
    maxSteps: steps,
    ...packing(layout, arrays),
  };
}

/** Functions that copy a network to its part of `state`, and back. */
function packing(layout: PaddedLayout, arrays: PlacedArrays): Pick<Trainer, "pack" | "unpack"> {
  /** The vectors of a network, parameters and optimizer state, with their offsets in its part of `state`. */
  const vectorsOf = (network: NetworkState) =>
    vectorsOfNetwork(network).map((numbers, index) => ({
      numbers,
      at: 4 * arrays.offsetOf(index === 0 ? "parameters" : stateName(index - 1)),
    }));
  return {
    pack(network, state, first) {
      for (const { numbers, at } of vectorsOf(network)) pack(numbers, layout, state, first + at);
      if (network.diverged) state[first + 4 * arrays.offsetOf("running") + 3] = divergedMark;
    },
    unpack(state, first, network) {
      for (const { numbers, at } of vectorsOf(network)) unpack(state, first + at, layout, numbers);
    },
  };
}

/** The vectors of a network: its parameters, then each vector of its optimizer state. */
function vectorsOfNetwork({ parameters, optimizerState }: NetworkState): Float32Array[] {
  const { length } = parameters;
  const states = range(optimizerState.length / length)
    .map((vector) => optimizerState.subarray(vector * length, (vector + 1) * length));
  return [parameters, ...states];
}

function codeOf(shape: TrainingShape, forward: ForwardShape, arrays: PlacedArrays): string {
  const { layout: { layers }, rows, threads } = forward;
  const { outputs: width, outputVectors } = layers[layers.length - 1];
  const output = arrays.at(outputsOf(layers.length - 1), `row * ${strideOf(outputVectors)}u + k`);
  return `const rows = ${rows}u;
${arrays.declarations}
${fillCode(forward, arrays)}
${loadAndStoreCode(forward, arrays)}
fn running_sum(thread: u32) -> vec4f { return ${arrays.at("running", "thread")}; }
fn keep_running_sum(thread: u32, sum: vec4f) { ${arrays.at("running", "thread")} = sum; }
${forwardCode(forward, arrays)}
${lossCode({ loss: shape.loss, width, outputVectors, rows, threads, output })}
${stepCode(shape.steps, stateAt((vector) => arrays.at(stateName(vector), "at")), shape)}
${backwardCode(forward, arrays)}
`;
}

/** Generates `fn fill(block, thread)`: it copies the inputs of a block's samples, and keeps their indices. */
function fillCode({ layout }: ForwardShape, arrays: PlacedArrays): string {
  const { inputVectors } = layout.layers[0];
  const input = arrays.at(outputsOf(-1), `row * ${strideOf(inputVectors)}u + k`);
  return `
var<workgroup> sample_of: array<u32, rows>;

fn fill(block: Block, thread: u32) {
  for (var row = thread; row < rows; row += threads) {
    let sample = sample_at(block, row);
    sample_of[row] = sample;
    for (var k = 0u; k < input_vectors; k++) { ${input} = samples[sample * sample_vectors + k]; }
  }
}

fn targets_of(row: u32) -> u32 { return sample_of[row] * sample_vectors + input_vectors; }`;
}

/**
 * Generates `fn load(thread)` and `fn store(thread)`, which copy persistent arrays from and to the buffer.
 */
function loadAndStoreCode({ threads }: ForwardShape, arrays: PlacedArrays): string {
  const copies = (copy: (name: string) => string) =>
    arrays.loaded.map(({ name, vectors }) =>
      `  for (var i = thread; i < ${vectors}u; i += ${threads}u) { ${copy(name)} }`
    ).join("\n");
  return `
fn load(thread: u32) {
${copies((name) => `${arrays.at(name, "i")} = ${arrays.inBuffer(name, "i")};`)}
  workgroup_barrier();
}

fn store(thread: u32) {
${copies((name) => `${arrays.inBuffer(name, "i")} = ${arrays.at(name, "i")};`)}
}

// Makes what one thread wrote visible to the others of its workgroup${
    arrays.sharedInBuffer ? ", in either kind of memory" : ""
  }.
fn workgroup_barrier() {
  ${arrays.sharedInBuffer ? "storageBarrier();\n  " : ""}workgroupBarrier();
}`;
}
