/**
 * Logarithm, sine and cosine in float32, equal bit for bit to those with which torch
 * computes blocks of normal numbers: the polynomials of Cephes, with a fused multiply-add
 * wherever torch's builds for processors with AVX2 have one.
 *
 * Source: S. L. Moshier, Cephes Mathematical Library, `logf.c` and `sinf.c`.
 */

const { fround } = Math;

/** Coefficients of `(log(1 + x) - x + x² / 2) / x³`, in descending powers. */
const LOGARITHM = Float32Array.of(
  7.0376836292e-2,
  -1.1514610310e-1,
  1.1676998740e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1,
);
/** log 2 in two parts: the first has so few bits that its product with a small whole number is exact. */
const LOG_2 = Float32Array.of(0.693359375, -2.12194440e-4);

/** Coefficients of `(sin x - x) / x³` and `(cos x - 1 + x² / 2) / x⁴` in x², in descending powers. */
const SINE = Float32Array.of(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1);
const COSINE = Float32Array.of(2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2);
/** π / 4 in three parts of few bits each. */
const QUARTER_PI = Float32Array.of(0.78515625, 2.4187564849853516e-4, 3.774894977445941e-8);
const QUARTERS = fround(4 / Math.PI);

/**
 * Computes the natural logarithm.
 *
 * @param value a multiple of 2^-24, above 0 and at most 1
 * @returns the logarithm, rounded to float32
 */
export function logarithm(value: number): number {
  const whole = value * 2 ** 24;
  const bits = 32 - Math.clz32(whole);
  const fraction = whole / 2 ** bits;
  const small = fraction < fround(Math.SQRT1_2);
  const exponent = bits - 24 - Number(small);
  const x = (small ? 2 * fraction : fraction) - 1;

  const square = fround(x * x);
  const tail = fround(polynomial(LOGARITHM, x) * x);
  const low = fusedMultiplyAdd(tail, square, fround(exponent * LOG_2[1]));
  return fusedMultiplyAdd(exponent, LOG_2[0], fround(x + fround(low - square / 2)));
}

/**
 * Computes the sine and the cosine of an angle.
 *
 * @param angle a float32 from 0 to 2π
 * @returns both, rounded to float32
 */
export function sineAndCosine(angle: number): [sine: number, cosine: number] {
  const quarter = (Math.trunc(fround(angle * QUARTERS)) + 1) & ~1;
  const x = QUARTER_PI.reduce((rest, part) => fusedMultiplyAdd(-quarter, part, rest), angle);

  const square = fround(x * x);
  const cosine = fround(
    fusedMultiplyAdd(fround(polynomial(COSINE, square) * square), square, -square / 2) + 1,
  );
  const sine = fusedMultiplyAdd(fround(polynomial(SINE, square) * square), x, x);
  const [first, second] = quarter & 2 ? [cosine, sine] : [sine, cosine];
  return [quarter & 4 ? -first : first, (quarter + 2) & 4 ? -second : second];
}

/** `a · b + c`, rounded once: the product of two float32 is exact in float64. */
function fusedMultiplyAdd(a: number, b: number, c: number): number {
  return fround(a * b + c);
}

function polynomial(coefficients: Float32Array, x: number): number {
  return coefficients.reduce((value, coefficient) => fusedMultiplyAdd(value, x, coefficient), 0);
}
