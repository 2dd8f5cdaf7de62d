/**
 * Encodes typed arrays as base64 text, for checkpoints and other JSON. The bytes are in little-endian
 * order, which is the byte order of typed arrays on every platform that the lab supports.
 */

import { validationMessage } from "./check.ts";

/** The number of arguments of one call of `String.fromCharCode`, which are passed on the stack. */
const CHUNK = 0x2000;

/**
 * Encodes the bytes of a typed array.
 *
 * @param array a typed array or a `DataView`
 * @returns base64 text with padding
 * @throws {TypeError} if `array` is neither
 *
 * @example Two words of 32 bits
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { toBase64, uint32FromBase64 } from "./base64.ts";
 *
 * const text = toBase64(Uint32Array.of(1, 256));
 * assertEquals(text, "AQAAAAABAAA=");
 * assertEquals([...uint32FromBase64(text)], [1, 256]);
 * ```
 */
export function toBase64(array: ArrayBufferView): string {
  if (!ArrayBuffer.isView(array)) {
    throw new TypeError(validationMessage("write base64", "array", "a typed array", array));
  }
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  let binary = "";
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(binary);
}

/**
 * Decodes base64 text.
 *
 * @param text base64 text, with or without padding
 * @returns its bytes
 * @throws {TypeError} if `text` is not a string
 * @throws {SyntaxError} if it is not base64
 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  if (typeof text !== "string") {
    throw new TypeError(validationMessage("read base64", "text", "base64 text", text));
  }
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    throw new SyntaxError(validationMessage("read base64", "text", "base64", text));
  }
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/**
 * Decodes the float32 numbers that {@linkcode toBase64} encoded.
 *
 * @param text base64 text
 * @returns the numbers
 * @throws {TypeError} if `text` is not a string
 * @throws {SyntaxError} if it is not base64, or its bytes are not a multiple of 4
 */
export function float32FromBase64(text: string): Float32Array<ArrayBuffer> {
  return new Float32Array(wholeBytes(text, Float32Array.BYTES_PER_ELEMENT));
}

/**
 * Decodes the words of 32 bits that {@linkcode toBase64} encoded.
 *
 * @param text base64 text
 * @returns the words
 * @throws {TypeError} if `text` is not a string
 * @throws {SyntaxError} if it is not base64, or its bytes are not a multiple of 4
 */
export function uint32FromBase64(text: string): Uint32Array<ArrayBuffer> {
  return new Uint32Array(wholeBytes(text, Uint32Array.BYTES_PER_ELEMENT));
}

/**
 * Decodes the float64 numbers that {@linkcode toBase64} encoded.
 *
 * @param text base64 text
 * @returns the numbers
 * @throws {TypeError} if `text` is not a string
 * @throws {SyntaxError} if it is not base64, or its bytes are not a multiple of 8
 */
export function float64FromBase64(text: string): Float64Array<ArrayBuffer> {
  return new Float64Array(wholeBytes(text, Float64Array.BYTES_PER_ELEMENT));
}

function wholeBytes(text: string, size: number): ArrayBuffer {
  const { buffer, byteLength } = fromBase64(text);
  if (byteLength % size === 0) return buffer;
  const allowed = `base64 of a multiple of ${size} bytes`;
  throw new SyntaxError(validationMessage("read base64", "text", allowed, `${byteLength} bytes`));
}
