/** Bytes of files: pieces that are joined, and numbers in little-endian order that are read. */

/** A type of numbers in a file: its size in bytes, and its reader. */
export interface FloatType {
  readonly size: number;
  readonly read: (view: DataView, offset: number) => number;
}

/** The types of numbers that are read. */
export const floatTypes = {
  float32: { size: 4, read: (view, offset) => view.getFloat32(offset, true) },
  float64: { size: 8, read: (view, offset) => view.getFloat64(offset, true) },
} as const satisfies Record<string, FloatType>;

/** Joins the bytes of arrays. */
export function joinBytes(pieces: readonly ArrayBufferView[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of pieces) {
    joined.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return joined;
}

/** A view of bytes, wherever in their buffer they are. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Reads numbers to the end of the bytes, and rounds them to float32. */
export function readFloats(bytes: Uint8Array, { size, read }: FloatType): Float32Array {
  const view = viewOf(bytes);
  return Float32Array.from(
    { length: bytes.length / size },
    (_, index) => read(view, index * size),
  );
}
