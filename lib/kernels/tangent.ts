/** Derivatives of a layer's passes along a vector of parameters: the R-operator, forward over reverse. */

import type { ActivationFunction } from "../models/activations/record.ts";
import type { Layer } from "../models/layout.ts";
import { matmul, type Product } from "./matmul.ts";
import type { Stage } from "./pass.ts";

/**
 * Derivatives along a vector, one row for each sample. A matrix and its derivative lie side by side in a
 * row, so that each sum of two products, such as `R(δ) · W + δ · R(W)`, is one product of twice the inner
 * length. The rows are at the same time those of two matrices that alternate, for the sums over samples.
 */
export interface Tangent {
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
  readonly derivatives: Float64Array;
  /** `[rows × outputs]`: its second derivatives, times the gradient with respect to the activations. */
  readonly curvatures: Float64Array;
  readonly forward: Product;
  readonly weightGradient: Product;
  /** Into `before`, the derivatives of the gradient with respect to the inputs. */
  readonly inputGradient: Product;
}

/** Allocates the buffers of a layer, and prepares the operands of its products. */
export function createTangent(
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
    derivatives: new Float64Array(rows * fanOut),
    curvatures: new Float64Array(rows * fanOut),
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
export function prepareLayer(
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
export function prepareActivation(
  { stage: { preActivations, outputs }, derivatives, curvatures }: Tangent,
  { derivative, secondDerivative }: ActivationFunction,
  gradient: Float64Array,
): void {
  for (let at = 0; at < derivatives.length; at++) {
    derivatives[at] = derivative(preActivations[at], outputs[at]);
    curvatures[at] = gradient[at] * secondDerivative(preActivations[at], outputs[at]);
  }
}

/** `R(z) = x · R(W)ᵀ + R(x) · Wᵀ + R(b)`, and from it the derivatives of the next layer's inputs. */
export function forwardTangent(
  { layer, forward, forwardWeights, preActivations, derivatives }: Tangent,
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
    for (let k = 0; k < fanOut; k++, at++) {
      next.inputs[to + k] = derivatives[at] * preActivations[at];
    }
  }
}

/** `R(∂W) = R(δ)ᵀ · x + δᵀ · R(x)` and `R(∂b)`, the sums of `R(δ)`. */
export function backwardTangent(
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
export function activationTangent(
  { layer: { outputs }, preActivations, deltas, derivatives, curvatures }: Tangent,
  gradient: Float64Array,
): void {
  const rows = derivatives.length / outputs;
  for (let row = 0, at = 0, to = 0; row < rows; row++, to += 2 * outputs) {
    for (let k = 0; k < outputs; k++, at++) {
      deltas[to + k] = derivatives[at] * gradient[at] + curvatures[at] * preActivations[at];
    }
  }
}
