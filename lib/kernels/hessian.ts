/** Exact products of the Hessian of a network's loss and vectors, in float64. */

import { activationFunction, type Activations, activationsOf } from "../models/activations.ts";
import { type Layer, layersOf, parameterCount } from "../models/layout.ts";
import { float64 } from "./floats.ts";
import { type Loss, scoreBatch, scoreTangent } from "./losses.ts";
import { matmul, type Product } from "./matmul.ts";
import type { Samples } from "./network.ts";
import { createPass, type Stage } from "./pass.ts";

/** The network and the batch whose mean loss is differentiated. */
export interface HessianSettings {
  readonly sizes: readonly number[];
  readonly activation: Activations;
  readonly loss: Loss;
  /** All samples, as one batch. */
  readonly samples: Samples;
}

/** The loss of a network at parameters that can be changed, with its first and second derivatives. */
export interface Hessian {
  /** Computes the mean loss at `parameters`, and its gradient. */
  at(parameters: Float64Array): number;
  /** The gradient where `at` was called last. */
  readonly gradients: Float64Array;
  /** Prepares products with the Hessian where `at` was called last. */
  prepare(): void;
  /** Writes the product of the Hessian there and `vector` to `product`. */
  multiply(vector: Float64Array, product: Float64Array): void;
}

/**
 * Derivatives along a vector, one row for each sample. A matrix and its derivative lie side by side in a
 * row, so that each sum of two products, such as `R(δ) · W + δ · R(W)`, is one product of twice the inner
 * length. The rows are at the same time those of two matrices that alternate, for the sums over samples.
 */
interface Tangent {
  /** The base, as the passes have left it. */
  readonly stage: Stage;
  readonly layer: Layer;
  /** `[rows × 2 × inputs]`: inputs, and their derivatives; of the first layer the inputs alone. */
  readonly inputs: Float64Array;
  /** `[rows × outputs]`: the derivatives of the pre-activations. */
  readonly preActivations: Float64Array;
  /** `[rows × 2 × outputs]`: the derivatives of the deltas, and the deltas. */
  readonly deltas: Float64Array;
  /** `[outputs × 2 × inputs]`: the vector's weights, and the network's. */
  readonly forwardWeights: Float64Array;
  /** `[2 × outputs × inputs]`: the network's weights, then the vector's. */
  readonly backwardWeights: Float64Array;
  /** `[rows × outputs]`: the activation's first derivatives. */
  readonly slopes: Float64Array;
  /** `[rows × outputs]`: its second derivatives, times the gradient with respect to the activations. */
  readonly bends: Float64Array;
  readonly forward: Product;
  readonly weightGradient: Product;
  /** Into `before`, the derivatives of the gradient with respect to the inputs. */
  readonly inputGradient: Product;
}

/**
 * Creates the computations. Products are exact up to rounding: the derivative of backpropagation along the
 * vector, forward over reverse, which takes about twice the time of a gradient.
 *
 * Source: B. A. Pearlmutter, "Fast exact multiplication by the Hessian", Neural Computation 6, 1994.
 *
 * @param settings The network and the batch; buffers are allocated once, and no step allocates more.
 */
export function createHessian(settings: HessianSettings): Hessian {
  const { sizes, samples, loss } = settings;
  const rows = samples.count;
  const count = parameterCount(sizes);
  const weights = { parameters: new Float64Array(count), gradients: new Float64Array(count) };
  const pass = createPass(float64, weights, { sizes, rows });
  const activations = activationsOf(settings.activation, sizes.length - 2);
  const width = sizes[sizes.length - 1];
  pass.inputs.set(samples.inputs);
  const targets = Float64Array.from(samples.targets);
  const layers = layersOf(sizes);
  // The gradient with respect to any layer's inputs is used up before the next one is computed.
  const before = new Float64Array(rows * Math.max(...sizes));
  const tangents = layers.map((layer, at) =>
    createTangent(pass.stages[at], { layer, rows, first: at === 0, before })
  );
  const shape = { rows, width };
  return {
    gradients: weights.gradients,
    at(parameters) {
      weights.parameters.set(parameters);
      pass.forward(activations);
      const { outputs, outputGradient: gradient } = pass;
      const { lossSum } = scoreBatch(loss, { outputs, targets, gradient }, shape);
      pass.backward(activations);
      return lossSum / rows;
    },
    prepare() {
      tangents.forEach((tangent, at) => {
        prepareLayer(tangent, weights.parameters, rows);
        const { inputGradient } = tangent.stage;
        if (inputGradient === undefined) return;
        matmul({ ...inputGradient, c: before });
        prepareActivation(tangents[at - 1], activationFunction(activations[at - 1]), before);
      });
    },
    multiply(vector, product) {
      tangents.forEach((tangent, at) =>
        forwardTangent(tangent, vector, { rows, next: tangents[at + 1] })
      );
      const last = tangents[tangents.length - 1];
      const tangent = { direction: last.preActivations, product: last.deltas };
      const stride = 2 * width;
      scoreTangent(loss, { outputs: pass.outputs, targets }, tangent, { rows, width, stride });
      for (let at = tangents.length - 1; at >= 0; at--) {
        backwardTangent(tangents[at], product, rows);
        if (at === 0) continue;
        matmul(tangents[at].inputGradient);
        activationTangent(tangents[at - 1], before);
      }
    },
  };
}

/** The number of parameters, and the memory of `createHessian` for a batch of `rows` samples. */
export function hessianBytes(
  sizes: readonly number[],
  rows: number,
): { readonly parameters: number; readonly bytes: number } {
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const parameters = parameterCount(sizes);
  // Of each unit three buffers of the pass and seven of the tangents; six vectors of parameters.
  const bytes = 8 * (rows * (10 * units + Math.max(...sizes)) + 6 * parameters);
  return { parameters, bytes };
}

function createTangent(
  stage: Stage,
  { layer, rows, first, before }: {
    layer: Layer;
    rows: number;
    first: boolean;
    before: Float64Array;
  },
): Tangent {
  const { inputs: fanIn, outputs: fanOut } = layer;
  const halves = first ? 1 : 2;
  const inputs = new Float64Array(rows * halves * fanIn);
  const preActivations = new Float64Array(rows * fanOut);
  const deltas = new Float64Array(rows * 2 * fanOut);
  const forwardWeights = new Float64Array(fanOut * halves * fanIn);
  const backwardWeights = new Float64Array(first ? 0 : 2 * fanOut * fanIn);
  return {
    ...{ stage, layer, inputs, preActivations, deltas, forwardWeights, backwardWeights },
    slopes: new Float64Array(rows * fanOut),
    bends: new Float64Array(rows * fanOut),
    // deno-fmt-ignore
    forward: {
      a: inputs, aRow: halves * fanIn, aInner: 1, b: forwardWeights, bInner: 1, bColumn: halves * fanIn,
      c: preActivations, rows, inner: halves * fanIn, columns: fanOut,
    },
    // deno-fmt-ignore
    weightGradient: {
      a: deltas, aRow: 1, aInner: 2 / halves * fanOut, b: inputs, bInner: fanIn, bColumn: 1,
      c: new Float64Array(fanOut * fanIn), rows: fanOut, inner: halves * rows, columns: fanIn,
    },
    // deno-fmt-ignore
    inputGradient: {
      a: deltas, aRow: 2 * fanOut, aInner: 1, b: backwardWeights, bInner: fanIn, bColumn: 1,
      c: before, rows, inner: 2 * fanOut, columns: fanIn,
    },
  };
}

/** Copies what products need of a layer: its inputs, its deltas, and its weights in both layouts. */
function prepareLayer(
  { stage, layer, inputs, deltas, forwardWeights, backwardWeights }: Tangent,
  parameters: Float64Array,
  rows: number,
): void {
  const { inputs: fanIn, outputs: fanOut, weight } = layer;
  const isFirst = backwardWeights.length === 0;
  copyRows(stage.forward.a, inputs, { rows, width: fanIn, stride: isFirst ? fanIn : 2 * fanIn });
  copyRows(stage.delta, deltas, { rows, width: fanOut, stride: 2 * fanOut, to: fanOut });
  if (isFirst) return;
  const own = parameters.subarray(weight, layer.bias);
  copyRows(own, forwardWeights, { rows: fanOut, width: fanIn, stride: 2 * fanIn, to: fanIn });
  backwardWeights.set(own);
}

/** Copies rows that lie close to rows that lie `stride` apart, the first of them at `to`. */
function copyRows(
  source: ArrayLike<number>,
  target: Float64Array,
  { rows, width, stride, to = 0 }: { rows: number; width: number; stride: number; to?: number },
): void {
  for (let row = 0, from = 0; row < rows; row++, to += stride) {
    for (let k = 0; k < width; k++) target[to + k] = source[from++];
  }
}

/** Computes the derivatives of the activation of a layer, given the gradient with respect to its values. */
function prepareActivation(
  { stage: { preActivations, outputs }, slopes, bends }: Tangent,
  { derivative, secondDerivative }: ReturnType<typeof activationFunction>,
  gradient: Float64Array,
): void {
  for (let at = 0; at < slopes.length; at++) {
    slopes[at] = derivative(preActivations[at], outputs[at]);
    bends[at] = gradient[at] * secondDerivative(preActivations[at], outputs[at]);
  }
}

/** `R(z) = x · R(W)ᵀ + R(x) · Wᵀ + R(b)`, and from it the derivatives of the next layer's inputs. */
function forwardTangent(
  { layer, forward, forwardWeights, preActivations, slopes }: Tangent,
  vector: Float64Array,
  { rows, next }: { rows: number; next: Tangent | undefined },
): void {
  const { inputs: fanIn, outputs: fanOut, weight, bias } = layer;
  const stride = forwardWeights.length / fanOut;
  for (let unit = 0, from = weight; unit < fanOut; unit++) {
    const start = unit * stride;
    for (let k = 0; k < fanIn; k++) forwardWeights[start + k] = vector[from++];
  }
  matmul(forward);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let k = 0; k < fanOut; k++, at++) preActivations[at] += vector[bias + k];
  }
  if (next === undefined) return;
  next.backwardWeights.set(
    vector.subarray(next.layer.weight, next.layer.bias),
    next.backwardWeights.length / 2,
  );
  for (let row = 0, at = 0, to = fanOut; row < rows; row++, to += 2 * fanOut) {
    for (let k = 0; k < fanOut; k++, at++) next.inputs[to + k] = slopes[at] * preActivations[at];
  }
}

/** `R(∂W) = R(δ)ᵀ · x + δᵀ · R(x)` and `R(∂b)`, the sums of `R(δ)`. */
function backwardTangent(
  { layer, deltas, weightGradient }: Tangent,
  product: Float64Array,
  rows: number,
): void {
  const { outputs: fanOut, weight, bias } = layer;
  matmul(weightGradient);
  product.set(weightGradient.c, weight);
  product.fill(0, bias, bias + fanOut);
  for (let row = 0, from = 0; row < rows; row++, from += 2 * fanOut) {
    for (let k = 0; k < fanOut; k++) product[bias + k] += deltas[from + k];
  }
}

/** `R(δ) = f′ · R(∂y) + f″ · ∂y · R(z)`, with the gradient `∂y` with respect to the activations. */
function activationTangent(
  { layer: { outputs }, preActivations, deltas, slopes, bends }: Tangent,
  gradient: Float64Array,
): void {
  const rows = slopes.length / outputs;
  for (let row = 0, at = 0, to = 0; row < rows; row++, to += 2 * outputs) {
    for (let k = 0; k < outputs; k++, at++) {
      deltas[to + k] = slopes[at] * gradient[at] + bends[at] * preActivations[at];
    }
  }
}
