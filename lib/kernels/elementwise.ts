/** The plain elementwise kernels. */

import { type Activation, activationFunction } from "../models/activations.ts";
import type { Floats } from "./floats.ts";

/** A layer's pre-activations, and its activations. */
export interface Activated {
  /** The products of inputs and weights `[rows × columns]`; the bias is added in place. */
  readonly preActivations: Floats;
  /** `[columns]` */
  readonly bias: Floats;
  /** The buffer for the activations; may be `preActivations` itself. */
  readonly outputs: Floats;
  readonly rows: number;
  readonly columns: number;
}

/** The operands of a backward pass through an activation: matrices of one shape. */
export interface ActivationGradient {
  readonly preActivations: Floats;
  readonly outputs: Floats;
  /** The gradient with respect to the outputs; replaced by that with respect to the pre-activations. */
  readonly delta: Floats;
}

/** A matrix, and the buffer for its column sums. */
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
  // Apart, because engines inline the function of an activation only where no other one is called.
  if (activation === "identity") {
    for (let row = 0, at = 0; row < rows; row++) {
      for (let k = 0; k < columns; k++, at++) preActivations[at] += bias[k];
    }
    if (outputs !== preActivations) outputs.set(preActivations);
    return;
  }
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

/** Computes the sum of each column. */
export function sumColumns({ matrix, sums, rows, columns }: ColumnSums): void {
  for (let k = 0; k < columns; k++) {
    let sum = 0;
    for (let row = 0, at = k; row < rows; row++, at += columns) sum += matrix[at];
    sums[k] = sum;
  }
}
