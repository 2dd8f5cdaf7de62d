/** The batched matrix product `c = a · b`, plus a bias, of matrices with strides. See matmul.wgsl. */

import type { Arena } from "../arena.ts";
import type { Gpu } from "../gpu.ts";
import { checkLoopIterations } from "../loop_limits.ts";
import { type GridLimits, prepare, spread, type Work } from "../work.ts";
import {
  createMatmulKernel,
  type Finish,
  type FinishBuffer,
  type MatmulKernel,
  plain,
  tileOf,
  type Tiling,
  type VectorLoads,
} from "./matmul_code.ts";

/** The shape and memory layout of a batch of products. Offsets and strides are in elements. */
export interface Product {
  /** The number of products. */
  readonly batch: number;
  /** Rows of `a` and of the product. */
  readonly rows: number;
  /** Columns of `a` and rows of `b`, over which a product sums. */
  readonly inner: number;
  /** Columns of `b` and of the product. */
  readonly columns: number;
  readonly a: LeftOperand;
  readonly b: RightOperand;
  /** The product, row after row. */
  readonly c: Batched;
  /** `[columns]`, added to each row; none by default. */
  readonly bias?: Batched;
  /** The place in `c` of the sums of `a`'s rows, `[rows]`, for the finish `rowSums`. */
  readonly rowSums?: Batched;
}

/** The offset of the first matrix of a batch, and the stride between matrices; 0 if all are the same. */
interface Batched {
  readonly offset: number;
  readonly batch: number;
}

interface LeftOperand extends Batched {
  /** The strides between rows, and along the inner dimension. */
  readonly row: number;
  readonly inner: number;
}

interface RightOperand extends Batched {
  /** The strides along the inner dimension, and between columns. */
  readonly inner: number;
  readonly column: number;
}

/**
 * The tilings, the largest first. With 8 x 8 elements per thread a kernel reads least, but large tiles
 * waste work at the edges of a matrix, and may be too few for all processors of a GPU.
 */
export const tilings: readonly Tiling[] = [
  { side: 16, perThread: 8, depth: 8 },
  { side: 8, perThread: 8, depth: 8 },
  { side: 8, perThread: 4, depth: 8 },
];
/**
 * The tiling for large products on a CPU, where loads dominate the time. It halves the loads again, but
 * takes twice the time to compile and more registers than a thread of a GPU has.
 */
export const largeTiling: Tiling = { side: 8, perThread: 16, depth: 4 };
/** The number of multiply-adds from which it is faster. */
const largeWork = 5e8;
/** The number of tiles that fully uses an adapter; large GPUs have more than a hundred processors. */
const enoughTiles = { hardware: 200, software: 4 };

/**
 * Returns the kernel with the best tiling for a product, on hardware or on a software adapter.
 *
 * @param finish The operation on the product; it is only stored by default.
 */
export function matmulKernelFor(
  product: Product,
  { software }: { readonly software: boolean },
  finish: Finish = plain,
): MatmulKernel {
  const { batch, rows, inner, columns } = product;
  const isLarge = batch * rows * inner * columns >= largeWork;
  const choices = software && isLarge ? [largeTiling, ...tilings] : tilings;
  const enough = enoughTiles[software ? "software" : "hardware"];
  const tiles = (tiling: Tiling) => tilesOf(tileOf(tiling), product);
  const padded = (tiling: Tiling) => tiles(tiling) * tileOf(tiling) ** 2;
  const least = Math.min(...choices.map(padded));
  const suits = (tiling: Tiling) => tiles(tiling) >= enough && padded(tiling) <= 1.25 * least;
  const tiling = choices.find(suits) ?? choices[choices.length - 1];
  return createMatmulKernel(tiling, { finish, vectors: vectorLoads(product) });
}

/** The operands that a product can read as vectors of four. */
export function vectorLoads({ rows, columns, a, b }: Product): VectorLoads {
  const isAligned = (...counts: number[]) => counts.every((count) => count % 4 === 0);
  return {
    a: a.row === 1 && isAligned(rows, a.inner, a.offset, a.batch),
    b: b.column === 1 && isAligned(columns, b.inner, b.offset, b.batch),
  };
}

/** The numbers of workgroups of a kernel for a product, along x and y. */
export function matmulGrid(
  kernel: MatmulKernel,
  product: Product,
  limits: GridLimits,
): [number, number] {
  return spread(tilesOf(kernel.tile, product), limits);
}

/** The words of the kernel's uniform buffer `product`. */
export function matmulUniform({ rows, inner, columns, batch, a, b, c, bias, rowSums }: Product) {
  const beside = bias ?? rowSums ?? { offset: 0, batch: 0 };
  // deno-fmt-ignore
  return Uint32Array.of(
    rows, inner, columns, batch,
    a.offset, a.row, a.inner, a.batch,
    b.offset, b.inner, b.column, b.batch,
    c.offset, c.batch, beside.offset, beside.batch,
    bias ? 1 : 0,
  );
}

function tilesOf(tile: number, { batch, rows, columns }: Product): number {
  return batch * Math.ceil(rows / tile) * Math.ceil(columns / tile);
}

/** The buffers of a product, and those of its finish. */
export interface ProductBuffers extends Readonly<Partial<Record<FinishBuffer, GPUBuffer>>> {
  readonly a: GPUBuffer;
  readonly b: GPUBuffer;
  /** Optional if the product has no bias. */
  readonly bias?: GPUBuffer;
  readonly c: GPUBuffer;
}

/** Selects the kernel for a product, and binds its buffers. */
export function prepareMatmul(
  gpu: Gpu,
  arena: Arena,
  { product, buffers, finish }: { product: Product; buffers: ProductBuffers; finish?: Finish },
): Promise<Work> {
  const kernel = matmulKernelFor(product, gpu, finish);
  checkLoopIterations(gpu, kernel.name, product.inner / 4 + 72);
  const uniform = arena.uniform("product", matmulUniform(product));
  return prepare(gpu, kernel, {
    buffers: { bias: buffers.b, ...buffers, product: uniform },
    grid: matmulGrid(kernel, product, gpu.limits),
  });
}
