/** Vector instructions, and the constants that they load from the start of the memory. */

import { type Code, leb, memory } from "./assembler.ts";

const vector = (opcode: number): Code => [0xfd, leb(opcode, false)];

/**
 * Numbers that are loaded from the start of the memory to all lanes. That is one instruction on x64, where
 * V8 makes a vector of a constant by three, again for each use.
 */
const constants: number[] = [];
/** Of the memory, from address 0, for the constants of all modules, and the word behind them. */
export const constantBytes = 4096;
/** The address of a word that is 0 until what runs is to stop. */
export const stopAddress = constantBytes - 4;

/** Writes the constants of the modules encoded so far to the first `constantBytes` of a memory. */
export function writeConstants(memory: WebAssembly.Memory): void {
  new Int32Array(memory.buffer, 0, constants.length).set(constants);
}

/** A vector of twice the same number, given as its bits. */
function splatLong(values: Float64Array | BigInt64Array): Code {
  const [low, high] = new Int32Array(values.buffer);
  const isThere = (_: number, at: number) => constants[at] === low && constants[at + 1] === high;
  const known = constants.findIndex(isThere);
  const index = known >= 0 ? known : constants.length;
  if ((low === 0 && high === 0) || (index + 1) * 4 >= stopAddress) {
    return [vector(0x0c), Array.from({ length: 2 }, () => [...new Uint8Array(values.buffer)])];
  }
  if (known < 0) constants.push(low, high);
  return [0x41, 0, vector(0x0a), memory(4 * index)];
}

/** A vector of four times the same number, given as its bits. */
function splat(values: Float32Array | Int32Array): Code {
  const [bits] = new Int32Array(values.buffer);
  const known = constants.indexOf(bits);
  const index = known >= 0 ? known : constants.length;
  if (bits === 0 || index * 4 >= stopAddress) {
    return [vector(0x0c), Array.from({ length: 4 }, () => [...new Uint8Array(values.buffer)])];
  }
  if (known < 0) constants.push(bits);
  return [0x41, 0, vector(0x09), memory(4 * index)];
}

/** `f32x4` instructions; offsets are in bytes. `One` forms touch the first lane's memory alone. */
export const f32x4 = {
  zero: splat(Float32Array.of(0)),
  constant: (value: number): Code => splat(Float32Array.of(value)),
  load: (offset = 0): Code => [vector(0x00), memory(offset)],
  loadSplat: (offset = 0): Code => [vector(0x09), memory(offset)],
  loadOne: (offset = 0): Code => [vector(0x5c), memory(offset)],
  store: (offset = 0): Code => [vector(0x0b), memory(offset)],
  storeOne: (offset = 0): Code => [vector(0x5a), memory(offset), 0],
  add: vector(0xe4),
  subtract: vector(0xe5),
  multiply: vector(0xe6),
  divide: vector(0xe7),
  /** The first operand where either is NaN. */
  minimum: vector(0xea),
  /** The first operand where either is NaN. */
  maximum: vector(0xeb),
  absolute: vector(0xe0),
  negate: vector(0xe1),
  squareRoot: vector(0xe3),
  nearest: vector(0x6a),
  fromInteger: vector(0xfa),
  equal: vector(0x41),
  less: vector(0x43),
  greater: vector(0x44),
  lessOrEqual: vector(0x45),
  greaterOrEqual: vector(0x46),
  /** Takes where true, where false, and a mask. */
  select: vector(0x52),
  lane: (index: number): Code => [vector(0x1f), index],
  splat: vector(0x13),
  /** Takes two vectors; lanes 0 to 3 are the first one's, 4 to 7 the second one's. */
  shuffle: (...lanes: [number, number, number, number]): Code => [
    [vector(0x0d), lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte))],
  ],
};

/** Instructions on the bits of a vector. */
export const v128 = {
  and: vector(0x4e),
  or: vector(0x50),
  /** The first vector's bits where the second one's are 0. */
  andNot: vector(0x4f),
  /** Whether any bit is set, as an `i32`. */
  anyTrue: vector(0x53),
};

/** `f64x2` instructions; offsets are in bytes. */
export const f64x2 = {
  zero: splat(Float32Array.of(0)),
  constant: (value: number): Code => splatLong(Float64Array.of(value)),
  load: (offset = 0): Code => [vector(0x00), memory(offset)],
  loadSplat: (offset = 0): Code => [vector(0x0a), memory(offset)],
  store: (offset = 0): Code => [vector(0x0b), memory(offset)],
  subtract: vector(0xf1),
  multiply: vector(0xf2),
  divide: vector(0xf3),
  /** NaN where either is NaN, like the maximum. */
  minimum: vector(0xf4),
  maximum: vector(0xf5),
  equal: vector(0x47),
  /** Of the lower two lanes of an `f32x4`. */
  promoteLow: vector(0x5f),
  add: vector(0xf0),
  lane: (index: number): Code => [vector(0x21), index],
};

/** `i32x4` instructions. */
export const i32x4 = {
  constant: (value: number): Code => splat(Int32Array.of(value)),
  lanes: (...values: [number, number, number, number]): Code => [
    [vector(0x0c), [...new Uint8Array(Int32Array.of(...values).buffer)]],
  ],
  splat: vector(0x11),
  fromFloat: vector(0xf8),
  add: vector(0xae),
  subtract: vector(0xb1),
  shiftLeft: vector(0xab),
  shiftRight: vector(0xac),
  equal: vector(0x37),
  less: vector(0x39),
  /** The sign bits of the lanes, as an `i32`. */
  bitmask: vector(0xa4),
};

/** `i64x2` instructions. */
export const i64x2 = {
  constant: (value: number): Code => splatLong(BigInt64Array.of(BigInt(value))),
  add: vector(0xce),
  shiftLeft: vector(0xcb),
};
