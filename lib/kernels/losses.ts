/** The losses: value, gradient and accuracy of one batch of outputs. */

import type { Head } from "../models/mlp.ts";
import type { Floats } from "./floats.ts";

/** The names of all losses. Both are means over the batch, as in PyTorch. */
export const lossNames = ["crossEntropy", "meanSquaredError"] as const;

/** A loss: `crossEntropy` of logits, or `meanSquaredError` over all outputs. */
export type Loss = typeof lossNames[number];

/** The head of networks that are trained with a loss. */
export function headOf(loss: Loss): Head {
  return loss === "crossEntropy" ? "logits" : "values";
}

/** The score of one batch. */
export interface BatchScore {
  /** The sum of the samples' losses, in float64. */
  lossSum: number;
  /** The number of correctly classified samples. */
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
 * - `crossEntropy`: `-Σ target · log softmax(logits)`, by log-sum-exp relative to the row's maximum.
 *   Targets are one-hot classes or soft labels. The gradient is `softmax(logits) · Σ target - target`,
 *   which is correct for targets of any sum.
 * - `meanSquaredError`: `(output - target)²`, the mean over samples and outputs.
 *
 * @param loss The loss.
 * @param outputs The outputs: logits or values, `[rows × width]`.
 * @param targets One-hot classes, soft labels, or values, `[rows × width]`.
 * @param gradient The buffer for the gradient `[rows × width]`; may be `outputs` itself.
 * @param shape The number of rows, and the width of a row.
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
    if (isCorrect(loss, outputs, targets, start, width)) correct++;
    lossSum += score(outputs, targets, gradient, start, width, rows);
  }
  const inFloat32 = outputs instanceof Float32Array;
  return { lossSum: inFloat32 ? overflowed(loss, lossSum, width) : lossSum, correct };
}

/**
 * Returns infinity if PyTorch's sum over a batch overflows in float32; otherwise the sum of the losses.
 * That is in float64, in which a diverged network may still have a finite loss.
 *
 * @param loss The loss, which PyTorch sums over rows or over outputs.
 * @param lossSum The sum of the rows' losses.
 * @param width The number of outputs.
 */
export function overflowed(loss: Loss, lossSum: number, width: number): number {
  const terms = loss === "crossEntropy" ? 1 : width;
  return lossSum < Infinity && Math.fround(lossSum * terms) === Infinity ? Infinity : lossSum;
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
    // The maximum is not added to the logarithm: a large maximum would round off the logarithm's digits.
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

/** Whether the argmax of the outputs is that of the targets; a single value means class 1 above 0.5. */
function isCorrect(
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

/** Returns the index of the largest of `width` values from `start`; of equal ones the first. */
export function argmax(values: Floats, start: number, width: number): number {
  let best = 0;
  for (let k = 1; k < width; k++) if (values[start + k] > values[start + best]) best = k;
  return best;
}
