/** Checks gradients of backpropagation by finite differences. */

import { checkNumber, validationMessage } from "../check.ts";
import { checkOptions, checkShape, isArray, isTyped } from "../check_shape.ts";
import type { Floats } from "../kernels/floats.ts";
import { layersOf, parameterCount } from "../models/layout.ts";
import { checkMlp } from "../models/mlp.ts";
import type { GradientSource } from "./gradient_sources.ts";

/** The errors between two gradients of one parameter tensor. */
export interface GradientError {
  /** The name of the tensor, such as `layer 1 weight`; layers are counted from 1. */
  readonly parameter: string;
  /** The maximum absolute difference. */
  readonly maxAbsoluteError: number;
  /**
   * The maximum relative difference: the absolute difference, divided by the larger absolute value of
   * the two. Pairs of zeros count as equal.
   */
  readonly maxRelativeError: number;
}

/**
 * Estimates the gradient by central differences, `(L(θ + ε) - L(θ - ε)) / 2ε`, for one parameter after
 * the other. It takes two evaluations of the loss per parameter.
 *
 * @param source The source of the loss, in its own precision.
 * @param options `epsilon`: half the step, above 0 and at most 1. The truncation error is proportional to
 * ε², the rounding error to 1/ε: about 1e-5 is best in float64, about 1e-2 in float32.
 * @returns One derivative per parameter, `[parameters]`.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if epsilon is out of bounds
 *
 * @example The derivative of (w - 1)² at w = 3, for one input of 1
 * ```ts
 * import { centralDifferences, float64Gradients } from "@neural-lab/lab";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const samples = { count: 1, inputs: Float32Array.of(1), targets: Float32Array.of(1) };
 * const parameters = Float32Array.of(3, 0);
 * const model = { sizes: [1, 1], activation: "identity", head: "logits", parameters } as const;
 * const source = float64Gradients(model, { samples, loss: "meanSquaredError" });
 * const [derivative] = await centralDifferences(source, { epsilon: 1e-5 });
 * assertAlmostEquals(derivative, 2 * (3 - 1), 1e-8);
 * ```
 */
export async function centralDifferences(
  source: GradientSource,
  options: { epsilon: number },
): Promise<Float64Array> {
  const action = "take central differences";
  checkSource(action, source);
  const { epsilon } = checkOptions(action, options, ["epsilon"]);
  checkNumber(action, "epsilon", epsilon, { above: 0, maximum: 1 });
  const parameters = Float64Array.from(source.model.parameters);
  const differences = new Float64Array(parameters.length);
  for (let index = 0; index < parameters.length; index++) {
    const lossAt = async (shift: number) => {
      const moved = Float64Array.from(parameters);
      moved[index] += shift;
      const { loss } = checkShape(action, "what source gives", await source.at(moved), "gradient");
      return loss;
    };
    differences[index] = (await lossAt(epsilon) - await lossAt(-epsilon)) / (2 * epsilon);
  }
  return differences;
}

/**
 * Computes the gradient by backpropagation at the parameters of the source's model.
 *
 * @param source The source of the gradient.
 * @returns One derivative per parameter, `[parameters]`.
 * @throws {TypeError} if it is not a gradient source, or its gradient is not of the model's length
 *
 * @example The derivative of (w - 1)² at w = 3
 * ```ts
 * import { float64Gradients, gradientAt } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const samples = { count: 1, inputs: Float32Array.of(1), targets: Float32Array.of(1) };
 * const parameters = Float32Array.of(3, 0);
 * const model = { sizes: [1, 1], activation: "identity", head: "logits", parameters } as const;
 * const [derivative] = await gradientAt(
 *   float64Gradients(model, { samples, loss: "meanSquaredError" }),
 * );
 * assertEquals(derivative, 4);
 * ```
 */
export async function gradientAt(source: GradientSource): Promise<Floats> {
  const action = "compute gradients";
  checkSource(action, source);
  const found = await source.at(Float64Array.from(source.model.parameters));
  const { gradients } = checkShape(action, "what source gives", found, "gradient");
  const length = parameterCount(source.model.sizes);
  if (isFloats(gradients, length)) return gradients;
  const allowed = `${floats} of ${length} numbers`;
  throw new TypeError(validationMessage(action, "gradients", allowed, gradients));
}

/** Checks a source, which a caller may have implemented. */
function checkSource(action: string, source: GradientSource): void {
  checkShape(action, "source", source, "gradientSource");
  checkMlp(action, source.model);
}

const floats = "a Float32Array or Float64Array";

function isFloats(values: unknown, length: number): boolean {
  return (isTyped(values, Float32Array) || isTyped(values, Float64Array)) &&
    values.length === length;
}

/**
 * Compares two gradients of one model and reports the largest errors of each parameter tensor.
 *
 * @param sizes The model's sizes, which determine the location of each tensor.
 * @param gradients The two gradients, in either order.
 * @returns One entry per tensor: weight and bias of each layer, in order.
 * @throws {TypeError} if the sizes are not a list, or the gradients are not two arrays of the model's
 * number of parameters
 * @throws {RangeError} if the sizes are out of bounds
 *
 * @example Backpropagation agrees with finite differences to eight digits and more
 * ```ts
 * import { centralDifferences, compareGradients, createMlp, float64Gradients, gradientAt } from "@neural-lab/lab";
 * import { assert } from "@std/assert";
 *
 * const samples = { count: 1, inputs: Float32Array.of(0.5, -1), targets: Float32Array.of(1) };
 * const model = createMlp([2, 2, 1], { activation: "tanh", seed: 0 });
 * const source = float64Gradients(model, { samples, loss: "meanSquaredError" });
 * const errors = compareGradients(model.sizes, [
 *   await gradientAt(source),
 *   await centralDifferences(source, { epsilon: 1e-5 }),
 * ]);
 * assert(errors.every(({ maxAbsoluteError }) => maxAbsoluteError < 1e-8));
 * ```
 */
export function compareGradients(
  sizes: readonly number[],
  gradients: readonly [Floats, Floats],
): GradientError[] {
  checkPair(gradients, parameterCount(sizes));
  return layersOf(sizes).flatMap(({ weight, bias, outputs }, index) => [
    { parameter: `layer ${index + 1} weight`, ...largestErrors(gradients, weight, bias) },
    { parameter: `layer ${index + 1} bias`, ...largestErrors(gradients, bias, bias + outputs) },
  ]);
}

function checkPair(gradients: unknown, length: number): void {
  const isPair = isArray(gradients) && gradients.length === 2;
  // By index, because `every` skips the holes of a sparse array.
  if (isPair && isFloats(gradients[0], length) && isFloats(gradients[1], length)) return;
  const allowed = `two Float32Array or Float64Array of ${length} numbers`;
  throw new TypeError(validationMessage("compare the gradients", "gradients", allowed, gradients));
}

function largestErrors([one, other]: readonly [Floats, Floats], from: number, to: number) {
  let maxAbsoluteError = 0;
  let maxRelativeError = 0;
  for (let at = from; at < to; at++) {
    const error = Math.abs(one[at] - other[at]);
    // Math.max propagates NaN, so a gradient that contains NaN does not pass.
    maxAbsoluteError = Math.max(maxAbsoluteError, error);
    const larger = Math.max(Math.abs(one[at]), Math.abs(other[at]));
    if (larger !== 0) maxRelativeError = Math.max(maxRelativeError, error / larger);
  }
  return { maxAbsoluteError, maxRelativeError };
}
