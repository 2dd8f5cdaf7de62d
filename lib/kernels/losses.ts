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
 * Computes how the gradient that {@linkcode scoreBatch} writes changes along a direction of the outputs:
 * the product of the loss's Hessian with respect to the outputs and that direction.
 *
 * - `crossEntropy`: `Σ target · (diag(p) - p pᵀ) · direction`, with the probabilities `p`.
 * - `meanSquaredError`: twice the direction.
 *
 * @param loss The loss, a mean over the rows and, of squared errors, over the outputs.
 * @param outputs The outputs and their targets, `[rows × width]`.
 * @param tangents The direction, and the buffer for the product, which may be the same.
 * @param shape The number of rows, the width of a row, and the distance between rows of the product.
 */
export function scoreTangent(
  loss: Loss,
  { outputs, targets }: { outputs: Floats; targets: Floats },
  { direction, product }: { direction: Floats; product: Floats },
  { rows, width, stride }: { rows: number; width: number; stride: number },
): void {
  for (let row = 0, start = 0, to = 0; row < rows; row++, start += width, to += stride) {
    if (loss === "crossEntropy") {
      let [largest, targetSum] = [-Infinity, 0];
      for (let k = start; k < start + width; k++) {
        largest = Math.max(largest, outputs[k]);
        targetSum += targets[k];
      }
      let [sum, mean] = [0, 0];
      for (let k = start; k < start + width; k++) {
        const power = Math.exp(outputs[k] - largest);
        sum += power;
        mean += power * direction[k];
      }
      mean /= sum;
      for (let k = 0; k < width; k++) {
        const share = Math.exp(outputs[start + k] - largest) / sum;
        product[to + k] = targetSum * share * (direction[start + k] - mean) / rows;
      }
    } else {
      for (let k = 0; k < width; k++) product[to + k] = 2 * direction[start + k] / (width * rows);
    }
  }
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
