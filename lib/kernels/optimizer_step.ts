/** The update rules of the optimizers, in PyTorch's order of operations. */

import type { Floats } from "./floats.ts";
import type {
  AdagradOptimizer,
  AdamOptimizer,
  Optimizer,
  RmspropOptimizer,
  SgdOptimizer,
} from "./optimizers.ts";

/** How many numbers an optimizer keeps for each parameter. */
export function stateVectorCount(optimizer: Optimizer): number {
  if (optimizer.kind === "sgd") return optimizer.momentum > 0 ? 1 : 0;
  return optimizer.kind === "adam" ? 2 : 1;
}

/** What a step works on; parameters and state are updated in place. */
export interface StepTarget {
  readonly parameters: Floats;
  readonly gradients: Floats;
  /** Optimizer state `[stateVectorCount × parameters]`, zeros before the first step. */
  readonly state: Floats;
}

/**
 * Takes one optimizer step in place.
 *
 * @param optimizer Its settings.
 * @param target Parameters, their gradients, and the running state.
 * @param step Number of this step, from 1 up.
 */
export function stepOptimizer(optimizer: Optimizer, target: StepTarget, step: number): void {
  switch (optimizer.kind) {
    case "sgd":
      return optimizer.momentum > 0
        ? stepMomentum(optimizer, target)
        : stepGradientDescent(optimizer, target);
    case "rmsprop":
      return stepRmsprop(optimizer, target);
    case "adagrad":
      return stepAdagrad(optimizer, target);
    case "adam":
      return stepAdam(optimizer, target, step);
  }
}

function stepGradientDescent(
  { learningRate, weightDecay }: SgdOptimizer,
  { parameters, gradients }: StepTarget,
): void {
  for (let i = 0; i < parameters.length; i++) {
    parameters[i] -= learningRate * (gradients[i] + weightDecay * parameters[i]);
  }
}

function stepMomentum(
  { learningRate, weightDecay, momentum, nesterov }: SgdOptimizer,
  { parameters, gradients, state }: StepTarget,
): void {
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i] + weightDecay * parameters[i];
    const velocity = momentum * state[i] + gradient;
    state[i] = velocity;
    parameters[i] -= learningRate * (nesterov ? gradient + momentum * velocity : velocity);
  }
}

function stepRmsprop(
  { learningRate, weightDecay, smoothing, epsilon }: RmspropOptimizer,
  { parameters, gradients, state }: StepTarget,
): void {
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i] + weightDecay * parameters[i];
    state[i] = smoothing * state[i] + (1 - smoothing) * gradient * gradient;
    parameters[i] -= learningRate * gradient / (Math.sqrt(state[i]) + epsilon);
  }
}

function stepAdagrad(
  { learningRate, weightDecay, epsilon }: AdagradOptimizer,
  { parameters, gradients, state }: StepTarget,
): void {
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i] + weightDecay * parameters[i];
    state[i] += gradient * gradient;
    parameters[i] -= learningRate * gradient / (Math.sqrt(state[i]) + epsilon);
  }
}

function stepAdam(
  { learningRate, beta1, beta2, epsilon, weightDecay, decoupled }: AdamOptimizer,
  { parameters, gradients, state }: StepTarget,
  step: number,
): void {
  const count = parameters.length;
  const stepSize = learningRate / (1 - beta1 ** step);
  const rootCorrection = Math.sqrt(1 - beta2 ** step);
  const decayFactor = decoupled ? 1 - learningRate * weightDecay : 1;
  const coupled = decoupled ? 0 : weightDecay;
  for (let i = 0; i < count; i++) {
    const parameter = parameters[i] * decayFactor;
    const gradient = gradients[i] + coupled * parameter;
    const mean = beta1 * state[i] + (1 - beta1) * gradient;
    const square = beta2 * state[count + i] + (1 - beta2) * gradient * gradient;
    state[i] = mean;
    state[count + i] = square;
    parameters[i] = parameter - stepSize * mean / (Math.sqrt(square) / rootCorrection + epsilon);
  }
}
