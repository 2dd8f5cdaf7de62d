/**
 * The memory of a thread that trains a network, and WGSL that loads and stores it. Parameters and
 * gradients are in private arrays. The optimizer state remains in the buffer `state`, because it is
 * accessed only once per step.
 */

import type { Loss } from "../../lib/kernels/losses.ts";
import { parameterCount } from "../../lib/models/layout.ts";
import { stateVectorsOf, type StepKind } from "../kernels/optimizers.ts";
import type { NetworkState } from "../sliced_training.ts";
import { vectorsOf } from "./layout.ts";
import { divergedMark } from "./training_shape.ts";
import { lines, range } from "../codegen.ts";

/** The properties that determine the code. */
export interface ThreadShape {
  /** Three sizes. */
  readonly sizes: readonly number[];
  readonly loss: Loss;
  readonly steps: readonly StepKind[];
  /** Vectors of four rows in a block. */
  readonly vectors: number;
}

/** The vectors of a network in `state`: parameters, optimizer state, and a sum of scores. */
export function bufferVectorsOf(shape: ThreadShape): number {
  return placesOf(shape).running + 1;
}

/** The offsets of these in a network's part of `state`. */
export function placesOf(
  { sizes, steps }: ThreadShape,
): { optimizerState: number; running: number } {
  const parameters = parameterCount(sizes);
  const optimizerState = vectorsOf(parameters);
  return {
    optimizerState,
    running: optimizerState + (stateVectorsOf(steps) > 0 ? parameters : 0),
  };
}

/** Copies a network to its part of `state`. */
export function packThread(
  shape: ThreadShape,
  { parameters, optimizerState, diverged }: NetworkState & { readonly diverged: boolean },
  state: Float32Array,
): void {
  const { optimizerState: first, running } = placesOf(shape);
  const count = parameters.length;
  state.set(parameters);
  for (let at = 0; at < optimizerState.length; at++) {
    state[4 * (first + at % count) + Math.floor(at / count)] = optimizerState[at];
  }
  if (diverged) state[4 * running + 3] = divergedMark;
}

/** Copies a network from its part of `state`. */
export function unpackThread(
  shape: ThreadShape,
  state: Float32Array,
  { parameters, optimizerState }: NetworkState,
): void {
  const { optimizerState: first } = placesOf(shape);
  const count = parameters.length;
  parameters.set(state.subarray(0, count));
  for (let at = 0; at < optimizerState.length; at++) {
    optimizerState[at] = state[4 * (first + at % count) + Math.floor(at / count)];
  }
}

/** The private arrays of a thread. Inputs and targets are arrays too, so that a loop can fill them. */
export function arraysCode({ sizes, vectors }: ThreadShape): string {
  const padded = 4 * vectorsOf(parameterCount(sizes));
  const rows = 4 * vectors;
  return `const rows = ${rows}u;
var<private> parameters: array<f32, ${padded}>;
var<private> gradients: array<f32, ${padded}>;
var<private> inputs: array<f32, ${sizes[0] * rows}>;
var<private> targets: array<f32, ${sizes[2] * rows}>;`;
}

/** Generates `load` and `store` of the parameters; the optimizer state remains in `state`. */
export function memoryCode(shape: ThreadShape): string {
  const { optimizerState, running } = placesOf(shape);
  return `
fn load() {
  for (var i = 0u; i < ${optimizerState}u; i++) {
    let four = state[state_at + i];
    ${lines(range(4).map((lane) => `parameters[4 * i + ${lane}] = four[${lane}];`))}
  }
}

fn store() {
  for (var i = 0u; i < ${optimizerState}u; i++) {
    state[state_at + i] = vec4f(${
    range(4).map((lane) => `parameters[4 * i + ${lane}]`).join(", ")
  });
  }
}

fn running_sum() -> vec4f { return state[state_at + ${running}]; }
fn keep_running_sum(sum: vec4f) { state[state_at + ${running}] = sum; }`;
}

/** Generates `gather(row, sample)`, which copies a sample's inputs and targets to a row of the block. */
export function gatherCode({ sizes, vectors }: ThreadShape): string {
  const copy = (array: string, width: number, from: string) =>
    range(width).map((i) =>
      `${array}[${4 * i * vectors} + row] = samples[${from} + ${i >> 2}].${"xyzw"[i % 4]};`
    );
  return `
fn gather(row: u32, sample: u32) {
  let at = sample * sample_vectors;
  ${
    lines([
      ...copy("inputs", sizes[0], "at"),
      ...copy("targets", sizes[2], "at + input_vectors"),
    ])
  }
}`;
}
