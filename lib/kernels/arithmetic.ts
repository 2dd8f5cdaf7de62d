/** The operations of a pass: allocation of buffers, and the kernels that compute on them. */

import type { Activation } from "../models/activations.ts";
import {
  activate,
  type Activated,
  activationBackward,
  type ActivationGradient,
  type ColumnSums,
  sumColumns,
} from "./elementwise.ts";
import type { Floats } from "./floats.ts";
import { matmul, type Product } from "./matmul.ts";

/** The kernels of one precision. All operands must come from `allocate` of the same object. */
export interface Arithmetic {
  /** Allocates a buffer of zeros. */
  allocate(length: number): Floats;
  /** Writes the matrix product to `product.c`. */
  matmul(product: Product): void;
  /** Adds the bias to each row, in place, and writes the activation of the result. */
  activate(activation: Activation, layer: Activated): void;
  /** Multiplies each delta by the activation's derivative. */
  activationBackward(activation: Activation, layer: ActivationGradient): void;
  /** Adds up each column of a matrix. */
  sumColumns(columns: ColumnSums): void;
}

/** The plain kernels: float32 storage, sums in float64. */
export const float32: Arithmetic = {
  allocate: (length) => new Float32Array(length),
  matmul,
  activate,
  activationBackward,
  sumColumns,
};

/** The plain kernels in float64: the reference for gradients and for all faster kernels. */
export const float64: Arithmetic = { ...float32, allocate: (length) => new Float64Array(length) };
