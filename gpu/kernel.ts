/** A kernel as one record: its code and what it is called with, so that the two cannot drift apart. */

/** How a kernel uses a buffer that is bound to it. */
export type Binding = "uniform" | "read" | "write";

/** A WGSL compute kernel. Its entry point is `main`, its bindings lie in group 0 in this order. */
export interface Kernel<Name extends string = string> {
  /** In errors, and as the label of its pipeline. */
  readonly name: string;
  /** The whole module. */
  readonly code: string;
  /** The buffers it is called with, by name, in the order of their `@binding` numbers. */
  readonly bindings: Readonly<Record<Name, Binding>>;
}
