/** The QR decomposition, for orthogonal initialization. */

/**
 * Computes the factor Q of the decomposition `A = Q · R` in which R has a positive diagonal, by
 * Householder reflections in float64. The positive diagonal makes Q unique, so Q does not depend on the
 * algorithm.
 *
 * Source: G. Golub and C. Van Loan, "Matrix Computations", section 5.2.
 *
 * @param columns the columns of A; their number is at most their length
 * @returns the columns of Q, which are orthonormal and of the same length
 *
 * @example The orthogonal factor of two columns
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { orthogonalColumns } from "./orthogonal.ts";
 *
 * const [first, second] = orthogonalColumns([Float64Array.of(3, 4), Float64Array.of(0, 5)]);
 * assertAlmostEquals(first[0], 0.6);
 * assertAlmostEquals(first[1], 0.8);
 * assertAlmostEquals(second[0], -0.8);
 * assertAlmostEquals(second[1], 0.6);
 * ```
 */
export function orthogonalColumns(columns: readonly Float64Array[]): Float64Array[] {
  const left = columns.map((column) => column.slice());
  const normals: Float64Array[] = [];
  const signs: number[] = [];
  left.forEach((column, index) => {
    const diagonal = diagonalOf(column, index);
    const normal = column.map((value, entry) => entry < index ? 0 : value);
    normal[index] -= diagonal;
    for (const other of left.slice(index + 1)) reflect(other, normal);
    normals.push(normal);
    signs.push(diagonal < 0 ? -1 : 1);
  });

  return columns.map((column, index) => {
    const result = new Float64Array(column.length);
    result[index] = signs[index];
    for (const normal of normals.toReversed()) reflect(result, normal);
    return result;
  });
}

/** The diagonal entry of R before its sign is corrected; its sign is chosen to avoid cancellation. */
function diagonalOf(column: Float64Array, index: number): number {
  const norm = Math.sqrt(column.subarray(index).reduce((sum, value) => sum + value * value, 0));
  return column[index] > 0 ? -norm : norm;
}

/** Reflects `vector` in place at the hyperplane with the normal vector `normal`. */
function reflect(vector: Float64Array, normal: Float64Array): void {
  let product = 0;
  let square = 0;
  for (let entry = 0; entry < normal.length; entry++) {
    product += normal[entry] * vector[entry];
    square += normal[entry] * normal[entry];
  }
  // A column of zeros has no reflection.
  const factor = square === 0 ? 0 : 2 * product / square;
  for (let entry = 0; entry < normal.length; entry++) vector[entry] -= factor * normal[entry];
}
