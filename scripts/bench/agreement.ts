/** Whether contenders have computed the same. */

/** Values of a result that are compared at most. */
const maxValues = 4096;
/** The largest difference that rounding in float32 may come to, as a share of values beyond 1. */
const tolerance = 1e-4;

/** Evenly spaced values of a result, the first and the last among them; all of a short one. */
export function thinned(values: Float32Array): Float32Array {
  if (values.length <= maxValues) return values.slice();
  const step = (values.length - 1) / (maxValues - 1);
  return Float32Array.from({ length: maxValues }, (_, at) => values[Math.round(at * step)]);
}

/**
 * How two results disagree, in words, or undefined where they agree.
 *
 * @param values What was computed.
 * @param reference What it is held against; nothing to compare where either is empty.
 */
export function disagreement(values: Float32Array, reference: Float32Array): string | undefined {
  if (values.length === 0 || reference.length === 0) return undefined;
  if (values.length !== reference.length) {
    return `${values.length} values instead of ${reference.length}`;
  }
  for (const [at, value] of values.entries()) {
    const expected = reference[at];
    if (!(Math.abs(value - expected) <= tolerance * Math.max(1, Math.abs(expected)))) {
      return `${value} instead of ${expected}`;
    }
  }
  return undefined;
}
