/** Formats values for error messages: short, on one line, and without throwing. */

const LIMIT = 100;
/** The number of nested levels that are shown, which also limits circular references. */
const DEPTH = 3;

/**
 * Formats a value in at most about 100 characters: strings in quotes, typed arrays with their class,
 * bigints with their `n`. Of a large value only the shown part is read.
 *
 * @param value any value, including proxies and objects whose getters throw
 * @returns one line
 *
 * @example A long typed array
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { show } from "./show.ts";
 *
 * const long = new Uint8Array(1000);
 * assertEquals(show(long).slice(0, 18), "Uint8Array [0, 0, ");
 * assertEquals(show(long).slice(-12), ", …] of 1000");
 * assertEquals(show(5n), "5n");
 * ```
 */
export function show(value: unknown): string {
  const text = write(value, DEPTH).replace(/[\p{Cc}\u2028\u2029]/gu, " ");
  return text.length > LIMIT ? `${text.slice(0, LIMIT - 1)}…` : text;
}

function write(value: unknown, depth: number): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, LIMIT));
  if (typeof value === "bigint") {
    return BigInt.asIntN(300, value) === value ? `${value}n` : "a bigint of more than 300 bits";
  }
  if (typeof value === "function") return "function";
  if (typeof value !== "object" || value === null) return String(value).slice(0, LIMIT);
  try {
    return writeObject(value, depth);
  } catch {
    return "an object that cannot be read";
  }
}

function writeObject(value: object, depth: number): string {
  if (value instanceof DataView || value instanceof ArrayBuffer) {
    return `${kindOf(value)} of ${value.byteLength} bytes`;
  }
  if (ArrayBuffer.isView(value)) {
    const { length } = value as Uint8Array;
    const numbers = list(length, ", ", (index) => write((value as Uint8Array)[index], 0));
    return `${kindOf(value)} [${numbers}]${lengthOf(numbers, length)}`;
  }
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? "an invalid Date" : `Date ${value.toISOString()}`;
  }
  if (depth === 0) return Array.isArray(value) ? "[…]" : "{…}";
  if (Array.isArray(value)) {
    const items = list(value.length, ",", (index) => write(value[index], depth - 1));
    return `[${items}]${lengthOf(items, value.length)}`;
  }
  const keys = Object.keys(value);
  const property = (index: number) => {
    const key = keys[index];
    return `${write(key, 0)}:${write((value as Record<string, unknown>)[key], depth - 1)}`;
  };
  const kind = kindOf(value);
  return `${kind === "Object" ? "" : `${kind} `}{${list(keys.length, ",", property)}}`;
}

/** Joins items until they fill 60 % of the line; the rest is for the text around them. */
function list(length: number, separator: string, item: (index: number) => string): string {
  let text = "";
  for (let index = 0; index < length; index++) {
    if (text.length > 0.6 * LIMIT) return `${text}${separator}…`;
    text += (index === 0 ? "" : separator) + item(index);
  }
  return text;
}

function lengthOf(items: string, length: number): string {
  return items.endsWith("…") ? ` of ${length}` : "";
}

/** The name of an object's class; `Object` for plain objects. */
function kindOf(value: object): string {
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === "string" && name !== "" ? name.slice(0, 40) : "Object";
}
