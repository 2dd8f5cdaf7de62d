/** Places the arrays of a fused kernel in workgroup memory if they fit, otherwise in a buffer. */

/** An array of `vec4f` of a workgroup. */
export interface WorkArray {
  readonly name: string;
  /** Its length in vectors. */
  readonly vectors: number;
  /** Whether it is kept between dispatches, and therefore always has a place in the buffer. */
  readonly persistent?: boolean;
  /** Whether each element is used by one thread only. */
  readonly private?: boolean;
  /** Whether it stays in the buffer even if it fits in workgroup memory. */
  readonly staysInBuffer?: boolean;
}

/** The places of arrays. */
export interface PlacedArrays {
  /** WGSL that declares the arrays in workgroup memory. */
  readonly declarations: string;
  /** WGSL for the element of an array at an index. */
  at(name: string, index: string): string;
  /** WGSL for the element of a persistent array in the buffer. */
  inBuffer(name: string, index: string): string;
  /** Whether the array is in workgroup memory. */
  isLocal(name: string): boolean;
  /** The offset of an array in a workgroup's part of the buffer, in vectors. */
  offsetOf(name: string): number;
  /** Persistent arrays in workgroup memory, which are loaded first and stored last. */
  readonly loaded: readonly WorkArray[];
  /** Whether threads exchange elements through the buffer, and therefore need a storage barrier. */
  readonly sharedInBuffer: boolean;
  /** The vectors of each workgroup's part of the buffer. */
  readonly bufferVectors: number;
  /** The bytes of the arrays in workgroup memory. */
  readonly localBytes: number;
}

const vectorBytes = 16;

/**
 * Places arrays in order of importance. A workgroup's part of the buffer `state` begins at `state_at`.
 *
 * @param arrays The arrays, in descending order of importance.
 * @param bytes The available workgroup memory.
 */
export function placeArrays(arrays: readonly WorkArray[], bytes: number): PlacedArrays {
  const local = new Set<string>();
  const offsets = new Map<string, number>();
  let left = bytes;
  let bufferVectors = 0;
  for (const { name, vectors, persistent, staysInBuffer } of arrays) {
    const fits = !staysInBuffer && vectors * vectorBytes <= left;
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
    localBytes: bytes - left,
  };
}
