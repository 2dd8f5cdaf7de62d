/** The matrix product in WebAssembly. */

import type { Floats } from "../floats.ts";
import type { Product } from "../matmul.ts";
import { encodeMatmul } from "./matmul_code.ts";
import { WasmMemory } from "./memory.ts";

const floatBytes = 4;

/** Products of matrices in buffers of one memory. */
export interface SimdMatmul {
  /** Allocates a buffer of zeros. */
  allocate(length: number): Floats;
  /** Writes a product to `product.c`. All operands must come from `allocate`. */
  matmul(product: Product): void;
}

/** Creates products with a memory of their own. */
export function createSimdMatmul(): SimdMatmul {
  const memory = new WasmMemory();
  const kernel = memory.kernels("matmul", encodeMatmul).matmul;
  let gathered: Floats = new Float32Array(0);

  /** Copies `b` with adjacent columns, the layout that the vector code reads. */
  function gather({ b, bInner, bColumn, inner, columns }: Product): Floats {
    if (gathered.length < inner * columns) gathered = memory.floats(inner * columns);
    for (let k = 0, to = 0; k < inner; k++) {
      for (let n = 0, from = k * bInner; n < columns; n++, to++, from += bColumn) {
        gathered[to] = b[from];
      }
    }
    return gathered;
  }

  return {
    allocate: (length) => memory.floats(length),
    matmul(product) {
      const { a, aRow, aInner, b, bInner, bColumn, c, rows, inner, columns } = product;
      const adjacent = bColumn === 1 || columns === 1;
      // deno-fmt-ignore
      kernel(
        a.byteOffset, aRow * floatBytes, aInner * floatBytes,
        (adjacent ? b : gather(product)).byteOffset, (adjacent ? bInner : columns) * floatBytes,
        c.byteOffset, rows, inner, columns,
      );
    },
  };
}
