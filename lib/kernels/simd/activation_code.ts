/** WebAssembly code of the elementwise passes over a layer, `[units × rows]` in vectors of rows. */

import type { VectorActivation } from "../../models/activations/record.ts";
import {
  bytes,
  type Code,
  f32,
  get,
  i32,
  increase,
  Locals,
  loopBySteps,
  reads,
  set,
  vectorBytes,
} from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import { sumOfLanes } from "../../wasm/vector_math.ts";
import { type FunctionCode, repeat } from "./product_code.ts";

/** Vectors that one iteration computes, of which the processor overlaps the latencies. */
const unroll = 2;

/** Units of a layer, and bytes between two of them. */
export interface LayerShape {
  readonly units: number;
  readonly rowStride: number;
}

/** The matrices of a hidden layer, one behind the other, in bytes from its pre-activations. */
export function matricesOf({ units, rowStride }: LayerShape) {
  const size = units * rowStride;
  return { preActivations: 0, outputs: size, delta: 2 * size, size: 3 * size };
}

/**
 * Runs `vector`, given an offset, for each vector of each unit of the layer at `layer`; `after` runs at the
 * end of each unit.
 */
export function eachVector(
  locals: Locals,
  { units, rowStride }: LayerShape,
  { layer, vectors, vector, before = [], after = [] }: {
    layer: number;
    vectors: number;
    vector: (pointer: number, offset: number) => Code;
    before?: Code;
    after?: Code;
  },
): Code {
  const [at, end] = locals.several("i32", 2);
  const runs = (count: number) => [
    Array.from({ length: count }, (_, index) => vector(at, index * vectorBytes)),
  ];
  return repeat(locals, units, [
    [get(layer), set(at), before],
    [get(layer), get(vectors), i32.constant(vectorBytes), i32.multiply, i32.add, set(end)],
    [unroll, 1].map((count) => loopBySteps(at, count * vectorBytes, end, runs(count))),
    [after, increase(layer, i32.constant(rowStride))],
  ]);
}

/**
 * `run(layer, vectors)`: writes the activations of the pre-activations at that address.
 *
 * @param outputs Where they go, in bytes from there; 0 replaces the pre-activations.
 */
export function activateCode(
  { value }: VectorActivation,
  shape: LayerShape,
  outputs: number,
): FunctionCode {
  const [layer, vectors] = [0, 1];
  const locals = new Locals(2);
  const body = eachVector(locals, shape, {
    layer,
    vectors,
    vector(pointer, offset) {
      const x = locals.add("v128");
      return [
        [get(pointer), f32x4.load(offset), set(x)],
        [get(pointer), value(locals, x), f32x4.store(outputs + offset)],
      ];
    },
  });
  return { locals, body };
}

/** Leaves the vector in local `value` times the derivative at `x`, where the activation is `y`. */
export function timesDerivative(
  activation: VectorActivation,
  locals: Locals,
  { value, x, y }: { value: number; x: number; y: number },
): Code {
  return activation.times?.(value, x, y) ??
    [activation.derivative(locals, x, y), get(value), f32x4.multiply];
}

/** Whether the backward pass of a layer reads its pre-activations. */
export function readsPreActivations(activation: VectorActivation): boolean {
  const locals = new Locals(0);
  const [value, x, y] = locals.several("v128", 3);
  return reads(timesDerivative(activation, locals, { value, x, y }), x);
}

/**
 * `run(layer, biasGradients, vectors)`: multiplies each delta of the layer by the activation's derivative,
 * and adds each unit's sum over the rows to the gradient of its bias.
 *
 * @param activation Null for the identity.
 */
export function backwardCode(
  activation: VectorActivation | null,
  shape: LayerShape,
): FunctionCode {
  const [layer, biasGradients, vectors] = [0, 1, 2];
  const locals = new Locals(3);
  const sum = locals.add("v128");
  const { outputs, delta } = matricesOf(shape);
  /** Multiplies the vector in local `value` by the derivative, and stores it. */
  const multiply = (pointer: number, offset: number, value: number): Code => {
    if (activation === null) return [];
    const [x, y] = [locals.add("v128"), locals.add("v128")];
    const product = timesDerivative(activation, locals, { value, x, y });
    return [
      reads(product, x) ? [get(pointer), f32x4.load(offset), set(x)] : [],
      reads(product, y) ? [get(pointer), f32x4.load(outputs + offset), set(y)] : [],
      [product, set(value)],
      [get(pointer), get(value), f32x4.store(delta + offset)],
    ];
  };
  const body = eachVector(locals, shape, {
    layer,
    vectors,
    before: [f32x4.zero, set(sum)],
    vector(pointer, offset) {
      const value = locals.add("v128");
      return [
        [get(pointer), f32x4.load(delta + offset), set(value)],
        multiply(pointer, offset, value),
        [get(sum), get(value), f32x4.add, set(sum)],
      ];
    },
    after: [
      [get(biasGradients), get(biasGradients), f32.load(), sumOfLanes(sum)],
      [f32.add, f32.store(), increase(biasGradients, i32.constant(bytes))],
    ],
  });
  return { locals, body };
}
