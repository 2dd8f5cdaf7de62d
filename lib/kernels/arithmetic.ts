/** What a pass computes with: a source of buffers, and the kernels over them. */

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

/** A precision and its kernels. Their operands must come from the arithmetic's own `allocate`. */
export interface Arithmetic {
  /** A buffer of zeros. */
  allocate(length: number): Floats;
  /** Writes the product into its `c`. */
  matmul(product: Product): void;
  /** Adds the bias to each row, in place, and writes the activation of the result. */
  activate(activation: Activation, layer: Activated): void;
  /** Multiplies each delta by the activation's derivative. */
  activationBackward(activation: Activation, layer: ActivationGradient): void;
  /** Adds up each column of a matrix. */
  sumColumns(columns: ColumnSums): void;
}

/** Float32 storage, sums in float64: the plain kernels. */
export const float32: Arithmetic = {
  allocate: (length) => new Float32Array(length),
  matmul,
  activate,
  activationBackward,
  sumColumns,
};

/** Float64 throughout: the oracle that gradients and faster kernels are held against. */
export const float64: Arithmetic = { ...float32, allocate: (length) => new Float64Array(length) };
