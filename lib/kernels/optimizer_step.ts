/** The update rules of the optimizers, in PyTorch's order of operations. */

import type { Floats } from "./floats.ts";
import type {
  AdagradOptimizer,
  AdamOptimizer,
  Optimizer,
  RmspropOptimizer,
  SgdOptimizer,
} from "./optimizers.ts";

/** Returns the number of state vectors of an optimizer: numbers that it stores per parameter. */
export function stateVectorCount(optimizer: Optimizer): number {
  if (optimizer.kind === "sgd") return optimizer.momentum > 0 ? 1 : 0;
  return optimizer.kind === "adam" ? 2 : 1;
}

/** The operands of a step; parameters and state are updated in place. */
export interface StepTarget {
  readonly parameters: Floats;
  readonly gradients: Floats;
  /** Optimizer state `[stateVectorCount × parameters]`, zeros before the first step. */
  readonly state: Floats;
}

/**
 * Takes one optimizer step in place.
 *
 * Factors are rounded to the precision of the parameters, as in PyTorch: in float32 AdamW's decay factor
 * of `1 - 1e-8` is exactly 1.
 *
 * @param optimizer The settings of the optimizer.
 * @param target Parameters, their gradients, and the optimizer state.
 * @param step The number of this step, from 1.
 */
export function stepOptimizer(optimizer: Optimizer, target: StepTarget, step: number): void {
  const round = target.parameters instanceof Float32Array ? Math.fround : identity;
  switch (optimizer.kind) {
    case "sgd":
      return optimizer.momentum > 0
        ? stepMomentum(optimizer, target, round)
        : stepGradientDescent(optimizer, target, round);
    case "rmsprop":
      return stepRmsprop(optimizer, target, round);
    case "adagrad":
      return stepAdagrad(optimizer, target, round);
    case "adam":
      return stepAdam(optimizer, target, { step, round });
  }
}

/** Rounds a factor to the precision of the parameters. */
type Round = (factor: number) => number;

const identity: Round = (factor) => factor;

function stepGradientDescent(
  optimizer: SgdOptimizer,
  { parameters, gradients }: StepTarget,
  round: Round,
): void {
  const learningRate = round(optimizer.learningRate);
  const weightDecay = round(optimizer.weightDecay);
  for (let i = 0; i < parameters.length; i++) {
    parameters[i] -= learningRate * (gradients[i] + weightDecay * parameters[i]);
  }
}

function stepMomentum(
  { nesterov, ...optimizer }: SgdOptimizer,
  { parameters, gradients, state }: StepTarget,
  round: Round,
): void {
  const learningRate = round(optimizer.learningRate);
  const weightDecay = round(optimizer.weightDecay);
  const momentum = round(optimizer.momentum);
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i] + weightDecay * parameters[i];
    const velocity = momentum * state[i] + gradient;
    state[i] = velocity;
    parameters[i] -= learningRate * (nesterov ? gradient + momentum * velocity : velocity);
  }
}

function stepRmsprop(
  optimizer: RmspropOptimizer,
  { parameters, gradients, state }: StepTarget,
  round: Round,
): void {
  const learningRate = round(optimizer.learningRate);
  const weightDecay = round(optimizer.weightDecay);
  const epsilon = round(optimizer.epsilon);
  const smoothing = round(optimizer.smoothing);
  const rest = round(1 - optimizer.smoothing);
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i] + weightDecay * parameters[i];
    state[i] = smoothing * state[i] + rest * gradient * gradient;
    parameters[i] -= learningRate * gradient / (Math.sqrt(state[i]) + epsilon);
  }
}

function stepAdagrad(
  optimizer: AdagradOptimizer,
  { parameters, gradients, state }: StepTarget,
  round: Round,
): void {
  const learningRate = round(optimizer.learningRate);
  const weightDecay = round(optimizer.weightDecay);
  const epsilon = round(optimizer.epsilon);
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i] + weightDecay * parameters[i];
    state[i] += gradient * gradient;
    parameters[i] -= learningRate * gradient / (Math.sqrt(state[i]) + epsilon);
  }
}

function stepAdam(
  { learningRate, decoupled, ...optimizer }: AdamOptimizer,
  { parameters, gradients, state }: StepTarget,
  { step, round }: { step: number; round: Round },
): void {
  const count = parameters.length;
  const [beta1, beta2] = [round(optimizer.beta1), round(optimizer.beta2)];
  const [rest1, rest2] = [round(1 - optimizer.beta1), round(1 - optimizer.beta2)];
  const epsilon = round(optimizer.epsilon);
  const stepSize = round(learningRate / (1 - optimizer.beta1 ** step));
  const rootCorrection = round(Math.sqrt(1 - optimizer.beta2 ** step));
  const decayFactor = decoupled ? round(1 - learningRate * optimizer.weightDecay) : 1;
  const coupled = decoupled ? 0 : round(optimizer.weightDecay);
  for (let i = 0; i < count; i++) {
    const parameter = parameters[i] * decayFactor;
    const gradient = gradients[i] + coupled * parameter;
    const mean = beta1 * state[i] + rest1 * gradient;
    const square = beta2 * state[count + i] + rest2 * gradient * gradient;
    state[i] = mean;
    state[count + i] = square;
    parameters[i] = parameter - stepSize * mean / (Math.sqrt(square) / rootCorrection + epsilon);
  }
}
