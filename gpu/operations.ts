/** Matrix products on a GPU. */

import type { MatmulShape } from "../lib/devices/device.ts";
import { withArena } from "./arena.ts";
import type { Gpu } from "./gpu.ts";
import { prepareMatmul, type Product } from "./kernels/matmul.ts";
import { chunksOf, maxFloats } from "./chunks.ts";
import { submit } from "./work.ts";

/**
 * The batched product of `a` and `b`, `[batch × rows × columns]`. Batches that exceed the adapter's
 * buffer limits are multiplied in chunks.
 *
 * @throws {GpuError} if a single matrix exceeds them
 */
export async function matmul(
  gpu: Gpu,
  { a, b }: { a: Float32Array; b: Float32Array },
  shape: MatmulShape,
): Promise<Float32Array> {
  const { batch, rows, inner, columns } = shape;
  const sizes = { a: rows * inner, b: inner * columns, c: rows * columns };
  const atOnce = Math.max(1, Math.floor(maxFloats(gpu) / Math.max(sizes.a, sizes.b, sizes.c)));
  if (batch <= atOnce) return await multiply(gpu, { a, b }, shape);
  const c = new Float32Array(batch * sizes.c);
  for (const { first, last } of chunksOf(batch, atOnce)) {
    const operands = {
      a: a.subarray(first * sizes.a, last * sizes.a),
      b: b.subarray(first * sizes.b, last * sizes.b),
    };
    c.set(await multiply(gpu, operands, { ...shape, batch: last - first }), first * sizes.c);
  }
  return c;
}

function multiply(
  gpu: Gpu,
  operands: { a: Float32Array; b: Float32Array },
  shape: MatmulShape,
): Promise<Float32Array> {
  return withArena(gpu, "matmul", (arena) =>
    gpu.guard("matmul", async () => {
      const a = arena.upload("left operands", operands.a);
      const b = arena.upload("right operands", operands.b);
      const bytes = 4 * shape.batch * shape.rows * shape.columns;
      const c = arena.allocate("products", bytes);
      submit(gpu, [
        await prepareMatmul(gpu, arena, { product: productOf(shape), buffers: { a, b, c } }),
      ]);
      const [products] = await arena.read([{ buffer: c, bytes }]);
      return new Float32Array(products);
    }));
}

function productOf(shape: MatmulShape): Product {
  const { batch, rows, inner, columns, transposeA, transposeB } = shape;
  const a = transposeA ? { row: 1, inner: rows } : { row: inner, inner: 1 };
  const b = transposeB ? { inner: 1, column: inner } : { inner: columns, column: 1 };
  return {
    batch,
    rows,
    inner,
    columns,
    a: { offset: 0, batch: rows * inner, ...a },
    b: { offset: 0, batch: inner * columns, ...b },
    c: { offset: 0, batch: rows * columns },
  };
}
