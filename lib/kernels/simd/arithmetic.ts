/** Float32 kernels in WebAssembly with SIMD instructions. */

import { validationMessage } from "../../check.ts";
import type { Arithmetic } from "../arithmetic.ts";
import { activationRecords } from "../../models/activations.ts";
import { maxPages } from "../../wasm/assembler.ts";
import { activate, activationBackward } from "../elementwise.ts";
import type { Floats } from "../floats.ts";
import type { Product } from "../matmul.ts";
import { encodeActivate, encodeActivationBackward, encodeSumColumns } from "./elementwise_code.ts";
import { encodeMatmul } from "./matmul_code.ts";

/** A kernel. Its arguments are addresses in bytes and counts, in the order that its encoder documents. */
type Kernel = (...values: number[]) => void;

const pageBytes = 65_536;
const floatBytes = 4;
/** The alignment of buffers in bytes: one vector. */
const alignment = 16;

/** The compiled modules, which are instantiated for each memory. */
const modules = new Map<string, WebAssembly.Module>();

function moduleOf(name: string, encode: () => Uint8Array<ArrayBuffer>): WebAssembly.Module {
  let module = modules.get(name);
  if (!module) modules.set(name, module = new WebAssembly.Module(encode()));
  return module;
}

/**
 * Creates float32 kernels with a separate WebAssembly memory, about ten times as fast as the plain
 * kernels. They need no permission and no file, because the modules are assembled at run time.
 *
 * Results differ from those of the plain kernels in the last bits, because sums are in float32.
 */
export function createSimdArithmetic(): Arithmetic {
  // Views of a shared memory remain valid when it grows; those of an unshared memory are detached.
  const memory = new WebAssembly.Memory({ initial: 1, maximum: maxPages, shared: true });
  const kernels = new Map<string, Kernel>();
  let used = 0;
  let gathered: Floats = new Float32Array(0);

  function kernelOf(name: string, encode: () => Uint8Array<ArrayBuffer>): Kernel {
    let kernel = kernels.get(name);
    if (!kernel) {
      const instance = new WebAssembly.Instance(moduleOf(name, encode), { kernel: { memory } });
      kernels.set(name, kernel = instance.exports.run as Kernel);
    }
    return kernel;
  }

  function grow(pages: number, needed: number): void {
    try {
      memory.grow(pages);
    } catch (cause) {
      const allowed = `at most ${maxPages * pageBytes}, and within what the machine has`;
      throw new RangeError(validationMessage("allocate", "the memory in bytes", allowed, needed), {
        cause,
      });
    }
  }

  function allocate(length: number): Float32Array {
    const start = used;
    const end = start + Math.ceil(length * floatBytes / alignment) * alignment;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) grow(Math.ceil(missing / pageBytes), end);
    used = end;
    return new Float32Array(memory.buffer, start, length);
  }

  /** Copies `b` with adjacent columns, the layout that the vector code reads. */
  function gather({ b, bInner, bColumn, inner, columns }: Product): Floats {
    if (gathered.length < inner * columns) gathered = allocate(inner * columns);
    for (let k = 0, to = 0; k < inner; k++) {
      for (let n = 0, from = k * bInner; n < columns; n++, to++, from += bColumn) {
        gathered[to] = b[from];
      }
    }
    return gathered;
  }

  return {
    allocate,
    matmul(product) {
      const { a, aRow, aInner, b, bInner, bColumn, c, rows, inner, columns } = product;
      const together = bColumn === 1 || columns === 1;
      // deno-fmt-ignore
      kernelOf("matmul", encodeMatmul)(
        a.byteOffset, aRow * floatBytes, aInner * floatBytes,
        (together ? b : gather(product)).byteOffset, (together ? bInner : columns) * floatBytes,
        c.byteOffset, rows, inner, columns,
      );
    },
    activate(activation, layer) {
      const { vector } = activationRecords[activation];
      if (!vector) return activate(activation, layer);
      const { preActivations, bias, outputs, rows, columns } = layer;
      kernelOf(activation, () => encodeActivate(vector))(
        preActivations.byteOffset,
        bias.byteOffset,
        outputs.byteOffset,
        rows,
        columns,
      );
    },
    activationBackward(activation, layer) {
      const { vector } = activationRecords[activation];
      if (!vector) return activationBackward(activation, layer);
      const { preActivations, outputs, delta } = layer;
      kernelOf(`${activation} derivative`, () => encodeActivationBackward(vector))(
        preActivations.byteOffset,
        outputs.byteOffset,
        delta.byteOffset,
        delta.length,
      );
    },
    sumColumns({ matrix, sums, rows, columns }) {
      kernelOf("column sums", encodeSumColumns)(matrix.byteOffset, sums.byteOffset, rows, columns);
    },
  };
}
