/** WebAssembly code of what is done to gradients before a step: L1 penalty, and clipping. */

import {
  bytes,
  type Code,
  f32,
  f64,
  get,
  i32,
  increase,
  Locals,
  loopBySteps,
  set,
} from "../../wasm/assembler.ts";
import { f32x4, v128 } from "../../wasm/vectors.ts";
import { layersOf, parameterCount } from "../../models/layout.ts";
import { clipEpsilon, type GradientSettings } from "../transform_gradients.ts";
import { clipNormAt, l1At } from "./optimizer_factors.ts";
import type { FunctionCode } from "./product_code.ts";

/** Which of them code is generated for. */
export interface Transforms {
  readonly l1: boolean;
  readonly clips: boolean;
}

/** Those of a network; undefined if its gradients stay as they are. */
export function transformsOf({ l1 = 0, clipNorm }: GradientSettings): Transforms | undefined {
  const transforms = { l1: l1 > 0, clips: clipNorm !== undefined };
  return transforms.l1 || transforms.clips ? transforms : undefined;
}

/** Loops of four numbers, then of one number in the first lane, with the same code. */
export const vectorWidths = [
  { width: 4, load: f32x4.load, store: f32x4.store },
  { width: 1, load: f32x4.loadOne, store: f32x4.storeOne },
];

/** `run(parameters, gradients, factors)`: transforms the gradients in place. */
export function transformCode(
  { sizes, transforms }: { sizes: readonly number[]; transforms: Transforms },
): FunctionCode {
  const locals = new Locals(3);
  const body = [
    transforms.l1 ? penaltyCode(locals, sizes) : [],
    transforms.clips ? clipCode(locals, parameterCount(sizes)) : [],
  ];
  return { locals, body };
}

const [parameters, gradients, factors] = [0, 1, 2];

/** `gradient += l1 · sign(weight)`, layer by layer. */
function penaltyCode(locals: Locals, sizes: readonly number[]): Code {
  const [from, to, done, count] = locals.several("i32", 4);
  const [l1, weight] = [locals.add("v128"), locals.add("v128")];
  return [
    [get(factors), f32x4.loadSplat(l1At * bytes), set(l1)],
    layersOf(sizes).map(({ weight: start, bias }) => [
      [get(parameters), i32.constant(start * bytes), i32.add, set(from)],
      [get(gradients), i32.constant(start * bytes), i32.add, set(to)],
      [i32.constant(0), set(done), i32.constant(bias - start), set(count)],
      vectorWidths.map(({ width, load, store }) =>
        loopBySteps(done, width, count, [
          [get(from), load(), set(weight), get(to), get(to), load()],
          [get(weight), f32x4.zero, f32x4.greater, get(l1), v128.and, f32x4.add],
          [get(weight), f32x4.zero, f32x4.less, get(l1), v128.and, f32x4.subtract, store()],
          [from, to].map((pointer) => increase(pointer, i32.constant(width * bytes))),
        ])
      ),
    ]),
  ];
}

/** `gradient *= factor` for that many gradients at an address; `factor` is code that leaves an `f64`. */
export function scaleCode(
  locals: Locals,
  { gradients, length, factor }: { gradients: Code; length: number; factor: Code },
): Code {
  const [at, done, count] = locals.several("i32", 3);
  const factors = locals.add("v128");
  return [
    [factor, f64.demote, f32x4.splat, set(factors), gradients, set(at)],
    [i32.constant(0), set(done), i32.constant(length), set(count)],
    vectorWidths.map(({ width, load, store }) =>
      loopBySteps(done, width, count, [
        [get(at), get(at), load(), get(factors), f32x4.multiply, store()],
        increase(at, i32.constant(width * bytes)),
      ])
    ),
  ];
}

/** `gradient *= min(1, clipNorm / (‖gradients‖ + epsilon))` */
function clipCode(locals: Locals, length: number): Code {
  const [at, end] = locals.several("i32", 2);
  const [squares, value] = [locals.add("f64"), locals.add("f64")];
  const factor: Code = [
    [f64.constant(1), get(factors), f32.load(clipNormAt * bytes), f64.promote],
    [get(squares), f64.squareRoot, f64.constant(clipEpsilon), f64.add, f64.divide, f64.minimum],
  ];
  return [
    [get(gradients), set(at), get(gradients), i32.constant(length * bytes), i32.add, set(end)],
    [f64.constant(0), set(squares)],
    loopBySteps(at, bytes, end, [
      [get(at), f32.load(), f64.promote, set(value)],
      [get(squares), get(value), get(value), f64.multiply, f64.add, set(squares)],
    ]),
    scaleCode(locals, { gradients: get(gradients), length, factor }),
  ];
}
