/** The ends of the spectrum of a symmetric operator, by Lanczos' method. */

/** A symmetric operator. */
export interface SymmetricOperator {
  readonly size: number;
  /** Writes the product with `vector` to `product`. */
  multiply(vector: Float64Array, product: Float64Array): void;
}

/** How the spectrum is computed. */
export interface LanczosOptions {
  /** Draws a vector of independent numbers of mean 0. */
  draw(): ArrayLike<number>;
  /** The error bound of each wanted eigenvalue, relative to the largest absolute eigenvalue. */
  readonly tolerance: number;
  /** The maximum number of products, each of which needs a vector of memory. */
  readonly maxProducts: number;
  /** Called before each product, so that other work can be done. */
  pause(): Promise<void>;
}

/** The ends of a spectrum. */
export interface SpectrumEnds {
  readonly largest: number;
  /** The second largest, equal to the largest if that is a multiple eigenvalue. */
  readonly second: number;
  readonly lowest: number;
  /** The number of products. */
  readonly products: number;
  /** The largest of the error bounds of the three; above the tolerance if the products did not suffice. */
  readonly error: number;
}

/** Products between two computations of the eigenvalues. */
const checkEvery = 4;

/**
 * Computes the two largest eigenvalues and the lowest one by Lanczos' method with full reorthogonalization.
 * The error bounds are the norms of the residuals: an eigenvalue lies within each.
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th edition, section 10.1 to 10.3.
 *
 * @returns The eigenvalues; NaN if a product was not finite.
 */
export async function lanczos(
  { size, multiply }: SymmetricOperator,
  { draw, tolerance, maxProducts, pause }: LanczosOptions,
): Promise<SpectrumEnds> {
  const basis: Float64Array[] = [];
  const [diagonal, beside]: number[][] = [[], []];
  const most = Math.min(size, maxProducts);
  let next = Float64Array.from(draw());
  normalize(next);
  let found: SpectrumEnds | undefined;
  while (basis.length < most) {
    await pause();
    const vector = next;
    basis.push(vector);
    next = new Float64Array(size);
    multiply(vector, next);
    diagonal.push(dot(vector, next));
    // Twice is enough: the second pass removes what rounding has left of the first.
    for (let turn = 0; turn < 2; turn++) orthogonalize(next, basis);
    const scale = Math.max(...diagonal.map(Math.abs), ...beside);
    let length = normalize(next);
    if (!Number.isFinite(length)) break;
    const isInvariant = length <= 1e-14 * scale || scale === 0;
    if (isInvariant) {
      // The vectors so far span an invariant subspace: another start finds what is outside of it.
      length = 0;
      next.set(draw());
      for (let turn = 0; turn < 2; turn++) orthogonalize(next, basis);
      normalize(next);
    }
    beside.push(length);
    const { length: products } = basis;
    if (products % checkEvery > 0 && products < most) continue;
    found = endsOf(diagonal, beside, products === size);
    if (found.error <= tolerance * Math.max(Math.abs(found.largest), Math.abs(found.lowest))) break;
  }
  const isFinite = [...diagonal, ...beside].every(Number.isFinite);
  if (found !== undefined && isFinite) return found;
  const products = basis.length;
  return { largest: NaN, second: NaN, lowest: NaN, products, error: NaN };
}

/** The eigenvalues of the tridiagonal matrix, and the norms of their residuals. */
function endsOf(
  diagonal: readonly number[],
  beside: readonly number[],
  isComplete: boolean,
): SpectrumEnds {
  const products = diagonal.length;
  const { values, last } = tridiagonalEigen(diagonal, beside.slice(0, -1));
  const order = [...values.keys()].sort((one, other) => values[other] - values[one]);
  const [largest, second = largest] = order;
  const lowest = order[products - 1];
  const residual = isComplete ? 0 : beside[products - 1];
  const error = Math.max(...[largest, second, lowest].map((at) => Math.abs(residual * last[at])));
  // An invariant subspace of one vector tells of one eigenvalue alone.
  const isEnough = products > 1 || isComplete;
  return {
    ...{ largest: values[largest], second: values[second], lowest: values[lowest], products },
    error: isEnough ? error : Infinity,
  };
}

/**
 * The eigenvalues of a symmetric tridiagonal matrix, in no order, and the last entry of each unit
 * eigenvector, by the QL method with implicit shifts.
 *
 * Source: G. H. Golub and J. H. Welsch, "Calculation of Gauss quadrature rules", Mathematics of Computation
 * 23, 1969, whose weights are the squares of the entries.
 */
export function tridiagonalEigen(
  diagonal: readonly number[],
  beside: readonly number[],
): { values: Float64Array; last: Float64Array } {
  const size = diagonal.length;
  const values = Float64Array.from(diagonal);
  const off = Float64Array.from({ length: size }, (_, at) => beside[at] ?? 0);
  const last = Float64Array.from({ length: size }, (_, at) => Number(at === size - 1));
  for (let at = 0; at < size; at++) {
    for (let turn = 0; turn < 60; turn++) {
      let end = at;
      while (end < size - 1 && !isNegligible(off[end], values[end], values[end + 1])) end++;
      if (end === at) break;
      implicitStep({ values, off, last }, at, end);
    }
  }
  return { values, last };
}

const isNegligible = (off: number, one: number, other: number) =>
  Math.abs(off) <= Number.EPSILON * (Math.abs(one) + Math.abs(other));

/** One step of the method on the rows from `start` to `end`. */
function implicitStep(
  { values, off, last }: Record<"values" | "off" | "last", Float64Array>,
  start: number,
  end: number,
): void {
  const ratio = (values[start + 1] - values[start]) / (2 * off[start]);
  const root = Math.hypot(ratio, 1);
  let g = values[end] - values[start] + off[start] / (ratio + (ratio < 0 ? -root : root));
  let [sine, cosine, shift] = [1, 1, 0];
  for (let at = end - 1; at >= start; at--) {
    const f = sine * off[at];
    const b = cosine * off[at];
    const length = Math.hypot(f, g);
    off[at + 1] = length;
    if (length === 0) {
      values[at + 1] -= shift;
      off[end] = 0;
      return;
    }
    sine = f / length;
    cosine = g / length;
    g = values[at + 1] - shift;
    const r = (values[at] - g) * sine + 2 * cosine * b;
    shift = sine * r;
    values[at + 1] = g + shift;
    g = cosine * r - b;
    const kept = last[at + 1];
    last[at + 1] = sine * last[at] + cosine * kept;
    last[at] = cosine * last[at] - sine * kept;
  }
  values[start] -= shift;
  off[start] = g;
  off[end] = 0;
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at] * other[at];
  return sum;
}

/** Scales a vector to length 1 in place, and returns the length that it had. */
function normalize(vector: Float64Array): number {
  const length = Math.sqrt(dot(vector, vector));
  if (length > 0) { for (let at = 0; at < vector.length; at++) vector[at] /= length; }
  return length;
}

/** Removes the components of a vector along orthonormal ones, in place. */
function orthogonalize(vector: Float64Array, basis: readonly Float64Array[]): void {
  for (const other of basis) {
    const share = dot(vector, other);
    for (let at = 0; at < vector.length; at++) vector[at] -= share * other[at];
  }
}
