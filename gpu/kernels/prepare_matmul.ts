/** A batched matrix product, ready to be dispatched. */

import type { Arena } from "../arena.ts";
import type { Gpu } from "../gpu.ts";
import { checkLoopTurns } from "../loop_limits.ts";
import { prepare, type Work } from "../work.ts";
import { matmulGrid, matmulKernelFor, matmulUniform, type Product } from "./matmul.ts";
import type { Finish, FinishBuffer } from "./matmul_finish.ts";

/** The buffers that a product's offsets count in, and those of its finish. */
export interface ProductBuffers extends Readonly<Partial<Record<FinishBuffer, GPUBuffer>>> {
  readonly a: GPUBuffer;
  readonly b: GPUBuffer;
  /** May be left out where there is none. */
  readonly bias?: GPUBuffer;
  readonly c: GPUBuffer;
}

/** Picks the kernel that suits the product, and binds it. */
export function prepareMatmul(
  gpu: Gpu,
  arena: Arena,
  { product, buffers, finish }: { product: Product; buffers: ProductBuffers; finish?: Finish },
): Promise<Work> {
  const kernel = matmulKernelFor(product, gpu, finish);
  checkLoopTurns(gpu, kernel.name, product.inner / 4 + 72);
  const uniform = arena.uniform("product", matmulUniform(product));
  return prepare(gpu, kernel, {
    buffers: { bias: buffers.b, ...buffers, product: uniform },
    grid: matmulGrid(kernel, product, gpu.limits),
  });
}
