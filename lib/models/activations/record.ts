/** What an activation is made of: its value and its derivative in each arithmetic that computes it. */

import type { Code, Locals } from "../../wasm/assembler.ts";
import type { VectorFunction } from "../../wasm/vector_math.ts";

/** An activation: its value at a pre-activation, and its derivative there. */
export interface ActivationFunction {
  /** `f(x)`. NaN in gives NaN out, so that a diverged network is seen to have diverged. */
  value(x: number): number;
  /**
   * `f'(x)`, given `y = f(x)` besides, which saves sigmoid and its kin a second exponential.
   * At a kink PyTorch's choice of the two one-sided derivatives.
   */
  derivative(x: number, y: number): number;
  /** `f''(x)`, given `y = f(x)` besides; 0 at a kink, as PyTorch's double backward has it. */
  secondDerivative(x: number, y: number): number;
}

/** An activation on four lanes, `vec4f`, in terms of the functions of gpu/kernels/math.wgsl. */
export interface WgslActivation {
  /** Functions of its own that the two bodies call, named after the activation. */
  readonly functions?: string;
  /** The body of `fn (x: vec4f) -> vec4f`. It may lose NaN, which its caller keeps. */
  readonly value: string;
  /** The body of `fn (x: vec4f, y: vec4f) -> vec4f`, with `y` the value at `x`. */
  readonly derivative: string;
  /**
   * Whether the derivative reads `x`, so that kernels keep the pre-activations. Where it is false they
   * may hand in `y` for `x`.
   */
  readonly readsPreActivation: boolean;
}

/** An activation as WebAssembly code on four float32 lanes. */
export interface VectorActivation {
  readonly value: VectorFunction;
  /** The derivative at the vector in local `x`, given the value in local `y`. */
  derivative(locals: Locals, x: number, y: number): Code;
  /** The product of that and the vector in local `value`, where it takes less than a multiplication. */
  readonly times?: (value: number, x: number, y: number) => Code;
}

/** The operations of TensorFlow.js that activations are made of. */
export interface TensorOperations<Tensor> {
  add(a: Tensor | number, b: Tensor | number): Tensor;
  sub(a: Tensor | number, b: Tensor | number): Tensor;
  mul(a: Tensor | number, b: Tensor | number): Tensor;
  minimum(a: Tensor | number, b: Tensor | number): Tensor;
  maximum(a: Tensor | number, b: Tensor | number): Tensor;
  abs(x: Tensor): Tensor;
  neg(x: Tensor): Tensor;
  square(x: Tensor): Tensor;
  /** 1 above 0, `alpha` (0) elsewhere. */
  step(x: Tensor, alpha?: number): Tensor;
  exp(x: Tensor): Tensor;
  erf(x: Tensor): Tensor;
  tanh(x: Tensor): Tensor;
  sigmoid(x: Tensor): Tensor;
  softplus(x: Tensor): Tensor;
  relu(x: Tensor): Tensor;
  leakyRelu(x: Tensor, alpha: number): Tensor;
  elu(x: Tensor): Tensor;
  selu(x: Tensor): Tensor;
}

/** An activation in TensorFlow.js's operations, element by element: one of them, or the definition. */
export interface TensorActivation {
  /** `f(x)`. NaN in gives NaN out. */
  value<Tensor>(tf: TensorOperations<Tensor>, x: Tensor): Tensor;
  /** `f'(x)`, given `y = f(x)` besides; null where it is 1. */
  readonly derivative:
    | null
    | (<Tensor>(tf: TensorOperations<Tensor>, x: Tensor, y: Tensor) => Tensor);
}

/** An activation in every arithmetic. A device takes the part that it computes with. */
export interface ActivationRecord {
  /** The definition, in float64, matched to PyTorch's: what all others are held against. */
  readonly float64: ActivationFunction;
  readonly wgsl: WgslActivation;
  readonly vector: VectorActivation;
  readonly tensors: TensorActivation;
}
