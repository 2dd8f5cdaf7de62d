/**
 * WebAssembly code of the matrix product.
 *
 *     c[m][n] = Σₖ a[m · aRow + k · aInner] · b[k · bInner + n · bColumn]
 *
 * Both operands are packed into panels: four rows of `a`, eight columns of `b`, with the numbers of each k
 * adjacent, so that a tile of four rows by eight columns reads two streams whatever the strides are. Its 32
 * sums are in eight registers. Blocks of panels stay in the cache: see the sizes below. Sums run over k in
 * order, in float32, without fused multiply-add, so that results are identical on all machines.
 */

import {
  bytes,
  type Code,
  get,
  i32,
  increase,
  Locals,
  loopDown,
  loopWhile,
  set,
  vectorBytes,
  when,
} from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import { encodeModule } from "../../wasm/module.ts";
import { callWith, Functions } from "./functions.ts";
import { packCode } from "./pack_code.ts";
import type { FunctionCode } from "./product_code.ts";
import { smaller, unlessStopped } from "./train_code.ts";
import { inWorkspace } from "./workspace.ts";

/**
 * The arguments of `matmul`, in order: addresses and strides in bytes, and counts of elements; then the
 * number of products, and the bytes from the operands of one to those of the next.
 */
export const matmulArguments = [
  ...["a", "aRow", "aInner", "b", "bInner", "bColumn", "c", "cRow", "rows", "inner", "columns"],
  ...["count", "aNext", "bNext", "cNext"],
] as const;

/** The rows and columns of a tile. */
const high = 4;
const wide = 8;
const wideBytes = wide * bytes;
/** Panels of this depth stay in the first cache, and blocks of so many rows of them in the second. */
const maxDepth = 256;
const maxRows = 128;
/** The columns of a product, at most: the workspace has room for so many. */
export const maxColumns = 512;
const unroll = 4;
const { constant } = i32;

/** The buffers of a product: offsets from the address of the workspace, in bytes. */
const layout = {
  a: 0,
  b: maxRows * maxDepth * bytes,
  /** A tile that is not all in the product. */
  edge: (maxRows + maxColumns) * maxDepth * bytes,
};
/** The bytes of the workspace. */
export const matmulWorkspace = layout.edge + high * wideBytes;

/**
 * Encodes the module. Its function `matmul` computes products of at most `maxColumns` columns: see
 * `matmulArguments`. It ends early if the word at `stopAddress` is not 0.
 */
export function encodeMatmul(): Uint8Array<ArrayBuffer> {
  const functions = new Functions();
  const calls = {
    packA: functions.indexOf("pack a", () => packCode(high)),
    packB: functions.indexOf("pack b", () => packCode(wide)),
    tile: functions.indexOf("tile", tileCode),
    copy: functions.indexOf("copy", copyCode),
  };
  const block = functions.indexOf("block", () => blockCode(calls));
  const product = functions.indexOf("product", () => productCode({ ...calls, block }));
  functions.indexOf("matmul", () => batchCode(product));
  return encodeModule(functions.all);
}

/** `run(…matmulArguments)`: one product after the other. */
function batchCode(product: number): FunctionCode {
  const locals = new Locals(matmulArguments.length);
  const at = Object.fromEntries(
    matmulArguments.map((name, index) => [name, index]),
  ) as Record<typeof matmulArguments[number], number>;
  const own = matmulArguments.slice(0, -4);
  const body = loopWhile(unlessStopped(at.count), [
    callWith(product, ...own.map((name) => get(at[name]))),
    increase(at.a, get(at.aNext)),
    increase(at.b, get(at.bNext)),
    increase(at.c, get(at.cNext)),
    [get(at.count), constant(1), i32.subtract, set(at.count)],
  ]);
  return { locals, body };
}

/** One product, in parts of the inner dimension: each adds to what the ones before have written. */
function productCode(calls: { packA: number; packB: number; block: number }): FunctionCode {
  const [a, aRow, aInner, b, bInner, bColumn, c, cRow, rows, inner, columns] = [
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  ];
  const locals = new Locals(11);
  const [depth, started, left, some, aAt, cAt] = locals.several("i32", 6);
  const times = (count: number, stride: number): Code => [get(count), get(stride), i32.multiply];
  const rowsInBlocks: Code = [
    [get(rows), set(left), get(a), set(aAt), get(c), set(cAt)],
    loopWhile(get(left), [
      [smaller(get(left), constant(maxRows)), set(some)],
      callWith(
        calls.packA,
        ...[aAt, aRow, aInner, some, depth].map(get),
        inWorkspace(layout.a),
      ),
      callWith(calls.block, ...[cAt, cRow, some, columns, depth, started].map(get)),
      increase(aAt, times(some, aRow)),
      increase(cAt, times(some, cRow)),
      [get(left), get(some), i32.subtract, set(left)],
    ]),
  ];
  const body = loopWhile(unlessStopped(inner), [
    [smaller(get(inner), constant(maxDepth)), set(depth)],
    callWith(
      calls.packB,
      ...[b, bColumn, bInner, columns, depth].map(get),
      inWorkspace(layout.b),
    ),
    rowsInBlocks,
    increase(a, times(depth, aInner)),
    increase(b, times(depth, bInner)),
    [get(inner), get(depth), i32.subtract, set(inner), constant(1), set(started)],
  ]);
  return { locals, body };
}

/** `run(c, cRow, rows, columns, depth, started)`: all tiles of packed rows and columns. */
function blockCode(calls: { tile: number; copy: number }): FunctionCode {
  const [c, cRow, rows, columns, depth, started] = [0, 1, 2, 3, 4, 5];
  const locals = new Locals(6);
  const [aAt, bAt, cAt, left, height, width, whole] = locals.several("i32", 7);
  const edge = inWorkspace(layout.edge);
  const tile = (at: Code, row: Code) =>
    callWith(calls.tile, get(aAt), get(bAt), at, row, get(depth), get(started));
  const copy = (from: Code, fromRow: Code, to: Code, toRow: Code) =>
    callWith(calls.copy, from, fromRow, to, toRow, get(height), get(width));
  const atEdge: Code = [
    when(get(started), copy(get(cAt), get(cRow), edge, constant(wideBytes))),
    tile(edge, constant(wideBytes)),
    copy(edge, constant(wideBytes), get(cAt), get(cRow)),
  ];
  const rowsOfTiles: Code = [
    [get(c), set(cAt), get(rows), set(left), inWorkspace(layout.a), set(aAt)],
    loopWhile(get(left), [
      [smaller(get(left), constant(high)), set(height)],
      [get(height), constant(high), i32.equal, get(width), constant(wide), i32.equal, i32.and],
      set(whole),
      when(get(whole), tile(get(cAt), get(cRow))),
      when([get(whole), constant(0), i32.equal], atEdge),
      increase(aAt, [get(depth), constant(high * bytes), i32.multiply]),
      increase(cAt, [get(cRow), constant(high), i32.multiply]),
      [get(left), get(height), i32.subtract, set(left)],
    ]),
  ];
  const body: Code = [
    [inWorkspace(layout.b), set(bAt)],
    loopWhile(get(columns), [
      [smaller(get(columns), constant(wide)), set(width)],
      rowsOfTiles,
      increase(bAt, [get(depth), constant(wideBytes), i32.multiply]),
      increase(c, constant(wideBytes)),
      [get(columns), get(width), i32.subtract, set(columns)],
    ]),
  ];
  return { locals, body };
}

/** `run(a, b, c, cRow, depth, started)`: a tile of two panels; it is added to if `started` is not 0. */
function tileCode(): FunctionCode {
  const [a, b, c, cRow, depth, started] = [0, 1, 2, 3, 4, 5];
  const locals = new Locals(6);
  const [at, left] = [locals.add("i32"), locals.add("i32")];
  const element = locals.add("v128");
  const columns = [locals.add("v128"), locals.add("v128")];
  const rows = Array.from({ length: high }, () => columns.map(() => locals.add("v128")));
  const eachRow = (row: (sums: readonly number[]) => Code): Code => [
    [get(c), set(at)],
    rows.map((sums) => [row(sums), increase(at, get(cRow))]),
  ];
  const accumulate = (k: number): Code => [
    columns.map((column, v) => [
      [get(b), f32x4.load(k * wideBytes + v * vectorBytes), set(column)],
    ]),
    rows.map((sums, row) => [
      [get(a), f32x4.loadSplat((k * high + row) * bytes), set(element)],
      sums.map((sum, v) => [
        [get(sum), get(element), get(columns[v]), f32x4.multiply, f32x4.add, set(sum)],
      ]),
    ]),
  ];
  const steps = (count: number): Code => [
    Array.from({ length: count }, (_, k) => accumulate(k)),
    increase(a, constant(count * high * bytes)),
    increase(b, constant(count * wideBytes)),
  ];
  const inLoop = (times: Code, body: Code): Code => [
    [times, set(left), when(get(left), loopDown(left, body))],
  ];
  const body: Code = [
    when(
      get(started),
      eachRow((sums) => sums.map((sum, v) => [get(at), f32x4.load(v * vectorBytes), set(sum)])),
    ),
    inLoop([get(depth), constant(Math.log2(unroll)), i32.shiftRight], steps(unroll)),
    inLoop([get(depth), constant(unroll - 1), i32.and], steps(1)),
    eachRow((sums) => sums.map((sum, v) => [get(at), get(sum), f32x4.store(v * vectorBytes)])),
  ];
  return { locals, body };
}

/** `run(from, fromRow, to, toRow, rows, columns)`: copies a part of a matrix. */
function copyCode(): FunctionCode {
  const [from, fromRow, to, toRow, rows, columns] = [0, 1, 2, 3, 4, 5];
  const locals = new Locals(6);
  const [left, fromAt, toAt] = locals.several("i32", 3);
  const body: Code = loopDown(rows, [
    [get(from), set(fromAt), get(to), set(toAt), get(columns), set(left)],
    loopDown(left, [
      [get(toAt), get(fromAt), i32.load(), i32.store()],
      [fromAt, toAt].map((pointer) => increase(pointer, constant(bytes))),
    ]),
    increase(from, get(fromRow)),
    increase(to, get(toRow)),
  ]);
  return { locals, body };
}
