/** A WebAssembly memory: buffers one behind the other, and the modules that compute on them. */

import { validationMessage } from "../../check.ts";
import { constantBytes, stopAddress, writeConstants } from "../../wasm/vectors.ts";
import { maxPages } from "../../wasm/module.ts";

/** A function of a module. Its arguments are addresses in bytes and counts. */
export type Kernel = (...values: number[]) => void;

const pageBytes = 65_536;
/** The memory grows by that many pages at least: all workers on it are interrupted each time. */
const pagesAtOnce = 32;
const floatBytes = 4;
/** The alignment of buffers in bytes: a cache line. */
const alignment = 64;
/** Compiled modules are kept, the last ones used: networks of many sizes may be trained in turn. */
const keptModules = 256;
const maxKept = 2 ** 26;

const aligned = (size: number) => Math.ceil(size / alignment) * alignment;

const modules = new Map<string, WebAssembly.Module>();

/** The module of that name, compiled on first use. */
export function compiled(name: string, encode: () => Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const module = modules.get(name) ?? new WebAssembly.Module(encode());
  modules.delete(name);
  modules.set(name, module);
  const [oldest] = modules.keys();
  if (modules.size > keptModules) modules.delete(oldest);
  return module;
}

/** A memory of its own, which grows as buffers are allocated. */
export class WasmMemory {
  // Views of a shared memory remain valid when it grows; those of an unshared memory are detached.
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: maxPages, shared: true });
  readonly #instances = new Map<string, Record<string, Kernel>>();
  #used = constantBytes;

  /**
   * Returns the functions of a module on this memory.
   *
   * @param name The module's name; modules of the same name are the same.
   * @param encode Writes the module on first use.
   * @param workspace The address of the buffers that the functions alone use.
   */
  kernels(
    name: string,
    encode: () => Uint8Array<ArrayBuffer>,
    workspace = 0,
  ): Record<string, Kernel> {
    let kernels = this.#instances.get(name);
    if (!kernels) {
      const imports = { kernel: { memory: this.#memory, workspace } };
      const { exports } = new WebAssembly.Instance(compiled(name, encode), imports);
      writeConstants(this.#memory);
      this.#instances.set(name, kernels = exports as Record<string, Kernel>);
    }
    return kernels;
  }

  /**
   * Allocates a buffer of zeros.
   *
   * @throws {RangeError} if the memory cannot grow by that much
   */
  floats(length: number): Float32Array {
    return this.unset(length).fill(0);
  }

  /** Allocates a buffer of whatever was there before; see `floats`. */
  unset(length: number): Float32Array {
    const start = this.#reserve(length * floatBytes);
    return new Float32Array(this.#memory.buffer, start, length);
  }

  /** Allocates whole numbers; see `floats`. */
  integers(length: number): Uint32Array {
    const start = this.#reserve(length * floatBytes);
    return new Uint32Array(this.#memory.buffer, start, length).fill(0);
  }

  /** Allocates float64 numbers; see `floats`. */
  doubles(length: number): Float64Array {
    const start = this.#reserve(length * 2 * floatBytes);
    return new Float64Array(this.#memory.buffer, start, length).fill(0);
  }

  /** The memory itself, for workers, with the constants of all modules so far. */
  get shared(): WebAssembly.Memory {
    writeConstants(this.#memory);
    return this.#memory;
  }

  /** Stops what runs on the memory, or lets it run again. */
  set stopped(stopped: boolean) {
    new Int32Array(this.#memory.buffer, stopAddress, 1)[0] = Number(stopped);
  }

  /** Whether the memory is worth keeping for the next user. It never shrinks. */
  get isSmall(): boolean {
    return this.#memory.buffer.byteLength <= maxKept;
  }

  /** Frees all buffers behind the first `bytes` bytes. Their views must not be used any more. */
  release(bytes: number): void {
    this.#used = Math.min(this.#used, aligned(bytes));
  }

  #reserve(bytes: number): number {
    const start = this.#used;
    const end = start + aligned(bytes);
    const missing = end - this.#memory.buffer.byteLength;
    if (missing > 0) {
      const pages = Math.ceil(missing / pageBytes);
      const left = maxPages - this.#memory.buffer.byteLength / pageBytes;
      this.#grow(Math.max(pages, Math.min(pagesAtOnce, left)), end);
    }
    this.#used = end;
    return start;
  }

  #grow(pages: number, needed: number): void {
    try {
      this.#memory.grow(pages);
    } catch (cause) {
      const allowed = `at most ${maxPages * pageBytes}, and within what the machine has`;
      throw new RangeError(validationMessage("allocate", "the memory in bytes", allowed, needed), {
        cause,
      });
    }
  }
}
