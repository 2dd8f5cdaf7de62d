/** The lines of a store, up to the last complete one. */

import { show } from "../check.ts";
import { isObject } from "../check_shape.ts";

/** The first line of a file: which computation its results are of. */
export interface StoreHeader {
  /** The kind of computation, such as `sweep`. */
  readonly kind: string;
  /** The version of the format of its results, from 1. */
  readonly version: number;
  /** The hash of all its settings. */
  readonly id: string;
  /** The settings in words, for errors. */
  readonly description: string;
  /** The command that computes them, if there is one. */
  readonly command?: string;
}

/** A result as a line: plain data with the key by which it is found again. */
export interface StoredResult {
  /** The hash of the settings that it is the result of. */
  readonly key: string;
}

/** What a file holds. */
export interface StoreContent<Result extends StoredResult = StoredResult> {
  /** Undefined if the file is empty, or ends within its first line. */
  readonly header: StoreHeader | undefined;
  /** The results by key; the first one with a key counts. */
  readonly results: Map<string, Result>;
  /** The number of bytes of all complete lines. */
  readonly wholeBytes: number;
  /** The number of bytes after them. */
  readonly tornBytes: number;
}

const LINE_BREAK = 10;

/**
 * Reads the lines of a file. Its last line is not complete if it lacks its line break, or is no JSON.
 *
 * @throws {SyntaxError} if the file is not a store, or a line before the last one is damaged
 */
export function readLines(
  bytes: Uint8Array,
  { name, header }: { name: string; header: StoreHeader },
): StoreContent {
  const results = new Map<string, StoredResult>();
  const refuse = (what: string) => {
    throw new SyntaxError(`Cannot read ${name} as ${what}`);
  };
  let found: StoreHeader | undefined;
  let at = 0;
  for (let line = 1; at < bytes.length; line++) {
    const end = bytes.indexOf(LINE_BREAK, at);
    const value = end < 0 ? undefined : parsed(bytes.subarray(at, end));
    if (value === undefined) {
      if (line === 1 && !isStartOf(bytes, header)) refuse("it is not a file of results");
      if (end >= 0 && end + 1 < bytes.length) refuse(`its line ${line} is damaged`);
      break;
    }
    if (line === 1) {
      if (!isHeader(value)) refuse("it is not a file of results");
      found = value as StoreHeader;
    } else {
      if (!isResult(value)) refuse(`its line ${line} is no result: ${show(value)}`);
      const result = value as StoredResult;
      if (!results.has(result.key)) results.set(result.key, result);
    }
    at = end + 1;
  }
  return { header: found, results, wholeBytes: at, tornBytes: bytes.length - at };
}

function parsed(line: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(line));
  } catch {
    return undefined;
  }
}

/** Whether a file ends within the first line of a store: any other file is not to be cut. */
function isStartOf(bytes: Uint8Array, { kind }: StoreHeader): boolean {
  const start = new TextEncoder().encode(`{"kind":${JSON.stringify(kind)},`);
  const length = Math.min(bytes.length, start.length);
  return bytes.indexOf(LINE_BREAK) < 0 &&
    start.subarray(0, length).every((byte, at) => byte === bytes[at]);
}

function isHeader(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { kind, version, id, description, command = "" } = value as Record<string, unknown>;
  return [kind, id, description, command].every((part) => typeof part === "string") &&
    typeof version === "number";
}

function isResult(value: unknown): boolean {
  return isObject(value) && "key" in value && typeof value.key === "string";
}
