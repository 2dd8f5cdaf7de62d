/** WebAssembly code of the sums of a layer's units over the rows of a block. */

import type { Activation } from "../../models/activations.ts";
import { saturationOf } from "../../models/saturation.ts";
import {
  bytes,
  type Code,
  f32,
  get,
  i32,
  increase,
  Locals,
  set,
  vectorBytes,
  when,
} from "../../wasm/assembler.ts";
import { f32x4, i32x4, v128 } from "../../wasm/vectors.ts";
import { sumOfLanes } from "../../wasm/vector_math.ts";
import { eachVector, type LayerShape, matricesOf } from "./activation_code.ts";
import type { FunctionCode } from "./product_code.ts";

/**
 * The sums of a unit over the rows of a block, in float32: of the activations' differences from the first
 * one, of their squares, of the saturated rows, and of the absolute deltas. The output layer has the last
 * one alone.
 */
export const unitSums = ["first", "differences", "squares", "saturated", "deltas"] as const;

/** The bytes of a unit's sums. */
export const unitSumsBytes = unitSums.length * bytes;

/**
 * `run(layer, results, vectors, rest)`: writes to `results` the sums of each unit over whole vectors of
 * rows and the `rest` of the rows.
 */
export function unitSumsCode(shape: LayerShape, activation: Activation | undefined): FunctionCode {
  const [layer, results, vectors, rest] = [0, 1, 2, 3];
  const locals = new Locals(4);
  const [mask, first, value] = locals.several("v128", 3);
  const sums = unitSums.slice(1).map(() => locals.add("v128"));
  const [differences, squares, saturated, deltas] = sums;
  const behind = locals.add("i32");
  const { outputs, delta } = matricesOf(shape);
  /** Adds a vector; of the last one only the lanes that are rows. */
  const vector = (pointer: number, offset: number, masked: boolean): Code => {
    const cut: Code = masked ? [get(mask), v128.and] : [];
    const add = (sum: number, term: Code): Code => [get(sum), term, cut, f32x4.add, set(sum)];
    const load = (from: number): Code => [get(pointer), f32x4.load(from + offset)];
    return [
      add(deltas, [load(delta), f32x4.absolute]),
      activation === undefined ? [] : [
        [load(outputs), get(first), f32x4.subtract, cut, set(value)],
        add(differences, get(value)),
        add(squares, [get(value), get(value), f32x4.multiply]),
        [load(0), set(value)],
        add(saturated, saturatedCode(activation, value)),
      ],
    ];
  };
  const body: Code = [
    [i32x4.lanes(0, 1, 2, 3), get(rest), i32x4.splat, i32x4.less, set(mask)],
    eachVector(locals, shape, {
      ...{ layer, vectors },
      before: [
        sums.map((sum) => [f32x4.zero, set(sum)]),
        [get(layer), f32x4.loadSplat(outputs), set(first)],
      ],
      vector: (pointer, offset) => vector(pointer, offset, false),
      after: [
        [get(layer), get(vectors), i32.constant(vectorBytes), i32.multiply, i32.add, set(behind)],
        when(get(rest), vector(behind, 0, true)),
        [get(results), get(first), f32x4.lane(0), f32.store()],
        sums.map((sum, at) => [get(results), sumOfLanes(sum), f32.store((at + 1) * bytes)]),
        increase(results, i32.constant(unitSumsBytes)),
      ],
    }),
  ];
  return { locals, body };
}

/** Leaves 1 in the lanes in which the pre-activation in local `x` is saturated, 0 in the others. */
function saturatedCode(activation: Activation, x: number): Code {
  const { ranges } = saturationOf(activation);
  const within = ranges.map(([first, last]): Code => {
    const from: Code = [get(x), f32x4.constant(first), f32x4.greaterOrEqual];
    const to: Code = [get(x), f32x4.constant(last), f32x4.lessOrEqual];
    return first === -Infinity ? to : last === Infinity ? from : [from, to, v128.and];
  });
  if (within.length === 0) return f32x4.zero;
  return [within[0], within.slice(1).map((one) => [one, v128.or]), f32x4.constant(1), v128.and];
}
