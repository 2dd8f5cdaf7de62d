/** Batched products on the CPU: by WebAssembly code, or by the plain kernel where that is off. */

import { matmul } from "../../kernels/matmul.ts";
import type { WorkerOptions } from "../../kernels/simd/pool.ts";
import { SimdProducts } from "../../kernels/simd/products.ts";
import { createYield } from "../../yield_to_event_loop.ts";
import type { MatmulShape } from "../device.ts";
import { Kept } from "./kept.ts";

/** What multiplies. */
export interface Multiplication {
  /** Computes the batched product of `a` and `b`, `[batch × rows × columns]`. */
  multiply(
    operands: { a: Float32Array; b: Float32Array },
    shape: MatmulShape,
  ): Promise<Float32Array>;
  /** Frees what is kept. */
  clear(): void;
}

/** Multiplies by generated code, with the help of workers. */
export function createSimdMultiplication(workers: WorkerOptions): Multiplication {
  const kept = new Kept<SimdProducts>();
  return {
    async multiply(operands, shape) {
      const { thing, release } = kept.take("", () => new SimdProducts());
      try {
        const pause = createYield();
        return await thing.multiply(operands, shape, { action: "multiply", pause, ...workers });
      } finally {
        release();
      }
    },
    clear: () => kept.clear(),
  };
}

/** Multiplies by the plain kernel. */
export function createPlainMultiplication(): Multiplication {
  return {
    async multiply({ a, b }, shape) {
      const { batch, rows, inner, columns, transposeA = false, transposeB = false } = shape;
      const pause = createYield();
      const c = new Float32Array(batch * rows * columns);
      const part = (matrix: Float32Array, size: number, index: number) =>
        matrix.subarray(index * size, (index + 1) * size);
      for (let index = 0; index < batch; index++) {
        matmul({
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
        await pause();
      }
      return c;
    },
    clear() {},
  };
}
