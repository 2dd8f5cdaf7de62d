/** The forward and backward pass of an MLP, in operations of TensorFlow.js. */

import type { Loss } from "../../kernels/losses.ts";
import { activationRecords, type Activations, activationsOf } from "../../models/activations.ts";
import { layersOf, parameterCount } from "../../models/layout.ts";
import { scoreBatch } from "./losses.ts";
import type { Vector } from "./optimizers.ts";
import { type Matrix, tf } from "./tensorflow.ts";

/** A network: its sizes, its activation, and its parameters. */
export interface NetworkTensors {
  readonly sizes: readonly number[];
  readonly activation: Activations;
  readonly parameters: Vector;
}

/** The inputs and targets of a batch. */
export interface Batch {
  readonly inputs: Matrix;
  readonly targets: Matrix;
}

/** The inputs and results of one layer's forward pass. */
interface LayerPass {
  /** The weights `[outputs × inputs]`. */
  readonly weight: Matrix;
  readonly inputs: Matrix;
  readonly preActivations: Matrix;
  readonly outputs: Matrix;
}

/** The maximum number of multiplications between two yields to the event loop. */
const productsAtOnce = 2e8;
const maxRowsAtOnce = 4096;

/** The number of rows to evaluate at once, so that the event loop is not blocked for a second. */
export function rowsAtOnce(sizes: readonly number[]): number {
  return Math.min(maxRowsAtOnce, Math.ceil(productsAtOnce / parameterCount(sizes)));
}

/** Computes the outputs of rows, before any softmax. */
export function outputsOf(network: NetworkTensors, inputs: Matrix): Matrix {
  return forward(network, inputs).at(-1)!.outputs;
}

/**
 * Computes the scores of a batch, and the gradient of the mean loss with respect to each parameter.
 *
 * @param factor The factor from the plain mean of the batch to its weighted mean.
 */
export function gradientsOf(
  network: NetworkTensors,
  loss: Loss,
  { inputs, targets, factor = 1 }: Batch & { readonly factor?: number },
) {
  const passes = forward(network, inputs);
  const { gradient, lossSum, correct } = scoreBatch(loss, passes.at(-1)!.outputs, targets);
  const score = { lossSum: factor * lossSum, correct };
  const delta: Matrix = factor === 1 ? gradient() : tf.mul(gradient(), factor);
  return { score, gradients: backward(network.activation, passes, delta) };
}

function forward({ sizes, activation, parameters }: NetworkTensors, inputs: Matrix): LayerPass[] {
  const passes: LayerPass[] = [];
  const layers = layersOf(sizes);
  const activations = activationsOf(activation, layers.length - 1);
  let rows = inputs;
  for (const layer of layers) {
    const { inputs: fanIn, outputs: fanOut } = layer;
    const weight: Matrix = tf.reshape(
      tf.slice(parameters, layer.weight, fanIn * fanOut),
      [fanOut, fanIn],
    );
    const bias = tf.slice(parameters, layer.bias, fanOut);
    const preActivations: Matrix = tf.add(timesTransposed(rows, weight), bias);
    const last = passes.length === layers.length - 1;
    const { tensors } = activationRecords[last ? "identity" : activations[passes.length]];
    const outputs = tensors.value<Matrix>(tf, preActivations);
    passes.push({ weight, inputs: rows, preActivations, outputs });
    rows = outputs;
  }
  return passes;
}

/**
 * Computes `rows · weightᵀ` as the transpose of `weight · rowsᵀ`. On the wasm backend a product of
 * plain matrices is ten times as fast as one that transposes an operand, and it packs its second
 * operand again for each product.
 */
function timesTransposed(rows: Matrix, weight: Matrix): Matrix {
  return tf.transpose(tf.matMul(weight, tf.transpose(rows) as Matrix));
}

/** Computes the gradients of all parameters, in the layout of `layersOf`, from that of the outputs. */
function backward(
  activation: Activations,
  passes: readonly LayerPass[],
  outputGradient: Matrix,
): Vector {
  const activations = activationsOf(activation, passes.length - 1);
  const gradients: Vector[] = [];
  let delta = outputGradient;
  for (const [index, pass] of [...passes.entries()].toReversed()) {
    if (index < passes.length - 1) {
      const { derivative } = activationRecords[activations[index]].tensors;
      if (derivative) {
        delta = tf.mul(delta, derivative<Matrix>(tf, pass.preActivations, pass.outputs));
      }
    }
    const weightGradient = tf.matMul(tf.transpose(delta) as Matrix, pass.inputs);
    gradients.unshift(tf.reshape(weightGradient, [-1]), tf.sum(delta, 0));
    if (index > 0) delta = tf.matMul(delta, pass.weight) as Matrix;
  }
  return tf.concat(gradients);
}
