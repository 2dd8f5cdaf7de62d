/** Functions of one float64 number that several activations are made of. */

/** `1 / (1 + e⁻ˣ)`, from `exp(-|x|)`, so that neither tail overflows. */
export function sigmoid(x: number): number {
  const tail = Math.exp(-Math.abs(x));
  return (x < 0 ? tail : 1) / (1 + tail);
}

/** Above this softplus is the identity, as in PyTorch (`threshold=20`). */
export const softplusThreshold = 20;

/** `log(1 + eˣ)` */
export function softplus(x: number): number {
  return x > softplusThreshold ? x : Math.log1p(Math.exp(x));
}

const twoOverRootPi = 2 / Math.sqrt(Math.PI);
const rootPi = Math.sqrt(Math.PI);

/** Below this the series is both short and free of cancellation; above it the fraction is short. */
const crossover = 2.5;

/**
 * The complementary error function `erfc(x) = 1 - erf(x)`, to about 1e-15 relative to the larger of
 * itself and its complement; deep in the right tail relative to itself.
 *
 * @param x Any number.
 * @returns `erfc(x)`, from 0 to 2.
 *
 * Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 (series) and 7.1.14 (fraction).
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  return x < crossover ? 1 - series(x) : fraction(x);
}

/** `erf(x)` as a sum of positive terms, so that nothing cancels. */
function series(x: number): number {
  const square = x * x;
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= 2 * square / (2 * n + 1);
    sum += term;
  }
  return twoOverRootPi * Math.exp(-square) * sum;
}

/** `erfc(x)` as a continued fraction, evaluated from the far end; 60 levels suffice from 2.5 on. */
function fraction(x: number): number {
  let tail = x;
  for (let n = 60; n > 0; n--) tail = x + n / 2 / tail;
  return Math.exp(-x * x) / (rootPi * tail);
}
