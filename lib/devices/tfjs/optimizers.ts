/** The steps of the optimizers, in operations of TensorFlow.js and in PyTorch's order of operations. */

import type {
  AdagradOptimizer,
  AdamOptimizer,
  Optimizer,
  RmspropOptimizer,
  SgdOptimizer,
} from "../../kernels/optimizers.ts";
import { type Tensor1D, tf } from "./tensorflow.ts";

/** All parameters of a network, or one number of optimizer state for each. */
export type Vector = Tensor1D;

/** The parameters and the optimizer state, which every step changes. */
export interface Weights {
  readonly parameters: Vector;
  /** The optimizer state, of `stateVectorCount` vectors. */
  readonly optimizerState: readonly Vector[];
}

/**
 * Takes one step.
 *
 * @param optimizer The settings of the optimizer.
 * @param weights The parameters and the optimizer state before the step.
 * @param gradients The gradient of the loss with respect to each parameter.
 * @param step The number of this step, from 1.
 * @returns The parameters and the optimizer state after the step, as new tensors.
 */
export function stepOptimizer(
  optimizer: Optimizer,
  weights: Weights,
  { gradients, step }: { gradients: Vector; step: number },
): Weights {
  switch (optimizer.kind) {
    case "sgd":
      return stepSgd(optimizer, weights, gradients);
    case "rmsprop":
      return stepRmsprop(optimizer, weights, gradients);
    case "adagrad":
      return stepAdagrad(optimizer, weights, gradients);
    case "adam":
      return stepAdam(optimizer, weights, { gradients, step });
  }
}

/** Adds the weight decay to the gradients. */
function decayed(gradients: Vector, parameters: Vector, weightDecay: number): Vector {
  return weightDecay === 0 ? gradients : tf.add(gradients, tf.mul(parameters, weightDecay));
}

/** `share · running + (1 - share) · values` */
function average(running: Vector, values: Vector, share: number): Vector {
  return tf.add(tf.mul(running, share), tf.mul(values, 1 - share));
}

function stepSgd(
  { learningRate, weightDecay, momentum, nesterov }: SgdOptimizer,
  { parameters, optimizerState: [last] }: Weights,
  gradients: Vector,
): Weights {
  const gradient = decayed(gradients, parameters, weightDecay);
  const moved = (by: Vector): Vector => tf.sub(parameters, tf.mul(by, learningRate));
  if (momentum === 0) return { parameters: moved(gradient), optimizerState: [] };
  const velocity: Vector = tf.add(tf.mul(last, momentum), gradient);
  const by: Vector = nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity;
  return { parameters: moved(by), optimizerState: [velocity] };
}

/** `parameters - learningRate · gradient / (√square + ε)` */
function scaledStep(
  parameters: Vector,
  { gradient, square, learningRate, epsilon }: {
    gradient: Vector;
    square: Vector;
    learningRate: number;
    epsilon: number;
  },
): Vector {
  const divisor = tf.add(tf.sqrt(square), epsilon);
  return tf.sub(parameters, tf.div(tf.mul(gradient, learningRate), divisor));
}

function stepRmsprop(
  { learningRate, weightDecay, smoothing, epsilon }: RmspropOptimizer,
  { parameters, optimizerState: [last] }: Weights,
  gradients: Vector,
): Weights {
  const gradient = decayed(gradients, parameters, weightDecay);
  const square = average(last, tf.square(gradient), smoothing);
  const settings = { gradient, square, learningRate, epsilon };
  return { parameters: scaledStep(parameters, settings), optimizerState: [square] };
}

function stepAdagrad(
  { learningRate, weightDecay, epsilon }: AdagradOptimizer,
  { parameters, optimizerState: [last] }: Weights,
  gradients: Vector,
): Weights {
  const gradient = decayed(gradients, parameters, weightDecay);
  const square: Vector = tf.add(last, tf.square(gradient));
  const settings = { gradient, square, learningRate, epsilon };
  return { parameters: scaledStep(parameters, settings), optimizerState: [square] };
}

function stepAdam(
  { learningRate, beta1, beta2, epsilon, weightDecay, decoupled }: AdamOptimizer,
  { parameters, optimizerState: [lastMean, lastSquare] }: Weights,
  { gradients, step }: { gradients: Vector; step: number },
): Weights {
  const stepSize = learningRate / (1 - beta1 ** step);
  const rootCorrection = Math.sqrt(1 - beta2 ** step);
  const start: Vector = decoupled && weightDecay > 0
    ? tf.mul(parameters, 1 - learningRate * weightDecay)
    : parameters;
  const gradient = decayed(gradients, parameters, decoupled ? 0 : weightDecay);
  const mean = average(lastMean, gradient, beta1);
  const square = average(lastSquare, tf.square(gradient), beta2);
  const divisor = tf.add(tf.div(tf.sqrt(square), rootCorrection), epsilon);
  const end: Vector = tf.sub(start, tf.div(tf.mul(mean, stepSize), divisor));
  return { parameters: end, optimizerState: [mean, square] };
}
