/** Batched products on the CPU: by WebAssembly code, or by the plain kernel where that is off. */

import { float32, type Floats } from "../../kernels/floats.ts";
import { matmul, type Product } from "../../kernels/matmul.ts";
import { encodeMatmul } from "../../kernels/simd/matmul_code.ts";
import { WasmMemory } from "../../kernels/simd/memory.ts";
import type { MatmulShape } from "../device.ts";

const floatBytes = 4;

/** The batched product of `a` and `b`, `[batch × rows × columns]`. */
export function multiply(
  operands: { a: Float32Array; b: Float32Array },
  shape: MatmulShape,
): Float32Array {
  const { batch, rows, inner, columns, transposeA = false, transposeB = false } = shape;
  const { allocate, matmul: product } = typeof WebAssembly === "object"
    ? createSimdMatmul()
    : { ...float32, matmul };
  const copyOf = (values: Float32Array): Floats => {
    const buffer = allocate(values.length);
    buffer.set(values);
    return buffer;
  };
  const a = copyOf(operands.a);
  const b = copyOf(operands.b);
  const c = allocate(batch * rows * columns);
  const part = (matrix: Floats, size: number, index: number) =>
    matrix.subarray(index * size, (index + 1) * size);
  for (let index = 0; index < batch; index++) {
    product({
      a: part(a, rows * inner, index),
      aRow: transposeA ? 1 : inner,
      aInner: transposeA ? rows : 1,
      b: part(b, inner * columns, index),
      bInner: transposeB ? 1 : columns,
      bColumn: transposeB ? inner : 1,
      c: part(c, rows * columns, index),
      rows,
      inner,
      columns,
    });
  }
  return Float32Array.from(c);
}

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
