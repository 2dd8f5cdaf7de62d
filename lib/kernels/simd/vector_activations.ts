/** The activations and their derivatives on four float32 lanes, as code to be emitted. */

import type { Activation } from "../../models/activations.ts";
import { type Code, f32x4, get, type Locals, set } from "./assembler.ts";
import {
  clamp,
  exponential,
  exponentialMinusOne,
  sigmoid,
  tanh,
  type VectorFunction,
} from "./vector_math.ts";

/** An activation as vector code: its value, and its derivative given the value besides. */
export interface VectorActivation {
  value: VectorFunction;
  derivative(locals: Locals, x: number, y: number): Code;
}

const leak = 0.01;
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;
const geluInner = Math.sqrt(2 / Math.PI);
const geluCubic = 0.044715;
/** Above this `mish` is the identity in float32, and below it `e²ˣ` is in range. */
const mishSaturation = 20;

/**
 * Beyond this, to either side, a gate is 0 or 1 in float32: what it multiplies is clamped there, as the
 * exponential is never quite 0 and 1e30 times that is not small.
 */
const gateSaturation = 87;
/** The same of the gate of `geluTanh`, whose cube would overflow far before `x` does. */
const geluSaturation = 20;

const constant = f32x4.constant;
/** `x`, but no lower than where its gate is 0; NaN stays NaN. */
const above = (x: number, saturation: number): Code => [
  [get(x), constant(-saturation), f32x4.maximum],
];
/** `whenPositive` where x > 0, else `otherwise`; code of the two runs in every lane. */
const positive = (x: number, whenPositive: Code, otherwise: Code): Code => [
  [whenPositive, otherwise, get(x), f32x4.zero, f32x4.greater, f32x4.select],
];
/** `whenNegative` where x < 0, else x itself, so that NaN stays NaN. */
const negative = (x: number, whenNegative: Code): Code => [
  [whenNegative, get(x), get(x), f32x4.zero, f32x4.less, f32x4.select],
];
/** Emits `eˣ` into a new local, and `e²ˣ + 2eˣ` into another: what `mish` is made of. */
function mishPowers(locals: Locals, x: number): { code: Code; power: number; sum: number } {
  const clamped = locals.add("v128");
  const power = locals.add("v128");
  const sum = locals.add("v128");
  const code: Code = [
    [get(x), constant(mishSaturation), f32x4.minimum, set(clamped)],
    [exponential(locals, clamped), set(power)],
    [get(power), get(power), constant(2), f32x4.add, f32x4.multiply, set(sum)],
  ];
  return { code, power, sum };
}
/** `(e²ˣ + 2eˣ) / (e²ˣ + 2eˣ + 2)`, which is `tanh(softplus(x))` without a logarithm. */
const mishGate = (sum: number): Code => [
  [get(sum), get(sum), constant(2), f32x4.add, f32x4.divide],
];
/** Emits `σ(x)` into a new local, and `σ(-x)` into another: `1 - σ(x)` would lose its digits. */
function bothSigmoids(locals: Locals, x: number): { code: Code; gate: number; rest: number } {
  const [opposite, power, gate, rest] = Array.from({ length: 4 }, () => locals.add("v128"));
  const code: Code = [
    [f32x4.zero, get(x), f32x4.subtract, set(opposite)],
    [exponential(locals, opposite), set(power)],
    [constant(1), constant(1), get(power), f32x4.add, f32x4.divide, set(gate)],
    [get(power), get(gate), f32x4.multiply, set(rest)],
  ];
  return { code, gate, rest };
}
/** `2 √(2/π) (x + 0.044715 x³)`, of which the sigmoid is `(1 + tanh) / 2` of half of it. */
const geluInnerDoubled: VectorFunction = (_locals, x) => [
  [get(x), get(x), f32x4.multiply, constant(geluCubic), f32x4.multiply, constant(1), f32x4.add],
  [get(x), f32x4.multiply, constant(2 * geluInner), f32x4.multiply],
];

/**
 * The activations that have vector code. Softplus needs a logarithm and the exact GELU an error
 * function: those two stay with the plain kernels.
 */
export const vectorActivations: Partial<Record<Activation, VectorActivation>> = {
  sigmoid: {
    value: sigmoid,
    derivative: (_locals, _x, y) => [
      [get(y), constant(1), get(y), f32x4.subtract, f32x4.multiply],
    ],
  },
  tanh: {
    value: tanh,
    derivative: (_locals, _x, y) => [
      [constant(1), get(y), get(y), f32x4.multiply, f32x4.subtract],
    ],
  },
  relu: {
    value: (_locals, x) => negative(x, f32x4.zero),
    derivative: (_locals, x) => positive(x, constant(1), f32x4.zero),
  },
  leakyRelu: {
    value: (_locals, x) => negative(x, [get(x), constant(leak), f32x4.multiply]),
    derivative: (_locals, x) => positive(x, constant(1), constant(leak)),
  },
  elu: {
    value: (locals, x) => positive(x, get(x), exponentialMinusOne(locals, x)),
    // Not from the value, which is -1 from -17 down.
    derivative: (locals, x) => positive(x, constant(1), exponential(locals, x)),
  },
  selu: {
    value: (locals, x) => [
      positive(x, get(x), [
        [exponentialMinusOne(locals, x), constant(seluAlpha), f32x4.multiply],
      ]),
      [constant(seluScale), f32x4.multiply],
    ],
    derivative: (locals, x) =>
      positive(x, constant(seluScale), [
        [exponential(locals, x), constant(seluScale * seluAlpha), f32x4.multiply],
      ]),
  },
  geluTanh: {
    value: (locals, x) => {
      const inner = locals.add("v128");
      return [
        [geluInnerDoubled(locals, x), set(inner)],
        [above(x, geluSaturation), sigmoid(locals, inner), f32x4.multiply],
      ];
    },
    derivative: (locals, x) => {
      const [clamped, inner] = [locals.add("v128"), locals.add("v128")];
      const { code, gate, rest } = bothSigmoids(locals, inner);
      return [
        [clamp(get(x), -geluSaturation, geluSaturation), set(clamped)],
        [geluInnerDoubled(locals, clamped), set(inner), code],
        [get(clamped), get(clamped), f32x4.multiply, constant(3 * geluCubic), f32x4.multiply],
        [constant(1), f32x4.add, constant(2 * geluInner), f32x4.multiply],
        [get(clamped), f32x4.multiply, get(rest), f32x4.multiply],
        [constant(1), f32x4.add, get(gate), f32x4.multiply],
      ];
    },
  },
  silu: {
    value: (locals, x) => [above(x, gateSaturation), sigmoid(locals, x), f32x4.multiply],
    derivative: (locals, x) => {
      const clamped = locals.add("v128");
      const { code, gate, rest } = bothSigmoids(locals, clamped);
      return [
        [clamp(get(x), -gateSaturation, gateSaturation), set(clamped)],
        [code, get(clamped), get(rest), f32x4.multiply],
        [constant(1), f32x4.add, get(gate), f32x4.multiply],
      ];
    },
  },
  mish: {
    value: (locals, x) => {
      const { code, sum } = mishPowers(locals, x);
      return [code, above(x, gateSaturation), mishGate(sum), f32x4.multiply];
    },
    // gate + x · 4eˣ(eˣ + 1) / (e²ˣ + 2eˣ + 2)², in which nothing cancels.
    derivative: (locals, x) => {
      const { code, power, sum } = mishPowers(locals, x);
      const below = locals.add("v128");
      return [
        [code, get(sum), constant(2), f32x4.add, set(below)],
        [get(power), get(power), constant(1), f32x4.add, f32x4.multiply],
        [constant(4), f32x4.multiply, get(below), f32x4.divide, get(below), f32x4.divide],
        [clamp(get(x), -gateSaturation, mishSaturation), f32x4.multiply],
        [mishGate(sum), f32x4.add],
      ];
    },
  },
  hardtanh: {
    value: (_locals, x) => clamp(get(x), -1, 1),
    derivative: (_locals, x) => [
      [constant(1), f32x4.zero, get(x), constant(1), f32x4.less, f32x4.select],
      [f32x4.zero, get(x), constant(-1), f32x4.greater, f32x4.select],
    ],
  },
  identity: {
    value: (_locals, x) => get(x),
    derivative: () => constant(1),
  },
};
