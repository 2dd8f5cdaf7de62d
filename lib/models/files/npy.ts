/** Arrays in NumPy's format: a header that is a Python dictionary, and the numbers. */

import { type FloatType, floatTypes, joinBytes, readFloats, viewOf } from "./bytes.ts";

/** An array of numbers in a file. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Row after row. */
  readonly values: Float32Array;
}

/** The first byte of each file, and the name of the format after it. */
const MAGIC = [0x93, ..."NUMPY"].map((each) =>
  typeof each === "number" ? each : each.charCodeAt(0)
);
/** The header begins after the magic, two bytes of the version, and its length. */
const START = MAGIC.length + 2 + 2;
/** The numbers begin at a multiple of it. */
const ALIGNMENT = 64;

/** The types of numbers that are read, by their names in the header. */
const types: Readonly<Record<string, FloatType>> = {
  "<f4": floatTypes.float32,
  "<f8": floatTypes.float64,
};

/** Writes float32 numbers as an array of a shape. */
export function toNpy({ shape, values }: NpyArray): Uint8Array {
  return joinBytes([headerOf("<f4", shape), values]);
}

/** Writes a text as an array of no dimensions, which NumPy's `item()` converts to a text. */
export function textToNpy(text: string): Uint8Array {
  const points = Uint32Array.from(text.toWellFormed(), (character) => character.codePointAt(0)!);
  return joinBytes([headerOf(`<U${points.length}`, []), points]);
}

function headerOf(type: string, shape: readonly number[]): Uint8Array {
  const tuple = `(${shape.map((length) => `${length},`).join(" ")})`;
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const unpadded = START + text.length + 1;
  const length = Math.ceil(unpadded / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(length).fill(0x20);
  bytes.set(MAGIC);
  bytes.set([1, 0], MAGIC.length);
  viewOf(bytes).setUint16(START - 2, length - START, true);
  new TextEncoder().encodeInto(text, bytes.subarray(START));
  bytes[length - 1] = "\n".charCodeAt(0);
  return bytes;
}

/**
 * Reads an array of numbers, or a text.
 *
 * @param bytes The bytes of the file.
 * @param refuse Creates the error for a file that cannot be read.
 */
export function readNpy(bytes: Uint8Array, refuse: (why: string) => Error): NpyArray | string {
  const { type, isFortran, shape, data } = readHeader(bytes, refuse);
  const count = shape.reduce((product, length) => product * length, 1);
  const [, points] = /^<U(\d+)$/.exec(type) ?? [];
  if (points !== undefined && shape.length === 0) {
    if (data.length !== 4 * Number(points)) throw refuse("it is not whole");
    return readText(data);
  }
  if (!Object.hasOwn(types, type)) {
    const known = Object.keys(types).join(" and ");
    throw refuse(`its type is ${JSON.stringify(type)}, and ${known} are read`);
  }
  if (data.length !== count * types[type].size) throw refuse("it is not whole");
  const values = readFloats(data, types[type]);
  return { shape, values: isFortran && shape.length === 2 ? byRows(values, shape) : values };
}

function readHeader(bytes: Uint8Array, refuse: (why: string) => Error) {
  if (bytes.length < START + 2 || !MAGIC.every((byte, at) => bytes[at] === byte)) {
    throw refuse("it is no array of NumPy");
  }
  const view = viewOf(bytes);
  // Version 1 has two bytes for the length of the header, later ones have four.
  const isShort = bytes[MAGIC.length] === 1;
  const start = isShort ? START : START + 2;
  const length = isShort ? view.getUint16(START - 2, true) : view.getUint32(START - 2, true);
  if (start + length > bytes.length) throw refuse("it is not whole");
  const text = new TextDecoder().decode(bytes.subarray(start, start + length));
  const type = /'descr': *'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order': *(True|False)/.exec(text)?.[1];
  const shape = /'shape': *\(([\d, ]*)\)/.exec(text)?.[1];
  if (type === undefined || order === undefined || shape === undefined) {
    throw refuse("its header names no type, order and shape of numbers");
  }
  return {
    type,
    isFortran: order === "True",
    shape: (shape.match(/\d+/g) ?? []).map(Number),
    data: bytes.subarray(start + length),
  };
}

/** Converts a matrix that is stored column after column. */
function byRows(values: Float32Array, [rows, columns]: readonly number[]): Float32Array {
  return values.map((_, at) => values[(at % columns) * rows + Math.floor(at / columns)]);
}

/** Reads code points; NumPy fills up a shorter text with zeros. */
function readText(data: Uint8Array): string {
  const view = viewOf(data);
  let text = "";
  for (let at = 0; at < data.length; at += 4) {
    const point = view.getUint32(at, true);
    text += String.fromCodePoint(point <= 0x10ffff ? point : 0xfffd);
  }
  return text.replace(/\0+$/, "");
}
