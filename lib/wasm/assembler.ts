/**
 * A small WebAssembly assembler: enough to write vector kernels as TypeScript that emits their code.
 *
 * Source: WebAssembly Core Specification 2.0, binary format, with fixed-width SIMD.
 */

/** Instructions, nested as it reads best; flattened when the module is encoded. */
export type Code = readonly (number | Code)[];

/** The value types that the kernels use. */
export type ValueType = "i32" | "f32" | "f64" | "v128";

/** The bytes of a float32 or an i32, the float32 lanes of a vector, and the bytes of a vector. */
export const bytes = 4;
export const lanes = 4;
export const vectorBytes = 16;
/** The bytes of a float64. */
export const doubleBytes = 8;

export const typeCodes: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b };
const emptyBlock = 0x40;

/** A whole number in LEB128, as the binary format writes all of them. */
export function leb(value: number, signed: boolean): number[] {
  if (value >= 0 && value < (signed ? 0x40 : 0x80)) return [value];
  const bytes: number[] = [];
  for (let rest = value;;) {
    const low = rest & 0x7f;
    rest = signed ? rest >> 7 : rest >>> 7;
    const done = signed ? (rest === 0 && low < 64) || (rest === -1 && low >= 64) : rest === 0;
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

/**
 * The operands of an access to memory. The alignment is only a hint: 2² bytes is that of every float32
 * address.
 */
export const memory = (offset: number): Code => [2, leb(offset, false)];

/** `i32` instructions; offsets are in bytes. */
export const i32 = {
  constant: (value: number): Code => [0x41, leb(value, true)],
  load: (offset = 0): Code => [0x28, memory(offset)],
  store: (offset = 0): Code => [0x36, memory(offset)],
  add: [0x6a] as Code,
  subtract: [0x6b] as Code,
  multiply: [0x6c] as Code,
  /** Without a sign, like the remainder and the shift to the right. */
  divide: [0x6e] as Code,
  remainder: [0x70] as Code,
  and: [0x71] as Code,
  or: [0x72] as Code,
  xor: [0x73] as Code,
  shiftLeft: [0x74] as Code,
  shiftRight: [0x76] as Code,
  equal: [0x46] as Code,
  /** Without a sign, as addresses go up to 4 GiB. */
  greater: [0x4b] as Code,
  less: [0x48] as Code,
  /** The number of bits that are set. */
  countBits: [0x69] as Code,
};

/** Takes where to, where from and how many bytes, and copies them. */
export const copyBytes: Code = [0xfc, 0x0a, 0, 0];

/** Takes where true, where false, and a condition. */
export const select: Code = [0x1b];

/** `f32` instructions; offsets are in bytes. */
export const f32 = {
  zero: [0x43, 0, 0, 0, 0] as Code,
  load: (offset = 0): Code => [0x2a, memory(offset)],
  store: (offset = 0): Code => [0x38, memory(offset)],
  add: [0x92] as Code,
  multiply: [0x94] as Code,
  equal: [0x5b] as Code,
  constant: (value: number): Code => [0x43, [...new Uint8Array(Float32Array.of(value).buffer)]],
};

/** `f64` instructions; offsets are in bytes. */
export const f64 = {
  constant: (value: number): Code => [0x44, [...new Uint8Array(Float64Array.of(value).buffer)]],
  load: (offset = 0): Code => [0x2b, memory(offset)],
  store: (offset = 0): Code => [0x39, memory(offset)],
  add: [0xa0] as Code,
  subtract: [0xa1] as Code,
  multiply: [0xa2] as Code,
  divide: [0xa3] as Code,
  minimum: [0xa4] as Code,
  maximum: [0xa5] as Code,
  squareRoot: [0x9f] as Code,
  equal: [0x61] as Code,
  /** From a count in an `i32`. */
  fromInteger: [0xb8] as Code,
  /** To `f32`. */
  demote: [0xb6] as Code,
  /** From `f32`. */
  promote: [0xbb] as Code,
};

/** Calls the function of that index in the module. */
export const call = (index: number): Code => [0x10, leb(index, false)];

/** Runs `body` for as long as `condition` leaves a number other than 0. */
export const loopWhile = (condition: Code, body: Code): Code => [
  [0x02, emptyBlock, 0x03, emptyBlock, condition, 0x45, 0x0d, 1],
  [body, 0x0c, 0, 0x0b, 0x0b],
];

/** Runs `body` if `condition` leaves a number other than 0. */
export const when = (condition: Code, body: Code): Code => [
  [condition, 0x04, emptyBlock, body, 0x0b],
];

/** Parameters and locals by name. */
export class Locals {
  readonly #types: ValueType[];
  readonly #parameters: number;

  /** A function whose parameters, all `i32`, are numbered from 0. */
  constructor(parameters: number) {
    this.#parameters = parameters;
    this.#types = new Array<ValueType>(parameters).fill("i32");
  }

  /** A new local's number. */
  add(type: ValueType): number {
    return this.#types.push(type) - 1;
  }

  /** The numbers of so many new locals. */
  several(type: ValueType, count: number): number[] {
    return Array.from({ length: count }, () => this.add(type));
  }

  /** The type of the function in the binary format. */
  get signature(): Code {
    return [
      0x60,
      leb(this.#parameters, false),
      new Array<number>(this.#parameters).fill(typeCodes.i32),
      0,
    ];
  }

  /** The declarations of the binary format: one run of one for each local. */
  get declarations(): Code {
    const own = this.#types.slice(this.#parameters);
    return [leb(own.length, false), own.map((type) => [1, typeCodes[type]])];
  }
}

export const get = (local: number): Code => [0x20, leb(local, false)];
export const set = (local: number): Code => [0x21, leb(local, false)];

/** Whether code may read a local. */
export function reads(code: Code, local: number): boolean {
  const [bytes, wanted] = [flatten(code), flatten(get(local))];
  return bytes.some((_, at) => wanted.every((byte, index) => bytes[at + index] === byte));
}

/** `local += amount`, where `amount` is code that leaves an `i32`. */
export const increase = (local: number, amount: Code): Code => [
  get(local),
  amount,
  i32.add,
  set(local),
];

/** Runs `body` and adds `step` to `counter` for as long as `counter + step <= limit`. */
export const loopBySteps = (counter: number, step: number, limit: number, body: Code): Code => [
  [0x02, emptyBlock, 0x03, emptyBlock],
  [get(counter), i32.constant(step), i32.add, get(limit), i32.greater, 0x0d, 1],
  [body, increase(counter, i32.constant(step))],
  [0x0c, 0, 0x0b, 0x0b],
];

/** Runs `body` as many times as `counter` says (at least once), counting it down to 0. */
export const loopDown = (counter: number, body: Code): Code => [
  [0x03, emptyBlock],
  body,
  [get(counter), i32.constant(1), i32.subtract, 0x22, leb(counter, false), 0x0d, 0, 0x0b],
];

/** The address of the buffers that this instance of the module alone uses, an imported constant. */
export const workspace: Code = [0x23, 0];

/** The bytes of nested code. */
export function flatten(code: Code): number[] {
  return (code as unknown[]).flat(Infinity) as number[];
}
