/** Exact products of the Hessian of a network's loss and vectors, in float64. */

import { activationFunction, type Activations, activationsOf } from "../models/activations.ts";
import { layersOf, parameterCount } from "../models/layout.ts";
import { float64 } from "./floats.ts";
import { type Loss, scoreBatch, scoreTangent } from "./losses.ts";
import { matmul } from "./matmul.ts";
import type { Samples } from "./network.ts";
import { createPass } from "./pass.ts";
import {
  activationTangent,
  backwardTangent,
  createTangent,
  forwardTangent,
  prepareActivation,
  prepareLayer,
} from "./tangent.ts";

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
 * Creates the computations. Products are exact up to rounding: the derivative of backpropagation along the
 * vector, forward over reverse. One takes about one and a half times as long as a gradient.
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
