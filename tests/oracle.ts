/** What fast kernels are held against: noise to feed them, the plainest sums, and a comparison. */

import { assert, assertEquals } from "@std/assert";
import type { Floats } from "../lib/kernels/floats.ts";

/** Even numbers in [-scale, scale), the same for the same seed (mulberry32), rounded to float32. */
export function noise(count: number, { seed = 1, scale = 1 } = {}): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(state ^ state >>> 15, 1 | state);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return (((mixed ^ mixed >>> 14) >>> 0) / 2 ** 31 - 1) * scale;
  });
}

/** Numbers from `least` to `most`, both included, evenly apart. */
export function sweep(least: number, most: number, count: number): Float64Array {
  return Float64Array.from(
    { length: count },
    (_, index) => least + (most - least) * index / (count - 1),
  );
}

/** `[rows × inner] · [inner × columns]` as the textbook has it, in float64. */
export function textbookMatmul(
  { a, b }: { a: Floats; b: Floats },
  { rows, inner, columns }: { rows: number; inner: number; columns: number },
): Float64Array {
  const c = new Float64Array(rows * columns);
  for (let m = 0; m < rows; m++) {
    for (let n = 0; n < columns; n++) {
      for (let k = 0; k < inner; k++) c[m * columns + n] += a[m * inner + k] * b[k * columns + n];
    }
  }
  return c;
}

/** A matrix `[rows × columns]` with its columns as rows. */
export function transposed(
  matrix: Float32Array,
  { rows, columns }: { rows: number; columns: number },
): Float32Array {
  return Float32Array.from(
    matrix,
    (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)],
  );
}

/**
 * Asserts that numbers at the same place differ by at most `tolerance` times the larger of 1 and
 * the expected number. NaN is close to nothing.
 */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  message = "numbers",
): void {
  assertEquals(actual.length, expected.length, `length of ${message}`);
  for (let at = 0; at < expected.length; at++) {
    const error = Math.abs(actual[at] - expected[at]) / Math.max(1, Math.abs(expected[at]));
    assert(
      error <= tolerance,
      `${message}: at ${at} ${actual[at]} for ${expected[at]}, off by ${error} > ${tolerance}`,
    );
  }
}

/** Asserts the same numbers to the bit, NaN for NaN. */
export function assertSameBits(actual: Floats, expected: Floats, message = "numbers"): void {
  assertEquals(actual.length, expected.length, `length of ${message}`);
  for (let at = 0; at < expected.length; at++) {
    assert(
      Object.is(actual[at], expected[at]),
      `${message}: at ${at} ${actual[at]} for ${expected[at]}`,
    );
  }
}
