/** The plain kernels that go over a matrix element by element. */

import { type Activation, activationFunction } from "../models/activations.ts";
import type { Floats } from "./floats.ts";

/** A layer's pre-activations, and its activations. */
export interface Activated {
  /** Products `[rows × columns]`; the bias is added in place. */
  readonly preActivations: Floats;
  /** `[columns]` */
  readonly bias: Floats;
  /** Where the activations go; may be `preActivations` itself. */
  readonly outputs: Floats;
  readonly rows: number;
  readonly columns: number;
}

/** What a backward pass through an activation works on: matrices of one shape. */
export interface ActivationGradient {
  readonly preActivations: Floats;
  readonly outputs: Floats;
  /** Gradient of the outputs; becomes that of the pre-activations, in place. */
  readonly delta: Floats;
}

/** A matrix and where the sums of its columns go. */
export interface ColumnSums {
  /** `[rows × columns]` */
  readonly matrix: Floats;
  /** `[columns]` */
  readonly sums: Floats;
  readonly rows: number;
  readonly columns: number;
}

/** Adds the bias to each row, in place, and writes the activation of the result. */
export function activate(activation: Activation, layer: Activated): void {
  const { preActivations, bias, outputs, rows, columns } = layer;
  const { value } = activationFunction(activation);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let k = 0; k < columns; k++, at++) {
      const x = preActivations[at] + bias[k];
      preActivations[at] = x;
      outputs[at] = value(x);
    }
  }
}

/** Multiplies each delta by the activation's derivative. */
export function activationBackward(
  activation: Activation,
  { preActivations, outputs, delta }: ActivationGradient,
): void {
  const { derivative } = activationFunction(activation);
  for (let at = 0; at < delta.length; at++) {
    delta[at] *= derivative(preActivations[at], outputs[at]);
  }
}

/** Adds up each column. */
export function sumColumns({ matrix, sums, rows, columns }: ColumnSums): void {
  for (let k = 0; k < columns; k++) {
    let sum = 0;
    for (let row = 0, at = k; row < rows; row++, at += columns) sum += matrix[at];
    sums[k] = sum;
  }
}
