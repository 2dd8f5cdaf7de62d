/** Errors of a GPU, with the name of the kernel or operation that failed. */

/** An operation failed on the GPU: a buffer was too large, a kernel invalid, or memory exhausted. */
export class GpuError extends Error {
  override readonly name = "GpuError";
}

/** The device was lost during an operation: by a driver reset, or as the card was removed. */
export class GpuLostError extends GpuError {}
