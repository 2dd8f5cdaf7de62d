/** What can go wrong on a GPU, with the name of the work that it went wrong in. */

/** The GPU refused or failed a piece of work: too large a buffer, a broken kernel, no memory. */
export class GpuError extends Error {
  override readonly name = "GpuError";
}

/** The GPU went away in the middle of the work: a driver reset, an unplugged card. */
export class GpuLostError extends GpuError {}
