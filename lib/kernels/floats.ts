/** The two precisions of the kernels. */

/** Float32Array where it is to be fast, Float64Array where it is the oracle. */
export type Floats = Float32Array | Float64Array;
