/** WGSL of the batched matrix product, for a tiling and a finish. */

import type { Activation } from "../../lib/models/activations.ts";
import type { Binding, Kernel } from "../kernel.ts";
import {
  finishActivation,
  finishDerivative,
  finishProduct,
  finishRowSums,
  matmul,
} from "../wgsl.ts";
import { activationCode } from "./activations.ts";

/**
 * The operation of a kernel on its product.
 *
 * - `product`: `c` is the product.
 * - `activation`: `c` is the product, `outputs` its activation.
 * - `derivative`: `c` is the product times the activation's derivative at `preActivations` and `outputs`.
 * - `rowSums`: `c` is the product, and the sums of `a`'s rows are stored in `c` too.
 */
export type Finish =
  | { readonly kind: "product" | "rowSums" }
  | { readonly kind: "activation" | "derivative"; readonly activations: readonly Activation[] };

/** The finish that only stores the product. */
export const plain: Finish = { kind: "product" };

/** The buffers of a finish, in addition to those of the product. */
export type FinishBuffer = "kinds" | "preActivations" | "outputs";

/** The buffers of each finish, in the order of their binding numbers. */
const finishBindings: Readonly<
  Record<Finish["kind"], Readonly<Partial<Record<FinishBuffer, Binding>>>>
> = {
  product: {},
  rowSums: {},
  activation: { kinds: "read", outputs: "write" },
  derivative: { kinds: "read", preActivations: "read", outputs: "read" },
};

/** The part of a kernel's name that describes its finish. */
const finishNames: Readonly<Record<Finish["kind"], string>> = {
  product: "",
  rowSums: " with sums of rows",
  activation: " with activation",
  derivative: " with derivative",
};

const code: Readonly<Record<Finish["kind"], string>> = {
  product: finishProduct,
  rowSums: finishRowSums,
  activation: finishActivation,
  derivative: finishDerivative,
};

/** WGSL of `fn finish(i: u32, m: u32, n: u32, quad: vec4f)`, with the activations that it calls. */
function finishCode(finish: Finish): string {
  const activations = "activations" in finish ? activationCode(finish.activations) : "";
  return `${activations}${code[finish.kind]}`;
}

/** The division of a product: workgroups of side × side threads with perThread × perThread elements each. */
export interface Tiling {
  readonly side: number;
  /** A multiple of 4. */
  readonly perThread: number;
  /** The length of the part of the inner dimension that is in workgroup memory at a time. */
  readonly depth: number;
}

/** The operands that are read as vectors of four: their elements along the rows or columns of the product
 * are adjacent and aligned to 16 bytes, and their number is a multiple of four. */
export interface VectorLoads {
  readonly a: boolean;
  readonly b: boolean;
}

/** Loads of single elements, which suit all strides. */
const scalarLoads: VectorLoads = { a: false, b: false };

const bindings = { product: "uniform", a: "read", b: "read", bias: "read", c: "write" } as const;

/** The kernel of a tiling and a finish, and the width of its tiles. */
export type MatmulKernel = Kernel & { readonly tile: number };

/** The rows and the columns of a workgroup's tile. */
export const tileOf = ({ side, perThread }: Tiling) => side * perThread;

/**
 * Generates the kernel of a tiling: its constants, its loads, its unrolled loops over quads, and its finish.
 *
 * @param options.finish The operation on the product; it is only stored by default.
 * @param options.vectors The operands that are read as vectors; the product's strides must allow it.
 */
export function createMatmulKernel(
  tiling: Tiling,
  { finish = plain, vectors = scalarLoads }: { finish?: Finish; vectors?: VectorLoads } = {},
): MatmulKernel {
  const { side, perThread, depth } = tiling;
  const tile = tileOf(tiling);
  const threads = side * side;
  const tileQuads = tile / 4;
  const fetches = depth * tileQuads / threads;
  const stride = tileQuads + 1;
  const constants = { side, depth, tile, threads, tile_quads: tileQuads, strip_stride: stride };
  const unrolled = unroll({
    side,
    quads: perThread / 4,
    depth,
    fetches,
    threads,
    stride,
    sumsRows: finish.kind === "rowSums",
    activates: "activations" in finish,
  });
  const parts = { ...unrolled, ...loadsOf(vectors) };
  const wide = (["a", "b"] as const).filter((operand) => vectors[operand]).join(" and ");
  const header = Object.entries(constants).map(([name, value]) => `const ${name} = ${value}u;`);
  return {
    name: `matmul of ${tile} x ${tile} tiles, ${perThread} a thread${finishNames[finish.kind]}${
      wide && `, vectors of ${wide}`
    }`,
    code: `${header.join("\n")}\nconst strip_quads = depth * strip_stride;\n\n${
      matmul.replace(/\{\{(\w+)\}\}/g, (_, name: keyof typeof parts) => parts[name].join("\n    "))
    }\n${finishCode(finish)}`,
    bindings: { ...bindings, ...finishBindings[finish.kind] },
    tile,
  };
}

/** The types of the operands' elements, and the loads of four of them. */
function loadsOf({ a, b }: VectorLoads) {
  return {
    element_a: [a ? "vec4f" : "f32"],
    element_b: [b ? "vec4f" : "f32"],
    load_a: a ? vectorLoad("a") : scalarLoad("a", "m", { stride: "a_row", count: "rows" }),
    load_b: b ? vectorLoad("b") : scalarLoad("b", "n", { stride: "b_column", count: "columns" }),
  };
}

/** All four elements are adjacent, aligned and inside the matrix. */
const vectorLoad = (operand: string) => [`return ${operand}[at / 4];`];

/** Four elements one by one; fewer at the edge of the matrix. */
function scalarLoad(
  operand: string,
  index: string,
  { stride, count }: { stride: string; count: string },
): string[] {
  const at = ["at", "at + step", "at + 2 * step", "at + 3 * step"];
  const inside = (element: number) => `${index} + ${element} < product.${count}`;
  return [
    `let step = product.${stride};`,
    `if ${inside(3)} { return vec4f(${at.map((each) => `${operand}[${each}]`).join(", ")}); }`,
    `var quad = vec4f(${operand}[at], 0, 0, 0);`,
    `if ${inside(1)} { quad.y = ${operand}[${at[1]}]; }`,
    `if ${inside(2)} { quad.z = ${operand}[${at[2]}]; }`,
    "return quad;",
  ];
}

function unroll({ side, quads, depth, fetches, threads, stride, sumsRows, activates }: {
  side: number;
  quads: number;
  depth: number;
  fetches: number;
  threads: number;
  stride: number;
  sumsRows: boolean;
  activates: boolean;
}) {
  const each = <Item>(count: number, item: (index: number) => Item) =>
    Array.from({ length: count }, (_, index) => item(index));
  /** The position of each row of four sums: vertical quad, row in the quad, horizontal quad. */
  const rows = each(quads, (q) => each(4, (row) => each(quads, (p) => ({ q, row, p })))).flat(2);
  const sum = ({ q, row, p }: typeof rows[number]) => `sum${q * 4 + row}_${p}`;
  const m = (q: number) => `tile_m + 4 * (${q * side} + y)`;
  const straight = rows.map((at) =>
    `finish(i, ${m(at.q)} + ${at.row}, tile_n + 4 * (${at.p * side} + x), ${
      sum(at)
    } + bias${at.p});`
  );
  // A loop, because many copies of an activation take long to compile.
  const loop = [
    `var products: array<vec4f, ${rows.length}>;`,
    ...rows.map((at, index) => `products[${index}] = ${sum(at)} + bias${at.p};`),
    `for (var at = 0u; at < ${rows.length}u; at++) {`,
    `  let n = tile_n + 4 * (at % ${quads} * ${side} + x);`,
    `  let m = tile_m + 4 * (at / ${4 * quads} * ${side} + y) + at / ${quads} % 4;`,
    "  finish(i, m, n, products[at]);",
    "}",
  ];
  const ifSumming = (line: (q: number) => string) => sumsRows ? each(quads, line) : [];
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
    sums: [
      ...rows.map((at) => `var ${sum(at)} = vec4f(0);`),
      ...ifSumming((q) => `var row_sums${q} = vec4f(0);`),
    ],
    stage: each(fetches, (f) => [
      `strip_a[place_a${f}.k * strip_stride + place_a${f}.quad] = next_a${f};`,
      `strip_b[place_b${f}.k * strip_stride + place_b${f}.quad] = next_b${f};`,
    ]).flat(),
    fetch: fetch("k0 + depth"),
    multiply: each(depth, (k) => [
      "{",
      ...each(quads, (q) => `let a${q} = strip_a[${k * stride + q * side} + y];`),
      ...each(quads, (p) => `let b${p} = strip_b[${k * stride + p * side} + x];`),
      ...rows.map((at) => `${sum(at)} += a${at.q}.${"xyzw"[at.row]} * b${at.p};`),
      ...ifSumming((q) => `row_sums${q} += a${q};`),
      "}",
    ]).flat(),
    store: [
      ...each(quads, (p) => `let bias${p} = bias_at(first_bias, tile_n + 4 * (${p * side} + x));`),
      ...(activates ? loop : straight),
      // Only threads at the left edge of the first column of tiles store a sum, so that each is stored once.
      ...ifSumming((q) => `if tile_n + x == 0 { store_row_sums(i, ${m(q)}, row_sums${q}); }`),
    ],
  };
}
