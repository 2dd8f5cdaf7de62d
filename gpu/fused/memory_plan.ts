/** Where the arrays of a fused kernel lie: in workgroup memory where they fit, else in a buffer. */

/** An array of `vec4f` that a workgroup works on. */
export interface WorkArray {
  readonly name: string;
  /** Its length in vectors. */
  readonly vectors: number;
  /** Whether it outlives the dispatch, and so has a place in the buffer in any case. */
  readonly persistent?: boolean;
  /** Whether each element is one thread's alone. */
  readonly private?: boolean;
}

/** Arrays that have found their places. */
export interface PlacedArrays {
  /** WGSL that declares those in workgroup memory. */
  readonly declarations: string;
  /** WGSL for the element of an array at an index. */
  at(name: string, index: string): string;
  /** WGSL for the element of a persistent array in the buffer. */
  inBuffer(name: string, index: string): string;
  /** Whether the array lies in workgroup memory. */
  isLocal(name: string): boolean;
  /** Where an array begins in a workgroup's part of the buffer, in vectors. */
  offsetOf(name: string): number;
  /** Persistent ones that lie in workgroup memory: to be loaded first, and stored last. */
  readonly loaded: readonly WorkArray[];
  /** Whether threads hand each other elements through the buffer, and so need its barrier. */
  readonly sharedInBuffer: boolean;
  /** Vectors that each workgroup has in the buffer. */
  readonly bufferVectors: number;
}

const vectorBytes = 16;

/**
 * Places arrays in order of importance. In the buffer `state` a workgroup's part begins at `state_at`.
 *
 * @param arrays The arrays, those that matter most first.
 * @param bytes How much workgroup memory there is to fill.
 */
export function placeArrays(arrays: readonly WorkArray[], bytes: number): PlacedArrays {
  const local = new Set<string>();
  const offsets = new Map<string, number>();
  let left = bytes;
  let bufferVectors = 0;
  for (const { name, vectors, persistent } of arrays) {
    const fits = vectors * vectorBytes <= left;
    if (fits) {
      left -= vectors * vectorBytes;
      local.add(name);
    }
    if (fits && !persistent) continue;
    offsets.set(name, bufferVectors);
    bufferVectors += vectors;
  }
  const inBuffer = (name: string, index: string) =>
    `state[state_at + ${offsets.get(name)}u + ${index}]`;
  return {
    declarations: arrays.filter(({ name }) => local.has(name))
      .map(({ name, vectors }) => `var<workgroup> ${name}: array<vec4f, ${vectors}>;`)
      .join("\n"),
    at: (name, index) => local.has(name) ? `${name}[${index}]` : inBuffer(name, index),
    inBuffer,
    isLocal: (name) => local.has(name),
    offsetOf: (name) => offsets.get(name) ?? 0,
    loaded: arrays.filter(({ name, persistent }) => persistent && local.has(name)),
    sharedInBuffer: arrays.some(({ name, ...array }) => !array.private && !local.has(name)),
    bufferVectors,
  };
}
