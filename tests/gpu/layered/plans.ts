/** Plans to train layer by layer, and their reference results. */

import type { SampleMatrix, TrainingPlan } from "../../../lib/devices/device.ts";
import { float64, type Precision } from "../../../lib/kernels/floats.ts";
import { createNetwork } from "../../../lib/kernels/plain_network.ts";
import { stateVectorCount } from "../../../lib/kernels/optimizer_step.ts";
import type { Optimizer } from "../../../lib/kernels/optimizers.ts";
import type { Activation } from "../../../lib/models/activations.ts";
import { createMlp } from "../../../lib/models/mlp.ts";
import { orderOfSeed } from "../../../lib/random/loader.ts";
import { orderSeedsOf } from "../../devices/plans.ts";
import { noise } from "../../oracle.ts";

/** Samples whose class or value is a function of the angle of their first two inputs. */
export function samplesOf(
  count: number,
  { sizes, seed }: { sizes: readonly number[]; seed: number },
): SampleMatrix {
  const [features, width] = [sizes[0], sizes[sizes.length - 1]];
  const inputs = noise(count * features, { seed, scale: 2 });
  const targets = new Float32Array(count * width);
  for (let sample = 0; sample < count; sample++) {
    const angle = Math.atan2(inputs[sample * features], inputs[sample * features + 1]);
    const share = (angle + Math.PI) / (2 * Math.PI);
    const wanted = Math.min(Math.max(2, width) - 1, Math.floor(share * Math.max(2, width)));
    if (width === 1) targets[sample] = wanted;
    else targets[sample * width + wanted] = 1;
  }
  return { count, inputs, targets };
}

/** The settings of a plan. */
export interface PlanOptions {
  sizes: readonly number[];
  members: { activation: Activation; optimizer: Optimizer }[];
  loss?: TrainingPlan["loss"];
  epochs?: number;
  batchSize?: number;
  samples?: number;
  testSamples?: number;
}

/** A plan whose members differ in all settings in which members may differ. */
export function planOf(options: PlanOptions): TrainingPlan {
  const { sizes, members, loss = "crossEntropy", epochs = 4, batchSize = 32 } = options;
  const { samples = 90, testSamples = 50 } = options;
  return {
    sizes,
    loss,
    epochs,
    batchSize,
    train: samplesOf(samples, { sizes, seed: 1 }),
    test: testSamples > 0 ? samplesOf(testSamples, { sizes, seed: 2 }) : undefined,
    members: members.map((member, index) => ({
      ...member,
      parameters: createMlp(sizes, { seed: index }).parameters,
      orderSeeds: orderSeedsOf(epochs, index + 1),
    })),
  };
}

/** Trains one member on the plain kernels, and returns its curves and parameters. */
export function trainPlain(plan: TrainingPlan, member: number, precision: Precision = float64) {
  const { parameters: first, activation, optimizer, orderSeeds } = plan.members[member];
  const network = createNetwork(precision, plan.sizes);
  const parameters = precision.allocate(first.length);
  parameters.set(first);
  const stateVectors = stateVectorCount(optimizer);
  const optimizerState = precision.allocate(stateVectors * first.length);
  const state = { parameters, optimizerState, steps: 0 };
  const { loss, batchSize, train, test } = plan;
  const settings = { activation, loss, optimizer, batchSize };
  const epochs = Array.from(orderSeeds, (seed) => {
    const order = orderOfSeed(seed, train.count);
    const trained = { lossSum: 0, correct: 0 };
    network.train(state, { samples: train, order, settings, score: trained });
    const tested = test && network.score(parameters, { samples: test, activation, loss });
    return {
      trainLoss: trained.lossSum / order.length,
      trainAccuracy: trained.correct / order.length,
      testLoss: tested ? tested.lossSum / test.count : NaN,
      testAccuracy: tested ? tested.correct / test.count : NaN,
    };
  });
  return { parameters, epochs };
}
