/** A batched matrix product, ready to be dispatched. */

import type { Arena } from "../arena.ts";
import type { Gpu } from "../gpu.ts";
import { checkTurns } from "../turns.ts";
import { prepare, type Work } from "../work.ts";
import { matmulGrid, matmulKernelFor, matmulUniform, type Product } from "./matmul.ts";

/** The buffers that a product's offsets count in; the bias may be left out where there is none. */
export interface ProductBuffers {
  readonly a: GPUBuffer;
  readonly b: GPUBuffer;
  readonly bias?: GPUBuffer;
  readonly c: GPUBuffer;
}

/** Picks the kernel that suits the product, and binds it. */
export function prepareMatmul(
  gpu: Gpu,
  arena: Arena,
  { product, buffers: { a, b, bias = b, c } }: { product: Product; buffers: ProductBuffers },
): Promise<Work> {
  const kernel = matmulKernelFor(product, gpu);
  checkTurns(gpu, kernel.name, product.inner / 8 + 8);
  const uniform = arena.uniform("product", matmulUniform(product));
  return prepare(gpu, kernel, {
    buffers: { product: uniform, a, b, bias, c },
    grid: matmulGrid(kernel, product, gpu.limits),
  });
}
