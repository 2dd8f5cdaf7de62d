/**
 * JSON as the lab writes it.
 */

const WIDTH = 100;

/**
 * Writes a value as JSON that is easy to read: indented by two spaces, lists
 * of plain values on one line. A number that is not finite becomes null, a
 * typed array a list.
 *
 * @param value Plain data
 * @returns The text, ending in a line break
 *
 * @example
 * ```ts
 * import { formatJson } from "./json.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatJson({ name: "he", loss: [0.5, NaN] }), '{ "name": "he", "loss": [0.5, null] }\n');
 * ```
 */
export function formatJson(value: unknown): string {
  const plain = JSON.parse(JSON.stringify(value ?? null, listsOfTypedArrays));
  return `${format(plain, "")}\n`;
}

function listsOfTypedArrays(_key: string, value: unknown): unknown {
  if (value instanceof Float32Array) return Array.from(value, shortest);
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? Array.from(value as Uint8Array)
    : value;
}

/** The shortest decimal that is this float32 again: 0.1 and not 0.10000000149011612. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const decimal = Number(value.toPrecision(digits));
    if (Math.fround(decimal) === value) return decimal;
  }
  return Number.isFinite(value) ? Number(value.toPrecision(9)) : value;
}

function format(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const inner = `${indent}  `;
  const entries = isList
    ? value.map((each) => format(each, inner))
    : Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${format(each, inner)}`);
  const [open, close, space] = isList ? ["[", "]", ""] : ["{", "}", " "];
  if (entries.length === 0) return open + close;
  const flat = open + space + entries.join(", ") + space + close;
  const isPlainList = isList && value.every((each) => typeof each !== "object" || each === null);
  return isPlainList || (indent.length + flat.length <= WIDTH && !flat.includes("\n"))
    ? flat
    : `${open}\n${entries.map((entry) => inner + entry).join(",\n")}\n${indent}${close}`;
}
