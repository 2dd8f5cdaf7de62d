/** Principal components: the directions in which data vary most. */

/** Rows beyond this many multiplications are sampled at equal steps: a plane needs no more. */
const maxProducts = 4e9;

/** Directions that are iterated together: more than two, so that close ones are told apart soon. */
const blockSize = 4;

/** The dimension of the space that a block and its images span, in which eigenvectors are found. */
const spaceSize = 32;

const maxRestarts = 50;

/** Two principal components. */
export interface PrincipalComponents {
  /** The mean of each feature. */
  readonly mean: Float64Array;
  /** Two unit vectors at right angles; the largest entry of each is positive. */
  readonly components: readonly [Float64Array, Float64Array];
  /** The share of the variance that lies in their plane, from 0 to 1. */
  readonly share: number;
}

/**
 * Computes the first two principal components of at least two features, by block Lanczos iteration of
 * the covariance, or of the products of all pairs of rows where these are fewer than the features.
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th edition, sections 10.3.6 and 10.3.7.
 *
 * @param inputs The numbers `[samples × features]`.
 * @param features The number of features.
 */
export function principalComponents(inputs: Float64Array, features: number): PrincipalComponents {
  const { mean, rows } = centred(inputs, features);
  const isWide = rows.length < features;
  const vectors = isWide ? rows : columnsOf(rows, features);
  const matrix = productsOf(vectors);
  const { values, directions } = largestOf(matrix, vectors.length);
  const components = isWide ? directions.map((weights) => combined(rows, weights)) : directions;
  const [first, second] = orthonormal([...components, new Float64Array(features)].slice(0, 2));
  let total = 0;
  for (let at = 0; at < vectors.length; at++) total += matrix[at * (vectors.length + 1)];
  const share = total > 0 ? Math.min(1, (values[0] + (values[1] ?? 0)) / total) : 1;
  return { mean, components: [upright(first), upright(second)], share };
}

/** The mean, and rows less the mean: all of them, or as many as the multiplications allow. */
function centred(inputs: Float64Array, features: number) {
  const samples = inputs.length / features;
  const most = Math.max(maxProducts / features ** 2, Math.sqrt(maxProducts / features));
  const step = Math.max(1, Math.ceil(samples / most));
  const mean = new Float64Array(features);
  inputs.forEach((value, at) => mean[at % features] += value / samples);
  const rows: Float64Array[] = [];
  for (let start = 0; start < inputs.length; start += step * features) {
    const row = inputs.slice(start, start + features);
    rows.push(row.map((value, at) => value - mean[at]));
  }
  return { mean, rows };
}

function columnsOf(rows: readonly Float64Array[], features: number): Float64Array[] {
  return Array.from({ length: features }, (_, at) => Float64Array.from(rows, (row) => row[at]));
}

/** The products of all pairs of vectors, a symmetric matrix. */
function productsOf(vectors: readonly Float64Array[]): Float64Array {
  const { length } = vectors;
  const matrix = new Float64Array(length * length);
  for (let one = 0; one < length; one++) {
    for (let other = 0; other <= one; other++) {
      const value = dot(vectors[one], vectors[other]);
      matrix[one * length + other] = value;
      matrix[other * length + one] = value;
    }
  }
  return matrix;
}

/** The largest eigenvalues of a symmetric matrix, in descending order, with their eigenvectors. */
function largestOf(matrix: Float64Array, length: number) {
  let values: number[] = [];
  let directions = orthonormal(
    Array.from({ length: Math.min(length, blockSize) }, (_, index) => startVector(length, index)),
  );
  for (let restart = 0; restart < maxRestarts; restart++) {
    const { space, images } = spanned(matrix, directions);
    const size = space.length;
    const small = Float64Array.from(
      { length: size * size },
      (_, at) => dot(space[Math.floor(at / size)], images[at % size]),
    );
    const { values: found, vectors } = symmetricEigen(small, size);
    directions = vectors.slice(0, directions.length).map((weights) => combined(space, weights));
    const isSettled = restart > 0 &&
      [0, 1].every((at) => Math.abs(found[at] - values[at]) <= 1e-14 * Math.abs(found[0]));
    values = found;
    if (isSettled || size === length) break;
    directions = orthonormal(directions);
  }
  return { values, directions };
}

/** An orthonormal basis of the space of a block, its images, theirs and so on, with the images. */
function spanned(matrix: Float64Array, block: readonly Float64Array[]) {
  const space = [...block];
  const images: Float64Array[] = [];
  const size = Math.min(spaceSize, block[0].length);
  for (let at = 0; at < space.length; at++) {
    images.push(product(matrix, space[at]));
    if (space.length < size) space.push(...orthonormal([images[at]], space));
  }
  return { space, images };
}

/** A vector that is at right angles to no direction of data, except by chance. */
function startVector(features: number, index: number): Float64Array {
  return Float64Array.from(
    { length: features },
    (_, at) => Math.cos((at + 1) * (index + 1) ** 0.5),
  );
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at] * other[at];
  return sum;
}

function product(matrix: Float64Array, vector: Float64Array): Float64Array {
  const { length } = vector;
  return vector.map((_, row) => dot(matrix.subarray(row * length, (row + 1) * length), vector));
}

function combined(vectors: readonly Float64Array[], weights: ArrayLike<number>): Float64Array {
  return vectors[0].map((_, at) =>
    vectors.reduce((sum, vector, index) => sum + weights[index] * vector[at], 0)
  );
}

/**
 * Makes vectors orthonormal, and at right angles to those of an orthonormal basis, by two passes of Gram
 * and Schmidt; a vector of no length gets an axis.
 */
function orthonormal(
  vectors: readonly Float64Array[],
  basis: readonly Float64Array[] = [],
): Float64Array[] {
  const done = [...basis];
  for (const vector of vectors) {
    let next = without(vector, done);
    for (let axis = 0; Math.sqrt(dot(next, next)) < 1e-200; axis++) {
      next = without(next.map((_, at) => Number(at === axis)), done);
    }
    const scaled = next.map((value) => value / Math.sqrt(dot(next, next)));
    const again = without(scaled, done);
    const length = Math.sqrt(dot(again, again));
    done.push(again.map((value) => value / length));
  }
  return done.slice(basis.length);
}

function without(vector: Float64Array, others: readonly Float64Array[]): Float64Array {
  let rest = vector;
  for (const other of others) {
    const share = dot(rest, other);
    rest = rest.map((value, at) => value - share * other[at]);
  }
  return rest;
}

/** Eigenvalues in descending order and eigenvectors of a small symmetric matrix, by Jacobi's rotations. */
export function symmetricEigen(
  matrix: Float64Array,
  size: number,
): { values: number[]; vectors: number[][] } {
  const a = matrix.slice();
  const v = Float64Array.from(a, (_, at) => Number(at % (size + 1) === 0));
  // An entry that is far below the rounding of the largest one changes no eigenvalue.
  const least = 1e-20 * a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        off = Math.max(off, Math.abs(a[p * size + q]));
        rotate(a, v, { p, q, size });
      }
    }
    if (off <= least) break;
  }
  const order = Array.from({ length: size }, (_, at) => at)
    .sort((one, other) => a[other * (size + 1)] - a[one * (size + 1)]);
  return {
    values: order.map((at) => a[at * (size + 1)]),
    vectors: order.map((at) => Array.from({ length: size }, (_, row) => v[row * size + at])),
  };
}

/** Sets one pair of entries to zero by a rotation of two rows and two columns. */
function rotate(
  a: Float64Array,
  v: Float64Array,
  { p, q, size }: { p: number; q: number; size: number },
): void {
  const apq = a[p * size + q];
  if (Math.abs(apq) <= 1e-300) return;
  const theta = (a[q * (size + 1)] - a[p * (size + 1)]) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  const turn = (values: Float64Array, one: number, other: number) => {
    const [x, y] = [values[one], values[other]];
    values[one] = c * x - s * y;
    values[other] = s * x + c * y;
  };
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q);
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k);
  for (let k = 0; k < size; k++) turn(v, k * size + p, k * size + q);
  a[p * size + q] = 0;
  a[q * size + p] = 0;
}

/** The vector or its opposite, so that its largest entry is positive. */
export function upright(vector: Float64Array): Float64Array {
  const largest = vector.reduce(
    (most, value) => Math.abs(value) > Math.abs(most) ? value : most,
    0,
  );
  return largest < 0 ? vector.map((value) => -value) : vector;
}
