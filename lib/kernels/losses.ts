/** The losses: value, gradient and accuracy of one batch of outputs. */

import type { Head } from "../models/mlp.ts";
import type { Floats } from "./floats.ts";

/** The names of the losses, both means over the batch, as in PyTorch. */
export const lossNames = ["crossEntropy", "meanSquaredError"] as const;

/** `crossEntropy` from logits, or `meanSquaredError` over all outputs. */
export type Loss = typeof lossNames[number];

/** What the outputs of a network mean that a loss has trained. */
export function headOf(loss: Loss): Head {
  return loss === "crossEntropy" ? "logits" : "values";
}

/** What one batch of outputs comes to. */
export interface BatchScore {
  /** Sum of the samples' losses, in float64: divide by the samples for the batch's mean. */
  lossSum: number;
  /** How many samples were classified right. */
  correct: number;
}

/** Adds one score to another. */
export function addScore(total: BatchScore, { lossSum, correct }: BatchScore): void {
  total.lossSum += lossSum;
  total.correct += correct;
}

/**
 * Scores one batch, and writes the gradient of its mean loss with respect to the outputs.
 *
 * - `crossEntropy`: `-Σ target · log softmax(logits)`, by log-sum-exp from the row's maximum. Targets
 *   are one-hot classes or soft labels; its gradient is `softmax(logits) · Σ target - target`, so that
 *   it is right for targets of any sum.
 * - `meanSquaredError`: `(output - target)²`, the mean over samples and outputs.
 *
 * @param loss Which of the two.
 * @param outputs Outputs, or logits, `[rows × width]`.
 * @param targets One-hot classes, soft labels, or values, `[rows × width]`.
 * @param gradient Where the gradient goes `[rows × width]`; may be `outputs` itself.
 * @param shape How many rows the batch has, and how wide each is.
 */
export function scoreBatch(
  loss: Loss,
  { outputs, targets, gradient }: { outputs: Floats; targets: Floats; gradient: Floats },
  { rows, width }: { rows: number; width: number },
): BatchScore {
  const score = loss === "crossEntropy" ? scoreCrossEntropy : scoreSquaredError;
  let lossSum = 0;
  let correct = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    if (isRight(loss, outputs, targets, start, width)) correct++;
    lossSum += score(outputs, targets, gradient, start, width, rows);
  }
  return { lossSum: inPrecisionOf(outputs, lossSum, loss === "crossEntropy" ? 1 : width), correct };
}

/**
 * Infinity where PyTorch's sum of the batch, `sum · terms`, overflows in the precision of the outputs:
 * the sum here is taken in float64, in which a network that has diverged may look well.
 */
function inPrecisionOf(outputs: Floats, sum: number, terms: number): number {
  const overflows = outputs instanceof Float32Array && sum < Infinity &&
    Math.fround(sum * terms) === Infinity;
  return overflows ? Infinity : sum;
}

function scoreCrossEntropy(
  logits: Floats,
  targets: Floats,
  gradient: Floats,
  start: number,
  width: number,
  rows: number,
): number {
  let largest = logits[start];
  for (let k = 1; k < width; k++) largest = Math.max(largest, logits[start + k]);
  let sum = 0;
  for (let k = 0; k < width; k++) sum += Math.exp(logits[start + k] - largest);
  const logSum = Math.log(sum);
  let targetSum = 0;
  for (let k = 0; k < width; k++) targetSum += targets[start + k];
  let loss = 0;
  for (let k = 0; k < width; k++) {
    const target = targets[start + k];
    // Without adding the maximum to the logarithm, whose digits a large one would swallow.
    const logProbability = logits[start + k] - largest - logSum;
    if (target !== 0) loss -= target * logProbability;
    gradient[start + k] = (Math.exp(logProbability) * targetSum - target) / rows;
  }
  return loss;
}

function scoreSquaredError(
  outputs: Floats,
  targets: Floats,
  gradient: Floats,
  start: number,
  width: number,
  rows: number,
): number {
  let loss = 0;
  for (let k = 0; k < width; k++) {
    const error = outputs[start + k] - targets[start + k];
    loss += error * error / width;
    gradient[start + k] = 2 * error / (width * rows);
  }
  return loss;
}

/** Whether the largest output is the target's; a lone value says class 1 above one half. */
function isRight(
  loss: Loss,
  outputs: Floats,
  targets: Floats,
  start: number,
  width: number,
): boolean {
  if (width === 1 && loss === "meanSquaredError") {
    return (outputs[start] > 0.5) === (targets[start] > 0.5);
  }
  return argmax(outputs, start, width) === argmax(targets, start, width);
}

/** Index of the largest of `width` values from `start`, the first of equals. */
export function argmax(values: Floats, start: number, width: number): number {
  let best = 0;
  for (let k = 1; k < width; k++) if (values[start + k] > values[start + best]) best = k;
  return best;
}
