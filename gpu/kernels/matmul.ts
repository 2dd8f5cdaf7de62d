/** The batched matrix product: `c = a · b`, plus a bias, through strides. See matmul.wgsl. */

import { type GridLimits, spread } from "../dispatch.ts";
import type { Kernel } from "../kernel.ts";
import { matmul } from "../wgsl.ts";

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

/** How the work is cut up: side × side threads, each with perThread × perThread of the product. */
export interface Tiling {
  readonly side: number;
  /** A multiple of 4. */
  readonly perThread: number;
  /** How much of the inner sum is held in workgroup memory at a time. */
  readonly depth: number;
}

const bindings = { product: "uniform", a: "read", b: "read", bias: "read", c: "write" } as const;

/** The kernel of a tiling. */
export type MatmulKernel = Kernel<keyof typeof bindings> & { readonly tile: number };

/**
 * The tilings, the largest first: 8 x 8 a thread read least, but a tile that reaches beyond its
 * matrix, or a GPU with few of them to share out, wastes what they gain.
 */
const kernels = [
  createMatmulKernel({ side: 16, perThread: 8, depth: 8 }),
  createMatmulKernel({ side: 8, perThread: 8, depth: 8 }),
  createMatmulKernel({ side: 8, perThread: 4, depth: 8 }),
];
/** So many tiles keep a GPU busy; a CPU's few cores, which do more of each, are soon busy. */
const enoughTiles = { hardware: 64, software: 4 };

/** All the kernels, for tests. */
export const matmulKernels: readonly MatmulKernel[] = kernels;

/** The kernel whose tiles suit a product best, on hardware or on a software adapter. */
export function matmulKernelFor(
  product: Product,
  { software }: { readonly software: boolean },
): MatmulKernel {
  const enough = enoughTiles[software ? "software" : "hardware"];
  const padded = (kernel: MatmulKernel) => tilesOf(kernel, product) * kernel.tile ** 2;
  const least = Math.min(...kernels.map(padded));
  const suits = (kernel: MatmulKernel) =>
    tilesOf(kernel, product) >= enough && padded(kernel) <= 1.25 * least;
  return kernels.find(suits) ?? kernels[kernels.length - 1];
}

/** Workgroups of a kernel for a product, along x and y. */
export function matmulGrid(
  kernel: MatmulKernel,
  product: Product,
  limits: GridLimits,
): [number, number] {
  return spread(tilesOf(kernel, product), limits);
}

/** What the kernel's uniform buffer `product` holds. */
export function matmulUniform({ rows, inner, columns, batch, a, b, c, bias }: Product) {
  // deno-fmt-ignore
  return Uint32Array.of(
    rows, inner, columns, batch,
    a.offset, a.row, a.inner, a.batch,
    b.offset, b.inner, b.column, b.batch,
    c.offset, c.batch, bias?.offset ?? 0, bias?.batch ?? 0,
    bias ? 1 : 0,
  );
}

function tilesOf({ tile }: MatmulKernel, { batch, rows, columns }: Product): number {
  return batch * Math.ceil(rows / tile) * Math.ceil(columns / tile);
}

/** Writes the kernel of a tiling: its constants, and its loops over quads unrolled. */
export function createMatmulKernel({ side, perThread, depth }: Tiling): MatmulKernel {
  const tile = side * perThread;
  const threads = side * side;
  const tileQuads = tile / 4;
  const fetches = depth * tileQuads / threads;
  const constants = { side, depth, tile, threads, tile_quads: tileQuads };
  const parts = unroll({ side, quads: perThread / 4, depth, fetches, threads, tileQuads });
  const header = Object.entries(constants).map(([name, value]) => `const ${name} = ${value}u;`);
  return {
    name: `matmul of ${tile} x ${tile} tiles`,
    code: `${header.join("\n")}\nconst strip_quads = depth * tile_quads;\n\n${
      matmul.replace(/\{\{(\w+)\}\}/g, (_, part: keyof typeof parts) => parts[part].join("\n    "))
    }`,
    bindings,
    tile,
  };
}

function unroll({ side, quads, depth, fetches, threads, tileQuads }: {
  side: number;
  quads: number;
  depth: number;
  fetches: number;
  threads: number;
  tileQuads: number;
}) {
  const each = <Item>(count: number, item: (index: number) => Item) =>
    Array.from({ length: count }, (_, index) => item(index));
  /** For each row of four sums: its quad down, the row in it, and its quad across. */
  const rows = each(quads, (q) => each(4, (row) => each(quads, (p) => ({ q, row, p })))).flat(2);
  const sum = ({ q, row, p }: typeof rows[number]) => `sum${q * 4 + row}_${p}`;
  const fetch = (from: string) =>
    each(fetches, (f) => [
      `next_a${f} = fetch_a(first_a, tile_m + 4 * place_a${f}.quad, ${from} + place_a${f}.k);`,
      `next_b${f} = fetch_b(first_b, tile_n + 4 * place_b${f}.quad, ${from} + place_b${f}.k);`,
    ]).flat();
  return {
    places: each(fetches, (f) => [
      `let place_a${f} = place_of(thread + ${f * threads}, product.a_inner == 1);`,
      `let place_b${f} = place_of(thread + ${f * threads}, product.b_inner == 1);`,
      `var next_a${f}: vec4f;`,
      `var next_b${f}: vec4f;`,
    ]).flat().concat(fetch("0")),
    sums: rows.map((at) => `var ${sum(at)} = vec4f(0);`),
    stage: each(fetches, (f) => [
      `strip_a[place_a${f}.k * tile_quads + place_a${f}.quad] = next_a${f};`,
      `strip_b[place_b${f}.k * tile_quads + place_b${f}.quad] = next_b${f};`,
    ]).flat(),
    fetch: fetch("k0 + depth"),
    multiply: each(depth, (k) => [
      "{",
      ...each(quads, (q) => `let a${q} = strip_a[${k * tileQuads + q * side} + y];`),
      ...each(quads, (p) => `let b${p} = strip_b[${k * tileQuads + p * side} + x];`),
      ...rows.map((at) => `${sum(at)} += a${at.q}.${"xyzw"[at.row]} * b${at.p};`),
      "}",
    ]).flat(),
    store: [
      ...each(quads, (p) => `let n${p} = tile_n + 4 * (${p * side} + x);`),
      ...each(quads, (p) => `let bias${p} = bias_at(first_bias, n${p});`),
      ...rows.map((at) =>
        `store(first_c, tile_m + 4 * (${at.q * side} + y) + ${at.row}, n${at.p}, ${
          sum(at)
        } + bias${at.p});`
      ),
    ],
  };
}
