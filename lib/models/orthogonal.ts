/** The orthogonal factor of a matrix: the linear algebra behind orthogonal initialization. */

/**
 * The factor Q of the decomposition `A = Q · R` whose R has a positive diagonal,
 * by Householder reflections in float64. That sign makes Q unique, so it does
 * not matter which algorithm another library takes.
 *
 * Source: G. Golub and C. Van Loan, "Matrix Computations", section 5.2.
 *
 * @param columns the columns of A: at most as many as each has entries
 * @returns the columns of Q, orthonormal, in the shape of A
 *
 * @example Two columns turned into a rotation
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
  const mirrors: Float64Array[] = [];
  const signs: number[] = [];
  left.forEach((column, index) => {
    const diagonal = mirroredDiagonal(column, index);
    const mirror = column.map((value, entry) => entry < index ? 0 : value);
    mirror[index] -= diagonal;
    for (const other of left.slice(index + 1)) reflect(other, mirror);
    mirrors.push(mirror);
    signs.push(diagonal < 0 ? -1 : 1);
  });

  return columns.map((column, index) => {
    const result = new Float64Array(column.length);
    result[index] = signs[index];
    for (const mirror of mirrors.toReversed()) reflect(result, mirror);
    return result;
  });
}

/** What a reflection turns `column` into on R's diagonal: signed against cancellation. */
function mirroredDiagonal(column: Float64Array, index: number): number {
  const norm = Math.sqrt(column.subarray(index).reduce((sum, value) => sum + value * value, 0));
  return column[index] > 0 ? -norm : norm;
}

/** Mirrors `vector` in place at the plane that is perpendicular to `mirror`. */
function reflect(vector: Float64Array, mirror: Float64Array): void {
  let product = 0;
  let square = 0;
  for (let entry = 0; entry < mirror.length; entry++) {
    product += mirror[entry] * vector[entry];
    square += mirror[entry] * mirror[entry];
  }
  // A column of zeros leaves nothing to mirror.
  const factor = square === 0 ? 0 : 2 * product / square;
  for (let entry = 0; entry < mirror.length; entry++) vector[entry] -= factor * mirror[entry];
}
