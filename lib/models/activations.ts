/** The activation functions and their derivatives, in float64, matched to PyTorch's. */

import { checkChoice } from "../check.ts";
import { erfc } from "./erf.ts";

/** The name of an activation. */
export type Activation =
  | "sigmoid"
  | "tanh"
  | "relu"
  | "leakyRelu"
  | "elu"
  | "selu"
  | "gelu"
  | "geluTanh"
  | "silu"
  | "softplus"
  | "mish"
  | "hardtanh"
  | "identity";

/** An activation: its value at a pre-activation, and its derivative there. */
export interface ActivationFunction {
  /** `f(x)`. NaN in gives NaN out, so that a diverged network is seen to have diverged. */
  value(x: number): number;
  /**
   * `f'(x)`, given `y = f(x)` besides, which saves sigmoid and its kin a second exponential.
   * At a kink PyTorch's choice of the two one-sided derivatives.
   */
  derivative(x: number, y: number): number;
}

const leak = 0.01;
const seluScale = 1.0507009873554804934193349852946;
const seluAlpha = 1.6732632423543772848170429916717;
const rootTwo = Math.sqrt(2);
const rootTwoPi = Math.sqrt(2 * Math.PI);
const geluCubic = 0.044715;
const geluInner = Math.sqrt(2 / Math.PI);
/** Above this softplus is the identity, as in PyTorch (`threshold=20`). */
const softplusThreshold = 20;

/** From `exp(-|x|)`, so that neither tail overflows. */
function sigmoid(x: number): number {
  const tail = Math.exp(-Math.abs(x));
  return (x < 0 ? tail : 1) / (1 + tail);
}

function softplus(x: number): number {
  return x > softplusThreshold ? x : Math.log1p(Math.exp(x));
}

function normalCumulative(x: number): number {
  return 0.5 * erfc(-x / rootTwo);
}

function geluTanhOf(x: number): number {
  return Math.tanh(geluInner * (x + geluCubic * x * x * x));
}

const table: Record<Activation, ActivationFunction> = {
  /** `1 / (1 + e⁻ˣ)` */
  sigmoid: {
    value: sigmoid,
    derivative: (_, y) => y * (1 - y),
  },
  /** `tanh x` */
  tanh: {
    value: Math.tanh,
    derivative: (_, y) => 1 - y * y,
  },
  /** `max(x, 0)` */
  relu: {
    value: (x) => x < 0 ? 0 : x,
    derivative: (x) => x > 0 ? 1 : 0,
  },
  /** `x` above 0, `0.01 x` below */
  leakyRelu: {
    value: (x) => x < 0 ? leak * x : x,
    derivative: (x) => x > 0 ? 1 : leak,
  },
  /** `x` above 0, `eˣ - 1` below (Clevert, Unterthiner and Hochreiter, 2015) */
  elu: {
    value: (x) => x > 0 ? x : Math.expm1(x),
    derivative: (x, y) => x > 0 ? 1 : y + 1,
  },
  /** ELU scaled to keep mean 0 and variance 1 (Klambauer and others, 2017) */
  selu: {
    value: (x) => seluScale * (x > 0 ? x : seluAlpha * Math.expm1(x)),
    derivative: (x, y) => x > 0 ? seluScale : y + seluScale * seluAlpha,
  },
  /** `x Φ(x)`, with the exact normal cumulative (Hendrycks and Gimpel, 2016) */
  gelu: {
    value: (x) => x * normalCumulative(x),
    derivative: (x) => normalCumulative(x) + x * Math.exp(-0.5 * x * x) / rootTwoPi,
  },
  /** GELU's tanh approximation */
  geluTanh: {
    value: (x) => 0.5 * x * (1 + geluTanhOf(x)),
    derivative: (x) => {
      const inner = geluTanhOf(x);
      const innerDerivative = geluInner * (1 + 3 * geluCubic * x * x);
      return 0.5 * (1 + inner) + 0.5 * x * (1 - inner * inner) * innerDerivative;
    },
  },
  /** `x · sigmoid(x)`, also called swish */
  silu: {
    value: (x) => x * sigmoid(x),
    derivative: (x) => sigmoid(x) * (1 + x * sigmoid(-x)),
  },
  /** `log(1 + eˣ)` */
  softplus: {
    value: softplus,
    derivative: (x) => x > softplusThreshold ? 1 : sigmoid(x),
  },
  /** `x · tanh(softplus(x))` (Misra, 2019) */
  mish: {
    value: (x) => x * Math.tanh(softplus(x)),
    derivative: (x) => {
      const gate = Math.tanh(softplus(x));
      return gate + x * (1 - gate * gate) * sigmoid(x);
    },
  },
  /** `x` clamped to -1 … 1 */
  hardtanh: {
    value: (x) => x < -1 ? -1 : x > 1 ? 1 : x,
    derivative: (x) => x > -1 && x < 1 ? 1 : 0,
  },
  /** `x`: a network of these alone is a linear model */
  identity: {
    value: (x) => x,
    derivative: () => 1,
  },
};

/** The names of all activations. */
export const activationNames: readonly Activation[] = Object.keys(table) as Activation[];

/**
 * The activation of that name.
 *
 * @throws {RangeError} if there is none; the error names the nearest spelling
 *
 * @example A leaky ReLU lets a hundredth through
 * ```ts
 * import { activationFunction } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(activationFunction("leakyRelu").value(-3), -0.03);
 * ```
 */
export function activationFunction(name: Activation): ActivationFunction {
  return table[checkChoice("find the activation", "activation", name, activationNames)];
}
