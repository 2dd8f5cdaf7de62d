/** Batched products on the CPU: by WebAssembly code, or by the plain kernel where that is off. */

import { float32, type Floats } from "../../kernels/floats.ts";
import { matmul } from "../../kernels/matmul.ts";
import { createSimdMatmul } from "../../kernels/simd/matmul.ts";
import type { MatmulShape } from "../device.ts";

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
