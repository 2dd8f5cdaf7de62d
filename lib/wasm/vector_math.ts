/**
 * The exponential and its kin on four float32 lanes, as code to be emitted.
 *
 * Cody and Waite's argument reduction, `x = n ln 2 + r`, then a Taylor polynomial of degree 7 in
 * `|r| <= ln 2 / 2`, whose remainder is below half a unit in the last place of float32.
 */

import { type Code, f32, get, i32, type Locals, set } from "./assembler.ts";
import { f32x4, i32x4, v128 } from "./vectors.ts";

/** Emits code that leaves a function of the vector in local `x` on the stack. */
export type VectorFunction = (locals: Locals, x: number) => Code;

const degree = 7;
/** Between these `eˣ` is a normal float32, and so are the powers of two that it is made of. */
const minExponent = -87;
const maxExponent = 88;
/** The upper part of ln 2 has so few bits that its product with n is exact. */
const ln2Upper = 355 / 512;
const ln2Lower = Math.LN2 - ln2Upper;
const exponentBias = 127;
const fractionBits = 23;
/** Numbers from here up to twice it are whole, so that a sum with it is rounded, in its last bits. */
const integers = 1.5 * 2 ** fractionBits;

/** Of `logf` of the Cephes library, the highest power first. */
// deno-fmt-ignore
const logarithmCoefficients = [
  7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1,
  -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
];

const constant = f32x4.constant;

/** `minimum <= x <= maximum`; NaN stays NaN. */
export const clamp = (x: Code, minimum: number, maximum: number): Code => [
  [x, constant(minimum), f32x4.maximum, constant(maximum), f32x4.minimum],
];

/** `whenPositive` where x > 0, else `otherwise`; code of the two runs in every lane. */
export const wherePositive = (x: number, whenPositive: Code, otherwise: Code): Code => [
  [whenPositive, otherwise, get(x), f32x4.zero, f32x4.greater, f32x4.select],
];

/** `whenNegative` where x < 0, else x itself, so that NaN stays NaN. */
export const whereNegative = (x: number, whenNegative: Code): Code => [
  [whenNegative, get(x), get(x), f32x4.zero, f32x4.less, f32x4.select],
];

/** A polynomial of the vector in local `x`, the coefficient of the highest power first. */
export const polynomial = (x: number, [highest, ...others]: readonly number[]): Code => [
  constant(highest),
  others.map((value) => [get(x), f32x4.multiply, constant(value), f32x4.add]),
];

/**
 * Emits `2ⁿ` into a new local and `eʳ - 1` into another, for `x = n ln 2 + r`.
 *
 * @param x Between `minExponent` and `maxExponent`, or NaN.
 */
function reduce(locals: Locals, x: number): { code: Code; power: number; rest: number } {
  const [sum, n, r, power, rest] = locals.several("v128", 5);
  let factorial = 1;
  const coefficients: number[] = [];
  for (let k = 2; k <= degree; k++) coefficients.unshift(1 / (factorial *= k));
  const code: Code = [
    [get(x), constant(Math.LOG2E), f32x4.multiply, constant(integers), f32x4.add, set(sum)],
    [get(sum), constant(integers), f32x4.subtract, set(n)],
    [get(x), get(n), constant(ln2Upper), f32x4.multiply, f32x4.subtract],
    [get(n), constant(ln2Lower), f32x4.multiply, f32x4.subtract, set(r)],
    polynomial(r, coefficients),
    [get(r), get(r), f32x4.multiply, f32x4.multiply, get(r), f32x4.add, set(rest)],
    [get(sum), i32.constant(fractionBits), i32x4.shiftLeft],
    [i32x4.constant(exponentBias << fractionBits), i32x4.add, set(power)],
  ];
  return { code, power, rest };
}

/** `value`, exactly 0 where x is below `minimum`. */
export const zeroBelow = (x: number, minimum: number, value: Code): Code => [
  [value, get(x), constant(minimum), f32x4.less, v128.andNot],
];

/** Like `reduce`, for any `x`. */
function reduceClamped(locals: Locals, x: number): ReturnType<typeof reduce> {
  const clamped = locals.add("v128");
  const { code, ...reduced } = reduce(locals, clamped);
  return { ...reduced, code: [clamp(get(x), minExponent, maxExponent), set(clamped), code] };
}

/** `eˣ`, exactly 0 where it is below the normal float32 numbers: times 1e30 a remainder is not small. */
export const exponential: VectorFunction = (locals, x) => {
  const { code, power, rest } = reduceClamped(locals, x);
  return zeroBelow(x, minExponent, [
    [code, get(power), get(rest), f32x4.multiply, get(power), f32x4.add],
  ]);
};

/** `eˣ - 1`, exact to the last places near 0 as well */
export const exponentialMinusOne: VectorFunction = (locals, x) =>
  minusOne(reduceClamped(locals, x));

const minusOne = ({ code, power, rest }: ReturnType<typeof reduce>): Code => [
  [code, get(power), get(rest), f32x4.multiply],
  [get(power), constant(1), f32x4.subtract, f32x4.add],
];

/**
 * `ln x` for normal positive float32 numbers, to the last place or two; exactly 0 at 1, NaN at NaN.
 *
 * Source: `logf` of the Cephes library (Moshier, 1992): `x = 2ⁿ m` with `√½ <= m < √2`, and a
 * polynomial of degree 8 in `m - 1`.
 */
export const logarithm: VectorFunction = (locals, x) => {
  const [fraction, small, n, z, square] = locals.several("v128", 5);
  const exponentOf = (bits: Code): Code => [
    [bits, i32.constant(fractionBits), i32x4.shiftRight],
    [i32x4.constant(exponentBias - 1), i32x4.subtract, f32x4.fromInteger],
  ];
  return [
    // The fraction in [½, 1), by the exponent of ½.
    [get(x), i32x4.constant(0x7fffff), v128.and],
    [f32x4.constant(0.5), v128.or, set(fraction)],
    [get(fraction), constant(Math.SQRT1_2), f32x4.less, set(small)],
    [exponentOf(get(x)), get(small), constant(1), v128.and, f32x4.subtract, set(n)],
    [get(fraction), constant(1), f32x4.subtract],
    [get(small), get(fraction), v128.and, f32x4.add, set(z)],
    [get(z), get(z), f32x4.multiply, set(square)],
    polynomial(z, logarithmCoefficients),
    [get(z), f32x4.multiply, get(square), f32x4.multiply],
    [get(n), constant(ln2Lower), f32x4.multiply, f32x4.add],
    [get(square), constant(0.5), f32x4.multiply, f32x4.subtract],
    [get(z), f32x4.add, get(n), constant(ln2Upper), f32x4.multiply, f32x4.add],
    // The bits of NaN and infinity read as a number.
    [get(x), get(x), f32x4.subtract, f32x4.add],
  ];
};

/** Of `2 artanh(s) / s - 2` in powers of `s²`, the highest first. */
const artanhCoefficients = [15, 13, 11, 9, 7, 5, 3].map((power) => 2 / power);

/** `ln(1 + t)` for `t` from 0 to 1, to the last digits of a small `t`: `2 artanh(t / (2 + t))`. */
export const logOnePlus: VectorFunction = (locals, t) => {
  const [s, square] = [locals.add("v128"), locals.add("v128")];
  return [
    [get(t), get(t), constant(2), f32x4.add, f32x4.divide, set(s)],
    [get(s), get(s), f32x4.multiply, set(square)],
    [polynomial(square, artanhCoefficients), get(square), f32x4.multiply],
    [constant(2), f32x4.add, get(s), f32x4.multiply],
  ];
};

/** `1 / (1 + e⁻ˣ)`, exactly 0 where that is below the normal float32 numbers */
export const sigmoid: VectorFunction = (locals, x) => {
  const negative = locals.add("v128");
  return zeroBelow(x, minExponent, [
    [f32x4.zero, get(x), f32x4.subtract, set(negative)],
    [constant(1), constant(1), exponential(locals, negative), f32x4.add, f32x4.divide],
  ]);
};

/**
 * Beyond this, to either side, a sigmoid is 0 or 1 in float32. What it multiplies is clamped there, as
 * the exponential is never quite 0 and 1e30 times that is not small.
 */
export const gateSaturation = 87;

/** Emits `σ(x)` into a new local, and `σ(-x)` into another: `1 - σ(x)` would lose its digits. */
export function bothSigmoids(
  locals: Locals,
  x: number,
): { code: Code; gate: number; rest: number } {
  const [opposite, power, gate, rest] = locals.several("v128", 4);
  const code: Code = [
    [f32x4.zero, get(x), f32x4.subtract, set(opposite)],
    [exponential(locals, opposite), set(power)],
    [constant(1), constant(1), get(power), f32x4.add, f32x4.divide, set(gate)],
    [get(power), get(gate), f32x4.multiply, set(rest)],
  ];
  return { code, gate, rest };
}

/** Beyond this float32's `tanh` is ±1. */
const tanhSaturation = 9.1;

/** `tanh x = (e²ˣ - 1) / (e²ˣ + 1)` */
export const tanh: VectorFunction = (locals, x) => {
  const doubled = locals.add("v128");
  const power = locals.add("v128");
  return [
    [clamp(get(x), -tanhSaturation, tanhSaturation), constant(2), f32x4.multiply, set(doubled)],
    [minusOne(reduce(locals, doubled)), set(power)],
    [get(power), get(power), constant(2), f32x4.add, f32x4.divide],
  ];
};

/** The sums of four vectors' lanes, as one vector: of each, the outer two lanes apart first. */
export const sumsOfFour = (a: Code, b: Code, c: Code, d: Code, locals: Locals): Code => {
  const [first, second, left, right] = locals.several("v128", 4);
  const halves = (one: Code, other: Code, sum: number): Code => [
    [one, set(first), other, set(second)],
    [get(first), get(second), f32x4.shuffle(0, 4, 1, 5)],
    [get(first), get(second), f32x4.shuffle(2, 6, 3, 7), f32x4.add, set(sum)],
  ];
  return [
    halves(a, b, left),
    halves(c, d, right),
    [get(left), get(right), f32x4.shuffle(0, 1, 4, 5)],
    [get(left), get(right), f32x4.shuffle(2, 3, 6, 7), f32x4.add],
  ];
};

/** The sum of the lanes of the vector in local `x`, in the order of `sumsOfFour`, as an `f32`. */
export const sumOfLanes = (x: number): Code => [
  [get(x), f32x4.lane(0), get(x), f32x4.lane(2), f32.add],
  [get(x), f32x4.lane(1), get(x), f32x4.lane(3), f32.add, f32.add],
];
