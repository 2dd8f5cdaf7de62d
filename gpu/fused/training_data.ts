/** A plan as the fused training kernel reads it. */

import type { PlanMember, SampleMatrix, TrainingPlan } from "../../lib/devices/device.ts";
import type { AdamOptimizer } from "../../lib/kernels/optimizers.ts";
import { activationNumber } from "../kernels/activations.ts";
import { biasCorrections, optimizerWords, writeOptimizer } from "../kernels/optimizers.ts";
import { vectorsOf } from "./layout.ts";
import type { TrainingKernel } from "./training_kernel.ts";

/** What members may share, each once. */
export interface Distincts {
  /** Orders of all epochs. */
  readonly orders: readonly PlanMember["orders"][];
  /** Optimisers whose steps need bias corrections. */
  readonly adams: readonly AdamOptimizer[];
}

/** Orders and Adam settings of an ensemble, those shared by several members once. */
export function distinctOf(members: readonly PlanMember[]): Distincts {
  const adams = new Map<string, AdamOptimizer>();
  for (const { optimizer } of members) {
    if (optimizer.kind === "adam") adams.set(JSON.stringify(optimizer), optimizer);
  }
  return {
    orders: [...new Set(members.map(({ orders }) => orders))],
    adams: [...adams.values()],
  };
}

/** The structs `Member`. */
export function memberWords(members: readonly PlanMember[], distinct: Distincts): Uint32Array {
  const stride = 2 + optimizerWords;
  const orders = new Map(distinct.orders.map((order, index) => [order, index]));
  const adams = new Map(distinct.adams.map((adam, index) => [JSON.stringify(adam), index]));
  const all = new Uint32Array(stride * members.length);
  for (const [index, { activation, optimizer, orders: order }] of members.entries()) {
    const words = all.subarray(stride * index, stride * (index + 1));
    const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
    words.set([activationNumber(activation), orders.get(order) ?? 0]);
    writeOptimizer(optimizer, adams.get(JSON.stringify(optimizer)) ?? 0, {
      words: words.subarray(2),
      floats: floats.subarray(2),
    });
  }
  return all;
}

/** Samples `[sample × (inputs, targets)]`, rows padded to vectors, those for tests last. */
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

/** Each member's first parameters, padded, and zeros for the rest of its state. */
export function stateOf(
  members: readonly PlanMember[],
  { stateVectors, pack }: TrainingKernel,
): Float32Array {
  const state = new Float32Array(4 * stateVectors * members.length);
  for (const [member, { parameters }] of members.entries()) {
    pack(parameters, state.subarray(4 * member * stateVectors));
  }
  return state;
}

/** Orders `[order × epoch of the slice × sample]`. */
export function ordersOf(
  orders: Distincts["orders"],
  { firstEpoch, epochs }: { firstEpoch: number; epochs: number },
): Uint32Array {
  const samples = orders[0][0].length;
  const all = new Uint32Array(orders.length * epochs * samples);
  let at = 0;
  for (const order of orders) {
    for (let epoch = firstEpoch; epoch < firstEpoch + epochs; epoch++) {
      all.set(order[epoch], at);
      at += samples;
    }
  }
  return all;
}

/** Bias corrections `[Adam setting × step of the slice]`. */
export function correctionsOf(
  { adams }: Distincts,
  { first, last }: { first: number; last: number },
): Float32Array {
  const length = 2 * (last - first);
  const all = new Float32Array(adams.length * length);
  for (const [index, adam] of adams.entries()) {
    all.set(biasCorrections(adam, [first + 1, last + 1]), index * length);
  }
  return all;
}
