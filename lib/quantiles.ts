/** Quantiles of samples. */

import { checkNumber, validationMessage } from "./check.ts";
import { checkNumbers } from "./check_shape.ts";

/**
 * A quantile of a sample, interpolated linearly between the two nearest values, as d3-array's `quantile`
 * and NumPy's default do. Infinite values are allowed: they are what a diverged loss counts as.
 *
 * @param values The sample, in any order; it is not changed.
 * @param share The share of the sample below the quantile, from 0 to 1: 0.5 for the median.
 * @returns The quantile.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if there are no values, one is NaN, or the share is out of bounds
 *
 * @example The quartiles of eight values
 * ```ts
 * import { quantile } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const values = [8, 1, 7, 2, 6, 3, 5, 4];
 * assertEquals([0.25, 0.5, 0.75].map((share) => quantile(values, share)), [2.75, 4.5, 6.25]);
 * ```
 */
export function quantile(values: ArrayLike<number>, share: number): number {
  const action = "compute the quantile";
  checkNumbers(action, "values", values);
  checkNumber(action, "share", share, { minimum: 0, maximum: 1 });
  const sorted = Float64Array.from(values).sort();
  // NaN is sorted to the end.
  if (sorted.length === 0 || Number.isNaN(sorted[sorted.length - 1])) {
    throw new RangeError(validationMessage(action, "values", "at least one, and not NaN", values));
  }
  return sortedQuantile(sorted, share);
}

/** A quantile of at least one value in ascending order, none of them NaN. */
export function sortedQuantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const at = Math.floor(place);
  const [low, high] = [sorted[at], sorted[Math.ceil(place)]];
  if (low === high) return low;
  const [difference, part] = [high - low, place - at];
  if (!Number.isFinite(difference)) return Number.isFinite(high) ? low : high;
  // The rounding error is that of NumPy: the interpolation starts from the nearer value.
  return part < 0.5 ? low + difference * part : high - difference * (1 - part);
}

/** Lower quartile, median and upper quartile of at least one value, none of them NaN. */
export function quartilesOf(values: ArrayLike<number>): [number, number, number] {
  const sorted = Float64Array.from(values).sort();
  return [sortedQuantile(sorted, 0.25), sortedQuantile(sorted, 0.5), sortedQuantile(sorted, 0.75)];
}
