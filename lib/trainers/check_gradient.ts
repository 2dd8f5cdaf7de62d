/** Backpropagation checked by finite differences. */

import { checkNumber } from "../check.ts";
import type { Device, SampleMatrix } from "../devices/device.ts";
import { checkBatch } from "../devices/checks.ts";
import { float64 } from "../kernels/arithmetic.ts";
import type { Floats } from "../kernels/floats.ts";
import type { Loss } from "../kernels/losses.ts";
import { createNetwork } from "../kernels/network.ts";
import { layersOf } from "../models/layout.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";

/** Something that gives the mean loss at given parameters, and its gradient by backpropagation. */
export interface GradientSource {
  /** What computes: `float64`, or a device's kind. */
  readonly name: string;
  /** The model whose gradient it gives. */
  readonly model: Mlp;
  /** The loss and gradient at `parameters`, which are laid out as the model's. */
  at(parameters: Float64Array): Promise<{ loss: number; gradients: Floats }>;
}

/** The batch a gradient is taken over, and the loss it is of. */
export interface GradientBatch {
  /** Taken as one batch. */
  readonly samples: SampleMatrix;
  /** Which loss the gradient is of. */
  readonly loss: Loss;
}

/** How far two gradients of one parameter tensor are apart. */
export interface GradientError {
  /** `layer 1 weight`, counted from 1. */
  readonly parameter: string;
  /** The largest difference. */
  readonly maxAbsoluteError: number;
  /** The difference over the larger of the two, where that is not 0. */
  readonly maxRelativeError: number;
}

/** The plain kernels in float64: the oracle. */
export function float64Gradients(model: Mlp, { samples, loss }: GradientBatch): GradientSource {
  checkMlp("compute gradients", model);
  checkBatch("compute gradients", { samples, loss }, model.sizes);
  const network = createNetwork(float64, model.sizes);
  const { activation } = model;
  return {
    name: "float64",
    model,
    at(parameters) {
      const gradients = new Float64Array(parameters.length);
      const batch = { samples, activation, loss, gradients };
      return Promise.resolve({ loss: network.gradients(parameters, batch), gradients });
    },
  };
}

/** A device in its own precision: parameters are rounded to float32 on the way in. */
export function deviceGradients(
  model: Mlp,
  { device, ...batch }: GradientBatch & { device: Device },
): GradientSource {
  return {
    name: device.kind,
    model,
    at: (parameters) =>
      device.gradients({ ...model, parameters: Float32Array.from(parameters) }, batch),
  };
}

/**
 * The gradient by central differences, `(L(θ + ε) - L(θ - ε)) / 2ε`, one parameter after the other.
 *
 * @param source What gives the loss, in its own precision.
 * @param options `epsilon`: half the step, above 0. Its truncation error falls with ε², its
 * rounding error grows with 1/ε: about 1e-5 is best in float64, about 1e-2 in float32.
 * @returns One number a parameter.
 * @throws {RangeError} if epsilon is not above 0
 */
export async function centralDifferences(
  source: GradientSource,
  { epsilon }: { epsilon: number },
): Promise<Float64Array> {
  checkNumber("take central differences", "epsilon", epsilon, { above: 0 });
  const parameters = Float64Array.from(source.model.parameters);
  const differences = new Float64Array(parameters.length);
  for (let index = 0; index < parameters.length; index++) {
    const lossAt = async (shift: number) => {
      const moved = Float64Array.from(parameters);
      moved[index] += shift;
      return (await source.at(moved)).loss;
    };
    differences[index] = (await lossAt(epsilon) - await lossAt(-epsilon)) / (2 * epsilon);
  }
  return differences;
}

/** The gradient by backpropagation at the source's model. */
export async function backpropagated(source: GradientSource): Promise<Floats> {
  return (await source.at(Float64Array.from(source.model.parameters))).gradients;
}

/**
 * Compares two gradients, parameter tensor by parameter tensor.
 *
 * @param sizes The model's, which say where each tensor lies.
 * @param gradients The two gradients, in either order.
 * @returns One entry a tensor: weight and bias of each layer, in order.
 *
 * @example Backpropagation agrees with finite differences to eight digits and more
 * ```ts
 * import { backpropagated, centralDifferences, compareGradients, float64Gradients }
 *   from "./check_gradient.ts";
 * import { createMlp } from "../models/mlp.ts";
 * import { assert } from "@std/assert";
 *
 * const samples = { count: 1, inputs: Float32Array.of(0.5, -1), targets: Float32Array.of(1) };
 * const model = createMlp([2, 2, 1], { activation: "tanh", seed: 0 });
 * const source = float64Gradients(model, { samples, loss: "meanSquaredError" });
 * const errors = compareGradients(model.sizes, [
 *   await backpropagated(source),
 *   await centralDifferences(source, { epsilon: 1e-5 }),
 * ]);
 * assert(errors.every(({ maxAbsoluteError }) => maxAbsoluteError < 1e-8));
 * ```
 */
export function compareGradients(
  sizes: readonly number[],
  gradients: readonly [Floats, Floats],
): GradientError[] {
  return layersOf(sizes).flatMap(({ weight, bias, outputs }, index) => [
    { parameter: `layer ${index + 1} weight`, ...largestErrors(gradients, weight, bias) },
    { parameter: `layer ${index + 1} bias`, ...largestErrors(gradients, bias, bias + outputs) },
  ]);
}

function largestErrors([one, other]: readonly [Floats, Floats], from: number, to: number) {
  let maxAbsoluteError = 0;
  let maxRelativeError = 0;
  for (let at = from; at < to; at++) {
    const error = Math.abs(one[at] - other[at]);
    // Math.max keeps NaN, so that a gradient that is none cannot pass.
    maxAbsoluteError = Math.max(maxAbsoluteError, error);
    const larger = Math.max(Math.abs(one[at]), Math.abs(other[at]));
    if (larger !== 0) maxRelativeError = Math.max(maxRelativeError, error / larger);
  }
  return { maxAbsoluteError, maxRelativeError };
}
