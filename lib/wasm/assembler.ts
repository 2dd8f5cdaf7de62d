/**
 * A small WebAssembly assembler: enough to write vector kernels as TypeScript that emits their code.
 *
 * Source: WebAssembly Core Specification 2.0, binary format, with fixed-width SIMD.
 */

/** Instructions, nested as it reads best; flattened when the module is encoded. */
export type Code = readonly (number | Code)[];

/** The value types that the kernels use. */
export type ValueType = "i32" | "f32" | "v128";

const typeCodes: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };
const emptyBlock = 0x40;

/** A whole number in LEB128, as the binary format writes all of them. */
function leb(value: number, signed: boolean): number[] {
  const bytes: number[] = [];
  for (let rest = value;;) {
    const low = rest & 0x7f;
    rest = signed ? rest >> 7 : rest >>> 7;
    const done = signed ? (rest === 0 && low < 64) || (rest === -1 && low >= 64) : rest === 0;
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

const vector = (opcode: number): Code => [0xfd, leb(opcode, false)];
/** Alignment is only a hint: 2² bytes is true of every float32 address. */
const memory = (offset: number): Code => [2, leb(offset, false)];

/** `i32` instructions. */
export const i32 = {
  constant: (value: number): Code => [0x41, leb(value, true)],
  add: [0x6a] as Code,
  subtract: [0x6b] as Code,
  multiply: [0x6c] as Code,
  greater: [0x4a] as Code,
};

/** `f32` instructions; offsets are in bytes. */
export const f32 = {
  zero: [0x43, 0, 0, 0, 0] as Code,
  load: (offset = 0): Code => [0x2a, memory(offset)],
  store: (offset = 0): Code => [0x38, memory(offset)],
  add: [0x92] as Code,
  multiply: [0x94] as Code,
};

/** A vector of four times the same number, given as its bits. */
const splat = (bits: Float32Array | Int32Array): Code => [
  vector(0x0c),
  Array.from({ length: 4 }, () => [...new Uint8Array(bits.buffer)]),
];

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
  minimum: vector(0xe8),
  maximum: vector(0xe9),
  nearest: vector(0x6a),
  less: vector(0x43),
  greater: vector(0x44),
  /** Takes where true, where false, and a mask. */
  select: vector(0x52),
};

/** `i32x4` instructions. */
export const i32x4 = {
  constant: (value: number): Code => splat(Int32Array.of(value)),
  fromFloat: vector(0xf8),
  add: vector(0xae),
  shiftLeft: vector(0xab),
};

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

  /** The declarations of the binary format: one run of one for each local. */
  get declarations(): Code {
    const own = this.#types.slice(this.#parameters);
    return [leb(own.length, false), own.map((type) => [1, typeCodes[type]])];
  }
}

export const get = (local: number): Code => [0x20, leb(local, false)];
export const set = (local: number): Code => [0x21, leb(local, false)];

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

const section = (id: number, content: Code): Code => {
  const bytes = flatten(content);
  return [id, leb(bytes.length, false), bytes];
};

const text = (value: string): Code => [value.length, [...new TextEncoder().encode(value)]];

function flatten(code: Code): number[] {
  return (code as unknown[]).flat(Infinity) as number[];
}

/** The most pages of 64 KiB that a memory may grow to: 4 GiB. */
export const maxPages = 65_536;

/**
 * Encodes a module of one exported function `run` over one imported shared memory `kernel.memory`.
 *
 * @param parameters How many `i32` parameters the function has.
 * @param locals Its parameters and locals.
 * @param body Its code.
 */
export function encodeModule(
  parameters: number,
  { locals, body }: { locals: Locals; body: Code },
): Uint8Array<ArrayBuffer> {
  const signature = [0x60, leb(parameters, false), new Array<number>(parameters).fill(0x7f), 0];
  const code = flatten([locals.declarations, body, 0x0b]);
  const sharedMemory = [0x02, 0x03, 1, leb(maxPages, false)];
  return Uint8Array.from(flatten([
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, [1, signature]),
    section(2, [1, text("kernel"), text("memory"), sharedMemory]),
    section(3, [1, 0]),
    section(7, [1, text("run"), 0x00, 0]),
    section(10, [1, leb(code.length, false), code]),
  ]));
}
