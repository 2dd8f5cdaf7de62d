/** The numbers of the plain kernels, in either precision. */

/** A buffer of numbers. */
export type Floats = Float32Array | Float64Array;

/** A precision: how its buffers are allocated. Sums are in float64 in both. */
export interface Precision {
  /** Allocates a buffer of zeros. */
  allocate(length: number): Floats;
}

/** Storage in float32. */
export const float32: Precision = { allocate: (length) => new Float32Array(length) };

/** Storage in float64: the reference for gradients and for all faster kernels. */
export const float64: Precision = { allocate: (length) => new Float64Array(length) };
