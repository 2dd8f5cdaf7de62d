/** The losses of a batch, in operations of TensorFlow.js. */

import type { BatchScore, Loss } from "../../kernels/losses.ts";
import { type Matrix, type Tensor, type Tensor1D, tf } from "./tensorflow.ts";

/**
 * Scores one batch.
 *
 * @param loss The loss.
 * @param outputs The outputs or logits, `[rows × width]`.
 * @param targets The one-hot classes, soft labels, or values, `[rows × width]`.
 * @returns The sums of scores, and a function for the gradient of the mean loss with respect to the outputs.
 */
export function scoreBatch(
  loss: Loss,
  outputs: Matrix,
  targets: Matrix,
): BatchScore & { gradient: () => Matrix } {
  const { losses, gradient } = loss === "crossEntropy"
    ? crossEntropy(outputs, targets)
    : squaredError(outputs, targets);
  return {
    lossSum: sumOf(losses),
    correct: sumOf(isRight(loss, outputs, targets)),
    gradient,
  };
}

/** Sums values in float64, because a sum over many samples loses digits in float32. */
function sumOf(values: Tensor): number {
  let sum = 0;
  for (const value of values.dataSync()) sum += value;
  return sum;
}

/** The loss of each sample, and a function for the gradient of the mean loss. */
interface BatchLoss {
  readonly losses: Tensor1D;
  readonly gradient: () => Matrix;
}

function crossEntropy(logits: Matrix, targets: Matrix): BatchLoss {
  const logProbabilities = tf.logSoftmax(logits);
  return {
    losses: tf.neg(tf.sum(tf.mul(targets, logProbabilities), 1)),
    gradient: () => {
      const sums = tf.sum(targets, 1, true);
      return tf.div(tf.sub(tf.mul(tf.exp(logProbabilities), sums), targets), logits.shape[0]);
    },
  };
}

function squaredError(outputs: Matrix, targets: Matrix): BatchLoss {
  const errors = tf.sub(outputs, targets);
  return {
    losses: tf.mean(tf.square(errors), 1),
    gradient: () => tf.mul(errors, 2 / errors.size),
  };
}

/** Whether the argmax of outputs and targets is equal; a single output means class 1 if it is above 0.5. */
function isRight(loss: Loss, outputs: Matrix, targets: Matrix): Tensor {
  if (loss === "meanSquaredError" && outputs.shape[1] === 1) {
    return tf.equal(tf.greater(outputs, 0.5), tf.greater(targets, 0.5));
  }
  return tf.equal(tf.argMax(outputs, 1), tf.argMax(targets, 1));
}
