/** A kernel as one record of its code and its bindings, so that the two always agree. */

/** How a kernel uses a buffer that is bound to it. */
export type Binding = "uniform" | "read" | "write";

/** A WGSL compute kernel. Its entry point is `main`; its bindings are in group 0 in this order. */
export interface Kernel<Name extends string = string> {
  /** Its name in errors, and the label of its pipeline. */
  readonly name: string;
  /** The complete WGSL module. */
  readonly code: string;
  /** Its buffers by name, in the order of their `@binding` numbers. */
  readonly bindings: Readonly<Record<Name, Binding>>;
}
