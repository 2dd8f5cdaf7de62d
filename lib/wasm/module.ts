/** Encodes WebAssembly modules. Source: WebAssembly Core Specification 2.0, binary format. */

import { type Code, flatten, leb, type Locals, typeCodes } from "./assembler.ts";

/** The most pages of 64 KiB that a memory may grow to: one less than 4 GiB, so that ends are addresses. */
export const maxPages = 65_535;

/** A function of a module. All of its parameters are `i32`, and it has no result. */
export interface WasmFunction {
  /** The name under which it is exported. */
  readonly name: string;
  readonly locals: Locals;
  readonly body: Code;
}

/**
 * Encodes a module of exported functions over one imported shared memory `kernel.memory`, to which
 * `writeConstants` is to be applied before they run. It imports `kernel.workspace` as well.
 */
export function encodeModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const sharedMemory = [0x02, 0x03, 1, leb(maxPages, false)];
  const constantAddress = [0x03, typeCodes.i32, 0];
  const vectorOf = (entries: readonly Code[]): Code => [leb(entries.length, false), entries];
  return Uint8Array.from(flatten([
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, vectorOf(functions.map(({ locals }) => locals.signature))),
    section(2, [
      2,
      [text("kernel"), text("memory"), sharedMemory],
      [text("kernel"), text("workspace"), constantAddress],
    ]),
    section(3, vectorOf(functions.map((_, index) => leb(index, false)))),
    section(
      7,
      vectorOf(functions.map(({ name }, index) => [text(name), 0x00, leb(index, false)])),
    ),
    section(
      10,
      vectorOf(functions.map(({ locals, body }) => {
        const code = flatten([locals.declarations, body, 0x0b]);
        return [leb(code.length, false), code];
      })),
    ),
  ]));
}

const section = (id: number, content: Code): Code => {
  const bytes = flatten(content);
  return [id, leb(bytes.length, false), bytes];
};

const text = (value: string): Code => [value.length, [...new TextEncoder().encode(value)]];
