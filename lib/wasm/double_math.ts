/**
 * The hyperbolic tangent on two float64 lanes, as code to be emitted.
 *
 * As in `vector_math.ts`, by Cody and Waite's argument reduction, `x = n ln 2 + r`, here with a Taylor
 * polynomial of degree 13 in `|r| <= ln 2 / 2`, whose remainder is below a tenth of a unit in the last
 * place of float64.
 */

import { type Code, get, i32, type Locals, set } from "./assembler.ts";
import { f64x2, i64x2 } from "./vectors.ts";
import type { VectorFunction } from "./vector_math.ts";

const degree = 13;
/**
 * The upper part of ln 2 has so few bits that its product with n is exact (fdlibm, Sun Microsystems, 1993).
 */
const ln2Upper = 6.93147180369123816490e-1;
const ln2Lower = 1.90821492927058770002e-10;
const exponentBias = 1023;
const fractionBits = 52;
/** Numbers from here up to twice it are whole, so that a sum with it is rounded, in its last bits. */
const integers = 1.5 * 2 ** fractionBits;
/** Beyond this float64's `tanh` is ±1. */
const saturation = 20;

const { constant } = f64x2;

/** Of `eʳ - 1 - r`, divided by r², the lowest power first. */
const coefficients: readonly number[] = (() => {
  let factorial = 1;
  const all: number[] = [];
  for (let k = 2; k <= degree; k++) all.push(1 / (factorial *= k));
  return all;
})();

/**
 * A polynomial of the vector in local `x`, the coefficient of the lowest power first, by Estrin's scheme:
 * pairs of terms are independent, so that the processor overlaps them.
 */
function polynomial(locals: Locals, x: number, values: readonly number[]): Code {
  const join = (terms: readonly Code[], power: number): Code => {
    if (terms.length === 1) return terms[0];
    const square = locals.add("v128");
    const pairs = Array.from({ length: Math.ceil(terms.length / 2) }, (_, at): Code => {
      const [low, high] = terms.slice(2 * at, 2 * at + 2);
      return high === undefined ? low : [low, high, get(power), f64x2.multiply, f64x2.add];
    });
    if (pairs.length === 1) return pairs[0];
    return [[get(power), get(power), f64x2.multiply, set(square)], join(pairs, square)];
  };
  return join(values.map((value) => constant(value)), x);
}

/** `tanh x = (e²ˣ - 1) / (e²ˣ + 1)`, to the last digits of a small x; NaN stays NaN. */
export const tanhOfDoubles: VectorFunction = (locals, x) => {
  const [doubled, sum, n, r, power, rest] = locals.several("v128", 6);
  return [
    [get(x), constant(-saturation), f64x2.maximum, constant(saturation), f64x2.minimum],
    [constant(2), f64x2.multiply, set(doubled)],
    [get(doubled), constant(Math.LOG2E), f64x2.multiply, constant(integers), f64x2.add, set(sum)],
    [get(sum), constant(integers), f64x2.subtract, set(n)],
    [get(doubled), get(n), constant(ln2Upper), f64x2.multiply, f64x2.subtract],
    [get(n), constant(ln2Lower), f64x2.multiply, f64x2.subtract, set(r)],
    polynomial(locals, r, coefficients),
    [get(r), get(r), f64x2.multiply, f64x2.multiply, get(r), f64x2.add, set(rest)],
    [get(sum), i64x2.constant(exponentBias), i64x2.add],
    [i32.constant(fractionBits), i64x2.shiftLeft, set(power)],
    [get(power), get(rest), f64x2.multiply, get(power), constant(1), f64x2.subtract],
    [f64x2.add, set(rest)],
    [get(rest), get(rest), constant(2), f64x2.add, f64x2.divide],
  ];
};
