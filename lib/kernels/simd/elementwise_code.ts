/** WebAssembly code of the elementwise kernels. */

import type { VectorActivation } from "../../models/activations/record.ts";
import {
  type Code,
  encodeModule,
  f32x4,
  get,
  i32,
  increase,
  Locals,
  loopBySteps,
  loopDown,
  set,
} from "../../wasm/assembler.ts";

const bytes = 4;
const lanes = 4;

/** Loops of four elements per step, then of one element in the first lane, with the same code. */
const widths = [
  { width: lanes, load: f32x4.load, store: f32x4.store },
  { width: 1, load: f32x4.loadOne, store: f32x4.storeOne },
];

/** The address of an element: `base + 4 · index`. */
const address = (base: number, index: number): Code => [
  [get(base), get(index), i32.constant(bytes), i32.multiply, i32.add],
];

/**
 * `run(preActivations, bias, outputs, rows, columns)`: adds the bias to each row of `preActivations`, and
 * writes the activation of the result to `outputs`.
 */
export function encodeActivate({ value }: VectorActivation): Uint8Array<ArrayBuffer> {
  const [preActivations, bias, outputs, rows, columns] = [0, 1, 2, 3, 4];
  const locals = new Locals(5);
  const column = locals.add("i32");
  const x = locals.add("v128");
  const row: Code = [
    [i32.constant(0), set(column)],
    widths.map(({ width, load, store }) =>
      loopBySteps(column, width, columns, [
        [address(preActivations, column), load(), address(bias, column), load(), f32x4.add, set(x)],
        [address(preActivations, column), get(x), store()],
        [address(outputs, column), value(locals, x), store()],
      ])
    ),
    [preActivations, outputs].map((matrix) =>
      increase(matrix, [get(columns), i32.constant(bytes), i32.multiply])
    ),
  ];
  return encodeModule(5, { locals, body: loopDown(rows, row) });
}

/** `run(preActivations, outputs, delta, count)`: multiplies each delta by the activation's derivative. */
export function encodeActivationBackward(
  { derivative }: VectorActivation,
): Uint8Array<ArrayBuffer> {
  const [preActivations, outputs, delta, count] = [0, 1, 2, 3];
  const locals = new Locals(4);
  const index = locals.add("i32");
  const x = locals.add("v128");
  const y = locals.add("v128");
  const body = widths.map(({ width, load, store }) =>
    loopBySteps(index, width, count, [
      [address(preActivations, index), load(), set(x), address(outputs, index), load(), set(y)],
      [address(delta, index), address(delta, index), load()],
      [derivative(locals, x, y), f32x4.multiply, store()],
    ])
  );
  return encodeModule(4, { locals, body });
}

/** `run(matrix, sums, rows, columns)`: computes the sum of each column. */
export function encodeSumColumns(): Uint8Array<ArrayBuffer> {
  const [matrix, sums, rows, columns] = [0, 1, 2, 3];
  const locals = new Locals(4);
  const column = locals.add("i32");
  const at = locals.add("i32");
  const left = locals.add("i32");
  const sum = locals.add("v128");
  const body = widths.map(({ width, load, store }) =>
    loopBySteps(column, width, columns, [
      [f32x4.zero, set(sum), get(rows), set(left), address(matrix, column), set(at)],
      loopDown(left, [
        [get(sum), get(at), load(), f32x4.add, set(sum)],
        increase(at, [get(columns), i32.constant(bytes), i32.multiply]),
      ]),
      [address(sums, column), get(sum), store()],
    ])
  );
  return encodeModule(4, { locals, body });
}
