/** Hashes of plain data, by which results are found again. */

import { isArray } from "../check_shape.ts";

/** The number of hexadecimal digits of a hash: 128 bits. */
const digits = 32;

/**
 * Hashes plain data: the same settings have the same hash, whatever the order of their keys. A setting
 * that is undefined is as one that is left out; typed arrays count as their bytes.
 *
 * @param value The data, as for `JSON.stringify`.
 * @returns The first 128 bits of its SHA-256, in hexadecimal.
 *
 * @example The order of keys does not matter
 * ```ts
 * import { hashOf } from "./hash.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await hashOf({ a: 1, b: [2] }), await hashOf({ b: [2], a: 1 }));
 * ```
 */
export async function hashOf(value: unknown): Promise<string> {
  return await digestOf(new TextEncoder().encode(JSON.stringify(await canonical(value)) ?? ""));
}

async function digestOf(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as BufferSource);
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
  return hex.join("").slice(0, digits);
}

/** A copy with sorted keys, and with a hash in place of each typed array. */
async function canonical(value: unknown): Promise<unknown> {
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return [value.constructor.name, await digestOf(bytes)];
  }
  if (isArray(value)) return await Promise.all(value.map(canonical));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
    .sort(([one], [other]) => one < other ? -1 : 1);
  return Object.fromEntries(
    await Promise.all(entries.map(async ([key, part]) => [key, await canonical(part)])),
  );
}
