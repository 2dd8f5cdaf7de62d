/** The batched matrix product: `c = a · b`, plus a bias, through strides. See matmul.wgsl. */

import type { Arena } from "../arena.ts";
import type { Gpu } from "../gpu.ts";
import { checkLoopTurns } from "../loop_limits.ts";
import { type GridLimits, prepare, spread, type Work } from "../work.ts";
import {
  createMatmulKernel,
  type Finish,
  type FinishBuffer,
  type MatmulKernel,
  plain,
  tileOf,
  type Tiling,
} from "./matmul_code.ts";

/** Batched products of one shape: what lies where. Offsets and strides are in elements. */
export interface Product {
  /** How many products there are. */
  readonly batch: number;
  /** Rows of `a` and of the product. */
  readonly rows: number;
  /** What is summed over. */
  readonly inner: number;
  /** Columns of `b` and of the product. */
  readonly columns: number;
  readonly a: LeftOperand;
  readonly b: RightOperand;
  /** The product, row after row. */
  readonly c: Batched;
  /** `[columns]`, added to each row; none by default. */
  readonly bias?: Batched;
  /** Where in `c` the sums of `a`'s rows go, `[rows]`, for a finish that has them. */
  readonly rowSums?: Batched;
}

/** Where the first of a batch of matrices begins, and how far apart they are; 0 for all the same. */
interface Batched {
  readonly offset: number;
  readonly batch: number;
}

interface LeftOperand extends Batched {
  /** From one row to the next, and from one element of the inner sum to the next. */
  readonly row: number;
  readonly inner: number;
}

interface RightOperand extends Batched {
  /** From one element of the inner sum to the next, and from one column to the next. */
  readonly inner: number;
  readonly column: number;
}

/**
 * The tilings, the largest first: 8 x 8 a thread read least, but a tile that reaches beyond its
 * matrix, or a GPU with few of them to share out, wastes what they gain.
 */
export const tilings: readonly Tiling[] = [
  { side: 16, perThread: 8, depth: 8 },
  { side: 8, perThread: 8, depth: 8 },
  { side: 8, perThread: 4, depth: 8 },
];
/**
 * For large products on a CPU, where loads are what costs: half of them again, for twice the time to
 * compile and more registers than a GPU's thread has.
 */
export const largeTiling: Tiling = { side: 8, perThread: 16, depth: 4 };
/** Multiply-adds from which on it pays. */
const largeWork = 5e8;
/** So many tiles keep a GPU busy; a CPU's few cores, which do more of each, are soon busy. */
const enoughTiles = { hardware: 64, software: 4 };

/**
 * The kernel whose tiles suit a product best, on hardware or on a software adapter.
 *
 * @param finish What is done with the product: stored by default.
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
  return createMatmulKernel(choices.find(suits) ?? choices[choices.length - 1], finish);
}

/** Workgroups of a kernel for a product, along x and y. */
export function matmulGrid(
  kernel: MatmulKernel,
  product: Product,
  limits: GridLimits,
): [number, number] {
  return spread(tilesOf(kernel.tile, product), limits);
}

/** What the kernel's uniform buffer `product` holds. */
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
