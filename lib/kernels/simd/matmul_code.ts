/**
 * WebAssembly code of the matrix product.
 *
 *     c[m][n] = Σₖ a[m · aRow + k · aInner] · b[k · bInner + n]
 *
 * `c` is `[rows × columns]`; the columns of `b` are adjacent. A block of four rows by eight columns has
 * its 32 sums in eight registers: each k takes two loads of `b` and four broadcasts of `a` for 32
 * products. The remaining rows are computed one by one, the remaining columns in a block of four and
 * then one by one. Sums run over k in order, in float32, without fused multiply-add, so that results are
 * identical on all machines.
 */

import {
  type Code,
  f32,
  f32x4,
  get,
  i32,
  increase,
  Locals,
  loopBySteps,
  loopDown,
  set,
} from "../../wasm/assembler.ts";
import { encodeModule } from "../../wasm/module.ts";

/** The parameters of `run`, in order: addresses and strides in bytes, then counts of elements. */
export const parameterNames = [
  "a",
  "aRow",
  "aInner",
  "b",
  "bInner",
  "c",
  "rows",
  "inner",
  "columns",
] as const;

const parameter = Object.fromEntries(
  parameterNames.map((name, index) => [name, index]),
) as Record<typeof parameterNames[number], number>;

const bytes = 4;
const lanes = 4;
const tallBlock = 4;

/** Encodes the module. */
export function encodeMatmul(): Uint8Array<ArrayBuffer> {
  const locals = new Locals(parameterNames.length);
  const row = locals.add("i32");
  const body: Code = [
    loopBySteps(row, tallBlock, parameter.rows, rowsOfBlocks(locals, row, tallBlock)),
    loopBySteps(row, 1, parameter.rows, rowsOfBlocks(locals, row, 1)),
  ];
  return encodeModule([{ name: "matmul", locals, body }]);
}

/** All columns of `height` rows: blocks of eight, then of four, then single columns. */
function rowsOfBlocks(locals: Locals, row: number, height: number): Code {
  const column = locals.add("i32");
  const shared = { locals, row, column, height };
  return [
    [i32.constant(0), set(column)],
    loopBySteps(column, 2 * lanes, parameter.columns, block({ ...shared, vectors: 2 })),
    loopBySteps(column, lanes, parameter.columns, block({ ...shared, vectors: 1 })),
    loopBySteps(column, 1, parameter.columns, block({ ...shared, vectors: 0 })),
  ];
}

/** A block of `height` rows by `vectors` vectors of columns, or by one column if `vectors` is 0. */
function block(
  { locals, row, column, height, vectors }: {
    locals: Locals;
    row: number;
    column: number;
    height: number;
    vectors: number;
  },
): Code {
  const op = vectors > 0 ? f32x4 : f32;
  const type = vectors > 0 ? "v128" : "f32";
  const wide = Math.max(vectors, 1);
  const broadcast = vectors > 0 ? f32x4.loadSplat() : f32.load();
  const left = locals.add("i32");
  const bAt = locals.add("i32");
  const cAt = locals.add("i32");
  const element = locals.add(type);
  const rows = Array.from({ length: height }, (_, index) => ({
    index,
    aAt: locals.add("i32"),
    sums: Array.from({ length: wide }, () => locals.add(type)),
  }));
  const columns = Array.from({ length: wide }, (_, index) => ({
    index,
    value: locals.add(type),
  }));
  const rowPlus = (index: number): Code => [get(row), i32.constant(index), i32.add];

  const start: Code = [
    rows.map(({ index, aAt, sums }) => [
      [get(parameter.a), rowPlus(index), get(parameter.aRow), i32.multiply, i32.add, set(aAt)],
      sums.map((sum) => [op.zero, set(sum)]),
    ]),
    [get(parameter.b), get(column), i32.constant(bytes), i32.multiply, i32.add, set(bAt)],
    [get(parameter.inner), set(left)],
  ];
  const accumulate: Code = [
    columns.map(({ index, value }) => [get(bAt), op.load(index * lanes * bytes), set(value)]),
    rows.map(({ aAt, sums }) => [
      [get(aAt), broadcast, set(element)],
      columns.map(({ index, value }) => [
        [get(sums[index]), get(element), get(value), op.multiply, op.add, set(sums[index])],
      ]),
      increase(aAt, get(parameter.aInner)),
    ]),
    increase(bAt, get(parameter.bInner)),
  ];
  const finish: Code = rows.map(({ index, sums }) => [
    [get(parameter.c), rowPlus(index), get(parameter.columns), i32.multiply, get(column), i32.add],
    [i32.constant(bytes), i32.multiply, i32.add, set(cAt)],
    sums.map((sum, at) => [get(cAt), get(sum), op.store(at * lanes * bytes)]),
  ]);
  return [start, loopDown(left, accumulate), finish];
}
