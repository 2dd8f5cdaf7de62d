/** The functions of a WebAssembly module while it is written, and calls of them. */

import { call, type Code, get, i32 } from "../../wasm/assembler.ts";
import type { WasmFunction } from "../../wasm/module.ts";
import type { FunctionCode } from "./product_code.ts";

/** The functions of a module while it is written. */
export class Functions {
  readonly all: WasmFunction[] = [];

  /** The index of the function of that name, which is written on first use. */
  indexOf(name: string, write: () => FunctionCode): number {
    const found = this.all.findIndex((one) => one.name === name);
    return found >= 0 ? found : this.all.push({ name, ...write() }) - 1;
  }
}

/** Calls a function with arguments. */
export const callWith = (index: number, ...values: Code[]): Code => [values, call(index)];

/** `local + offset` */
export const plus = (local: number, offset: number): Code => [
  [get(local), i32.constant(offset), i32.add],
];
