/**
 * What a thread keeps of the network that it trains, and WGSL that moves it: parameters and gradients in
 * arrays of its own, the optimizer state in the buffer `state`, as it is touched only
 * once a step.
 */

import type { Loss } from "../../lib/kernels/losses.ts";
import { parameterCount } from "../../lib/models/layout.ts";
import { stateVectorsOf, type StepKind } from "../kernels/optimizers.ts";
import type { NetworkState } from "../sliced_training.ts";
import { vectorsOf } from "./layout.ts";
import { divergedMark } from "./training_shape.ts";
import { lines, range } from "../codegen.ts";

/** What the code is generated for. */
export interface ThreadShape {
  /** Three of them. */
  readonly sizes: readonly number[];
  readonly loss: Loss;
  readonly steps: readonly StepKind[];
  /** Vectors of four rows in a block. */
  readonly vectors: number;
}

/** Vectors of a network in `state`: parameters, the optimizer state, a sum of scores. */
export function bufferVectorsOf(shape: ThreadShape): number {
  return placesOf(shape).running + 1;
}

/** Where in a network's part of `state` its parts begin. */
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

/** The other way round. */
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

/** Only what lies in arrays can be looped over; inputs and targets are read at constant places again. */
export function arraysCode({ sizes, vectors }: ThreadShape): string {
  const padded = 4 * vectorsOf(parameterCount(sizes));
  const rows = 4 * vectors;
  return `const rows = ${rows}u;
var<private> parameters: array<f32, ${padded}>;
var<private> gradients: array<f32, ${padded}>;
var<private> inputs: array<f32, ${sizes[0] * rows}>;
var<private> targets: array<f32, ${sizes[2] * rows}>;`;
}

/** Parameters from `state` and back; the optimizer state stay there. */
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

/** `gather(row, sample)`: inputs and targets of a sample to a row of the block. */
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
