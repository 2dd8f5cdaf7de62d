/** The data of a plan in the form that the fused training kernel reads, and the sizes of slices. */

import type { PlanMember, SampleMatrix, TrainingPlan } from "../../lib/devices/device.ts";
import { layersOf } from "../../lib/models/layout.ts";
import { maxFloats } from "../chunks.ts";
import type { Gpu } from "../gpu.ts";
import { activationNumber, singleActivation } from "../kernels/activations.ts";
import {
  correctionBytes,
  correctionFloats,
  correctionsOfSteps,
  type DistinctCorrections,
  distinctCorrections,
} from "../kernels/corrections.ts";
import { optimizerWords, writeOptimizer } from "../kernels/optimizers.ts";
import type { Slice } from "../sliced_training.ts";
import { vectorsOf } from "./layout.ts";
import type { TrainingKernel } from "./training_kernel.ts";
import type { PackedNetwork } from "./training_shape.ts";

/** The maximum bytes of a slice: of orders, which stay on the GPU, of corrections, and of scores. */
const maxOrderBytes = 512 << 20;
const maxUploadBytes = 32 << 20;
const maxScoreBytes = 16 << 20;
/** Bytes of a sample's index in an order, and of one epoch's scores. */
export const orderBytes = 4;
export const scoreBytes = 16;
/** The fixed time of a step, in multiply-adds. */
const stepOverhead = 5000;

/** The data that members may share, without repetition. */
export interface Distincts {
  /** The seeds of the orders of all epochs. */
  readonly orderSeeds: readonly Uint32Array[];
  /** The numbers that change from step to step. */
  readonly corrections: DistinctCorrections;
}

/** Finds the distinct orders and corrections of an ensemble. */
export function distinctOf(members: readonly PlanMember[]): Distincts {
  return {
    orderSeeds: [...new Set(members.map(({ orderSeeds }) => orderSeeds))],
    corrections: distinctCorrections(members),
  };
}

/** The words of the structs `Member`. */
export function memberWords(members: readonly PlanMember[], distinct: Distincts): Uint32Array {
  const stride = 2 + optimizerWords;
  const orders = new Map(distinct.orderSeeds.map((seeds, index) => [seeds, index]));
  const all = new Uint32Array(stride * members.length);
  const floats = new Float32Array(all.buffer);
  for (let index = 0, at = 0; index < members.length; index++, at += stride) {
    const { activation, optimizer, orderSeeds } = members[index];
    all[at] = activationNumber(singleActivation(activation));
    all[at + 1] = orders.get(orderSeeds) ?? 0;
    const corrections = distinct.corrections.indexOf(members[index]);
    writeOptimizer(optimizer, corrections, { words: all, floats, at: at + 2 });
  }
  return all;
}

/** The samples `[sample × (inputs, targets)]`, each part padded to vectors; test samples are last. */
export function samplesOf({ sizes, train, test }: TrainingPlan): Float32Array {
  const widths = [sizes[0], sizes[sizes.length - 1]] as const;
  const stride = 4 * (vectorsOf(widths[0]) + vectorsOf(widths[1]));
  const all = new Float32Array(stride * (train.count + (test?.count ?? 0)));
  interleave(train, widths, all);
  if (test) interleave(test, widths, all.subarray(stride * train.count));
  return all;
}

function interleave(
  { count, inputs, targets }: SampleMatrix,
  [features, width]: readonly [number, number],
  to: Float32Array,
): void {
  const middle = 4 * vectorsOf(features);
  const stride = middle + 4 * vectorsOf(width);
  for (let sample = 0; sample < count; sample++) {
    const at = sample * stride;
    to.set(inputs.subarray(sample * features, (sample + 1) * features), at);
    to.set(targets.subarray(sample * width, (sample + 1) * width), at + middle);
  }
}

/** The content of the buffer `state` for all members of a chunk. */
export function stateOf(
  members: readonly PackedNetwork[],
  { stateVectors, pack }: TrainingKernel,
): Float32Array {
  const state = new Float32Array(4 * stateVectors * members.length);
  for (const [index, member] of members.entries()) {
    pack(member, state, 4 * index * stateVectors);
  }
  return state;
}

/** The seeds of the shuffle orders of a slice, `[order × epoch of the slice]`. */
export function seedsOf(
  { orderSeeds }: Distincts,
  { firstEpoch, epochs }: { firstEpoch: number; epochs: number },
): Uint32Array {
  const all = new Uint32Array(orderSeeds.length * epochs);
  // A loop, because a view of each of thousands of arrays takes longer than its few seeds.
  let at = 0;
  for (const seeds of orderSeeds) {
    for (let epoch = firstEpoch; epoch < firstEpoch + epochs; epoch++) all[at++] = seeds[epoch];
  }
  return all;
}

/** Corrections `[distinct × step of the slice]`. */
export function correctionsOf(
  { corrections: { all } }: Distincts,
  plan: TrainingPlan,
  { first, last }: Slice,
): Float32Array {
  const length = correctionFloats * (last - first);
  const whole = new Float32Array(all.length * length);
  for (const [index, corrected] of all.entries()) {
    whole.set(correctionsOfSteps(corrected, plan, { first, last }), index * length);
  }
  return whole;
}

/** The words of the struct `Slice` for one dispatch, which has some of the steps of a slice. */
export function sliceWords(
  { members, batchSize, train, test }: TrainingPlan,
  { slice, steps, stepsPerEpoch }: {
    slice: Slice & { readonly firstEpoch: number; readonly epochs: number };
    steps: Slice;
    stepsPerEpoch: number;
  },
): Uint32Array {
  // deno-fmt-ignore
  return Uint32Array.of(
    members.length, steps.first, steps.last, slice.firstEpoch, slice.epochs, stepsPerEpoch,
    train.count, batchSize, test?.count ?? 0, train.count, slice.first, slice.last - slice.first,
  );
}

/** The number of members whose buffers fit on the adapter. More are trained in chunks, slice by slice. */
export function membersAtOnce(
  gpu: Gpu,
  { members, batchSize, train: { count: samples } }: TrainingPlan,
  { stateVectors }: TrainingKernel,
): number {
  const ownOrders = members.some(({ orderSeeds }) => orderSeeds !== members[0].orderSeeds);
  const corrections = correctionFloats * Math.ceil(samples / batchSize);
  const each = Math.max(4 * stateVectors, corrections, ownOrders ? samples : 0);
  return Math.max(1, Math.floor(maxFloats(gpu) / each));
}

/** Multiply-adds of one step of one member, including its share of the test passes. */
export function workOf({ sizes, batchSize, test, train }: TrainingPlan): number {
  const weights = layersOf(sizes).reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const rows = 3 * batchSize + (test?.count ?? 0) * batchSize / train.count;
  return stepOverhead + weights * rows;
}

/** The number of epochs whose orders, corrections and scores fit in a slice and in the adapter's buffers. */
export function epochsAtOnce(
  gpu: Gpu,
  { members, batchSize, train: { count: samples } }: TrainingPlan,
  { orderSeeds, corrections }: Distincts,
): number {
  const corrected = corrections.all.length * Math.ceil(samples / batchSize);
  const fits = (wanted: number) => Math.min(wanted, 4 * maxFloats(gpu));
  const epochs = Math.min(
    fits(maxOrderBytes) / (orderBytes * orderSeeds.length * samples),
    fits(maxUploadBytes) / (correctionBytes * corrected),
    fits(maxScoreBytes) / (scoreBytes * members.length),
  );
  return Math.max(1, Math.floor(epochs));
}
