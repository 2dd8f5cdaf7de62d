/** Trains one member for one epoch, and yields to the event loop between batches. */

import { addScore, type BatchScore } from "../../kernels/losses.ts";
import { meanFactor } from "../../kernels/network.ts";
import { clipEpsilon, type GradientSettings } from "../../kernels/transform_gradients.ts";
import { layersOf, parameterCount } from "../../models/layout.ts";
import { orderOfSeed } from "../../random/loader.ts";
import type { PlanMember, SampleMatrix, TrainingPlan } from "../device.ts";
import { ratesOfSteps, stepsPerEpochOf } from "../learning_rates.ts";
import { type EpochSums, sumsOf } from "../scores.ts";
import { scoreBatch } from "./losses.ts";
import { type Batch, gradientsOf, outputsOf, rowsAtOnce } from "./network.ts";
import { stepOptimizer, type Vector, type Weights } from "./optimizers.ts";
import { type Backend, tf } from "./tensorflow.ts";
import { cloneWeights, disposeWeights, keepWeights } from "./weights.ts";

/** The member to train, its plan, and the backend. */
export interface EpochWork {
  readonly backend: Backend;
  readonly plan: TrainingPlan;
  readonly member: PlanMember;
  /** The number of epochs trained before this one. */
  readonly epoch: number;
  readonly pause: () => Promise<void>;
}

/** The milliseconds of batches between two yields to the event loop. */
const maxBlocking = 20;

/**
 * Trains for one epoch and sums its scores. The weights before are not changed: the result is new tensors.
 */
export async function trainEpoch(
  work: EpochWork,
  before: Weights,
): Promise<{ weights: Weights; sums: EpochSums }> {
  // In an object, so that the current weights can be freed if a pause throws.
  const current = { weights: cloneWeights(work.backend, before) };
  try {
    const train = await trainBatches(work, current);
    const test = await scoreTest(work, current.weights);
    return { weights: current.weights, sums: sumsOf(train, test) };
  } catch (error) {
    disposeWeights(current.weights);
    throw error;
  }
}

async function trainBatches(
  { backend, plan, member, epoch, pause }: EpochWork,
  current: { weights: Weights },
): Promise<BatchScore> {
  const { sizes, loss, batchSize, train } = plan;
  const { activation, optimizer } = member;
  const order = orderOfSeed(member.orderSeeds[epoch], train.count);
  const total = { lossSum: 0, correct: 0 };
  const before = epoch * stepsPerEpochOf(plan);
  const rates = ratesOfSteps(member, plan, { first: before, last: before + stepsPerEpochOf(plan) });
  let step = before;
  let start = 0;

  function trainBatch(): void {
    const { weights } = current;
    const part = order.subarray(start, start + batchSize);
    const batch = { ...gather(train, part), factor: meanFactor(train, part) };
    const network = { sizes, activation, parameters: weights.parameters };
    const { score, gradients: ofLoss } = gradientsOf(network, loss, batch);
    const gradients = transformGradients(ofLoss, network, member);
    const learningRate = rates?.[step - before] ?? optimizer.learningRate;
    const own = { ...optimizer, learningRate };
    step++;
    current.weights = keepWeights(stepOptimizer(own, weights, { gradients, step }));
    disposeWeights(weights);
    addScore(total, score);
    start += batchSize;
  }

  while (start < order.length) {
    backend.run(() => {
      const end = performance.now() + maxBlocking;
      do backend.run(trainBatch); while (start < order.length && performance.now() < end);
    });
    await pause();
  }
  return total;
}

/** Computes the scores over the plan's test samples; 0 without test samples. */
async function scoreTest(
  { backend, plan, member, pause }: EpochWork,
  { parameters }: Weights,
): Promise<BatchScore> {
  const { sizes, loss, test } = plan;
  const count = test?.count ?? 0;
  const total = { lossSum: 0, correct: 0 };
  const rows = rowsAtOnce(sizes);
  for (let start = 0; start < count; start += rows) {
    backend.run(() => {
      const { inputs, targets } = sliceRows(test!, start, start + rows);
      const outputs = outputsOf({ sizes, activation: member.activation, parameters }, inputs);
      addScore(total, scoreBatch(loss, outputs, targets));
    });
    await pause();
  }
  return total;
}

/** Returns the samples with the indices in `order`. */
function gather({ count, inputs, targets }: SampleMatrix, order: Uint32Array): Batch {
  const pick = (values: Float32Array) => {
    const width = values.length / count;
    const rows = new Float32Array(order.length * width);
    for (const [row, sample] of order.entries()) {
      for (let k = 0; k < width; k++) rows[row * width + k] = values[sample * width + k];
    }
    return tf.tensor2d(rows, [order.length, width]);
  };
  return { inputs: pick(inputs), targets: pick(targets) };
}

/** Returns the samples from `start` up to but not including `end`, or up to the last. */
function sliceRows({ count, inputs, targets }: SampleMatrix, start: number, end: number): Batch {
  const last = Math.min(end, count);
  const part = (values: Float32Array) => {
    const width = values.length / count;
    return tf.tensor2d(values.slice(start * width, last * width), [last - start, width]);
  };
  return { inputs: part(inputs), targets: part(targets) };
}

/** Returns the gradients with that of the L1 penalty, scaled to the maximum norm. */
function transformGradients(
  gradients: Vector,
  { sizes, parameters }: { sizes: readonly number[]; parameters: Vector },
  { l1 = 0, clipNorm }: GradientSettings,
): Vector {
  const penalized: Vector = l1 > 0
    ? tf.add(gradients, tf.mul(tf.sign(parameters), tf.mul(weightMask(sizes), l1)))
    : gradients;
  if (clipNorm === undefined) return penalized;
  const norm = tf.sqrt(tf.sum(tf.square(penalized)));
  return tf.mul(penalized, tf.minimum(1, tf.div(clipNorm, tf.add(norm, clipEpsilon))));
}

/** 1 for each weight, and 0 for each bias. */
function weightMask(sizes: readonly number[]): Vector {
  const mask = new Float32Array(parameterCount(sizes));
  for (const { weight, bias } of layersOf(sizes)) mask.fill(1, weight, bias);
  return tf.tensor1d(mask);
}
