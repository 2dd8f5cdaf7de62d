/** Writes Protocol Buffers: messages of numbered fields. */

import { joinBytes } from "./bytes.ts";

/** Encoded fields, in pieces that are joined once, as parameters are large. */
export type Fields = readonly Uint8Array[];

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** Encodes a whole number, at least 0. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push(rest % 0x80 | 0x80);
  return [...bytes, rest];
}

function key(field: number, wire: number): number[] {
  return varint(field * 8 + wire);
}

/** A field that is a whole number, at least 0. */
export function whole(field: number, value: number): Fields {
  return [Uint8Array.from([...key(field, VARINT), ...varint(value)])];
}

/** A field that is a float32 number. */
export function float(field: number, value: number): Fields {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [Uint8Array.from([...key(field, FIXED_32), ...bytes])];
}

/** A field of bytes. */
export function bytes(field: number, value: Uint8Array): Fields {
  return message(field, [value]);
}

/** A field that is a text. */
export function text(field: number, value: string): Fields {
  return bytes(field, new TextEncoder().encode(value));
}

/** A field that is a message of fields of its own. */
export function message(field: number, fields: Fields): Fields {
  const length = fields.reduce((sum, piece) => sum + piece.length, 0);
  return [Uint8Array.from([...key(field, LENGTH_DELIMITED), ...varint(length)]), ...fields];
}

/** The bytes of a message. */
export function encode(fields: Fields): Uint8Array<ArrayBuffer> {
  return joinBytes(fields);
}
