/** WebAssembly code of the elementwise passes over a layer, `[units × rows]` in vectors of rows. */

import type { VectorActivation } from "../../models/activations/record.ts";
import {
  type Code,
  f32,
  f32x4,
  get,
  i32,
  increase,
  Locals,
  loopDown,
  set,
} from "../../wasm/assembler.ts";
import { sumOfLanes } from "../../wasm/vector_math.ts";
import { type FunctionCode, repeat } from "./product_code.ts";

const bytes = 4;
const vectorBytes = 16;

/** Units of a layer, and bytes between two of them. */
interface LayerShape {
  readonly units: number;
  readonly rowStride: number;
}

/** Runs `body` for each unit and in it `vector` for each vector, with pointers that move along. */
function eachVector(
  locals: Locals,
  { units, rowStride }: LayerShape,
  { pointers, vectors, vector, before = [], after = [] }: {
    /** Local pairs: the pointer to a unit's rows, and the one to its vector. */
    pointers: readonly (readonly [unit: number, vector: number])[];
    vectors: number;
    vector: Code;
    before?: Code;
    after?: Code;
  },
): Code {
  const left = locals.add("i32");
  return repeat(locals, units, [
    pointers.map(([unit, own]) => [get(unit), set(own)]),
    [get(vectors), set(left), before],
    loopDown(left, [
      vector,
      pointers.map(([, own]) => increase(own, i32.constant(vectorBytes))),
    ]),
    [after, pointers.map(([unit]) => increase(unit, i32.constant(rowStride)))],
  ]);
}

/** `run(preActivations, outputs, vectors)`: writes the activation; the two may be the same matrix. */
export function activateCode({ value }: VectorActivation, shape: LayerShape): FunctionCode {
  const [preActivations, outputs, vectors] = [0, 1, 2];
  const locals = new Locals(3);
  const [from, to] = [locals.add("i32"), locals.add("i32")];
  const x = locals.add("v128");
  const body = eachVector(locals, shape, {
    pointers: [[preActivations, from], [outputs, to]],
    vectors,
    vector: [get(from), f32x4.load(), set(x), get(to), value(locals, x), f32x4.store()],
  });
  return { locals, body };
}

/**
 * `run(preActivations, outputs, delta, biasGradients, vectors)`: multiplies each delta by the activation's
 * derivative, and adds each unit's sum over the rows to the gradient of its bias.
 *
 * @param activation Null for the identity, of which neither matrix is read.
 */
export function backwardCode(
  activation: VectorActivation | null,
  shape: LayerShape,
): FunctionCode {
  const [preActivations, outputs, delta, biasGradients, vectors] = [0, 1, 2, 3, 4];
  const locals = new Locals(5);
  const [from, result, own] = Array.from({ length: 3 }, () => locals.add("i32"));
  const [x, y, value, sum] = Array.from({ length: 4 }, () => locals.add("v128"));
  const multiplied: Code = activation === null ? [] : [
    [get(from), f32x4.load(), set(x), get(result), f32x4.load(), set(y)],
    [activation.derivative(locals, x, y), get(value), f32x4.multiply, set(value)],
    [get(own), get(value), f32x4.store()],
  ];
  const pointers = [[delta, own]] as [number, number][];
  if (activation !== null) pointers.push([preActivations, from], [outputs, result]);
  const body = eachVector(locals, shape, {
    pointers,
    vectors,
    before: [f32x4.zero, set(sum)],
    vector: [
      [get(own), f32x4.load(), set(value), multiplied],
      [get(sum), get(value), f32x4.add, set(sum)],
    ],
    after: [
      [get(biasGradients), get(biasGradients), f32.load(), sumOfLanes(sum)],
      [f32.add, f32.store(), increase(biasGradients, i32.constant(bytes))],
    ],
  });
  return { locals, body };
}
