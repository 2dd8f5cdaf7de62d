/** Small plans for devices to train. */

import type { PlanMember, SampleMatrix, TrainingPlan } from "../../lib/devices/device.ts";
import { sgd } from "../../lib/kernels/create_optimizer.ts";
import { createMlp } from "../../lib/models/mlp.ts";
import { noise } from "../oracle.ts";

/** `count` random points, in classes that a line separates. */
export function samplesOf(sizes: readonly number[], count: number, seed = 1): SampleMatrix {
  const features = sizes[0];
  const width = sizes[sizes.length - 1];
  const inputs = noise(count * features, { seed, scale: 2 });
  const targets = Float32Array.from({ length: count * width }, (_, at) => {
    const first = inputs[Math.floor(at / width) * features];
    const label = Math.min(width - 1, Math.floor((first + 2) / 4 * width));
    return at % width === label ? 1 : 0;
  });
  return { count, inputs, targets };
}

/** A different order seed for each epoch. */
export function orderSeedsOf(epochs: number, seed = 1): Uint32Array {
  return Uint32Array.from({ length: epochs }, (_, epoch) => seed * 1000 + epoch);
}

/** The settings that the members of a plan share. */
interface Frame {
  readonly sizes?: readonly number[];
  readonly epochs?: number;
  readonly count?: number;
}

/** A member whose parameters and orders depend on `seed`; its optimizer is SGD by default. */
export function memberOf(
  seed: number,
  { sizes = [2, 6, 2], epochs = 4 }: Frame = {},
  changes: Partial<PlanMember> = {},
): PlanMember {
  return {
    parameters: createMlp(sizes, { seed }).parameters,
    activation: "tanh",
    optimizer: sgd({ learningRate: 0.3 }),
    orderSeeds: orderSeedsOf(epochs, seed),
    ...changes,
  };
}

/** A plan of 22 samples in batches of 4, so that the last batch is smaller, and 9 test samples. */
export function planOf(
  members: readonly PlanMember[],
  { sizes = [2, 6, 2], epochs = 4, count = 22, ...changes }: Frame & Partial<TrainingPlan> = {},
): TrainingPlan {
  return {
    sizes,
    epochs,
    loss: "crossEntropy",
    batchSize: 4,
    train: samplesOf(sizes, count, 5),
    test: samplesOf(sizes, 9, 6),
    members,
    ...changes,
  };
}
