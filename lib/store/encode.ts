/** Plain data with typed arrays as JSON text, which preserves them to the bit. */

import { fromBase64, toBase64 } from "../base64.ts";
import { validationMessage } from "../check.ts";

/** The typed arrays of the library, by name. */
const kinds = { Float64Array, Float32Array, Int32Array, Uint32Array } as const;

/** The key of an object that stands for a typed array. */
const mark = "typedArray";

/**
 * Writes plain data as JSON. What is undefined is left out; a typed array becomes an object of its kind
 * and base64 text.
 *
 * @param value plain data with typed arrays
 * @returns JSON
 *
 * @example Bits that JSON does not have
 * ```ts
 * import { decodePlain, encodePlain } from "./encode.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const data = { inputs: Float64Array.of(0.1, -0, NaN) };
 * assertEquals(decodePlain("read", "data", encodePlain(data)), data);
 * ```
 */
export function encodePlain(value: unknown): string {
  return JSON.stringify(
    value,
    (_, part) =>
      ArrayBuffer.isView(part) ? { [mark]: part.constructor.name, base64: toBase64(part) } : part,
  );
}

/**
 * Reads what {@linkcode encodePlain} wrote.
 *
 * @param action the action, for the error
 * @param name the name of the text, for the error
 * @param text JSON
 * @returns the data
 * @throws {TypeError} if `text` is not a string
 * @throws {SyntaxError} if it is not JSON, or a typed array in it cannot be read
 */
export function decodePlain(action: string, name: string, text: string): unknown {
  const allowed = "JSON, as encodePlain writes it";
  if (typeof text !== "string") throw new TypeError(validationMessage(action, name, allowed, text));
  try {
    return JSON.parse(text, (_, part) => arrayOf(part) ?? part);
  } catch (error) {
    throw new SyntaxError(validationMessage(action, name, allowed, text), { cause: error });
  }
}

/** The typed array that an object stands for; undefined if it is another object. */
function arrayOf(part: unknown) {
  if (typeof part !== "object" || part === null || !(mark in part) || !("base64" in part)) return;
  const { [mark]: kind, base64 } = part;
  const found = Object.entries(kinds).find(([name]) => name === kind);
  if (found === undefined) throw new SyntaxError(`there is no typed array ${kind}`);
  return new found[1](fromBase64(base64 as string).buffer);
}
