/** The two precisions of the kernels. */

/** Numbers of the kernels: Float32Array for training, Float64Array for the reference computations. */
export type Floats = Float32Array | Float64Array;
