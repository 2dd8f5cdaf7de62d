/** WebAssembly code of the backward pass of a hidden layer beside narrow ones, in one pass over its rows. */

import type { VectorActivation } from "../../models/activations/record.ts";
import {
  bytes,
  type Code,
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
import { type LayerShape, matricesOf, timesDerivative } from "./activation_code.ts";
import { type FunctionCode, repeat } from "./product_code.ts";
import { addSums } from "./weight_gradient_code.ts";

/** A layer of so many units or fewer is narrow: its rows are read anew for each unit of the one beside it. */
export const narrowUnits = 4;

/** A hidden layer, and what is done in the same pass as its deltas. */
export interface HiddenShape extends LayerShape {
  /** The layer's inputs if the gradients of their weights are added; otherwise 0. */
  readonly inputs: number;
  /**
   * The next layer's units if the deltas are computed from theirs, and the gradients of their weights are
   * added; 0 if the deltas are there already.
   */
  readonly next: number;
  /** Whether the deltas are stored. */
  readonly stores: boolean;
}

/** The name of the function: functions of the same name are the same. */
export const hiddenName = (
  activation: string,
  { units, inputs, next, stores }: HiddenShape,
): string => `hidden ${activation} ${inputs} ${units} ${next} ${stores}`;

const parameters = [
  // The layer's matrices (see `matricesOf`), its inputs, and the gradients of its weights and biases.
  ...["layer", "x", "gradients", "biasGradients"],
  // The deltas, the weights and the gradients of the weights of the next layer.
  ...["nextDelta", "nextWeights", "nextGradients"],
  "vectors",
] as const;

/** Vectors that one iteration computes. */
const unroll = 2;

/**
 * `run(layer, x, gradients, biasGradients, nextDelta, nextWeights, nextGradients, vectors)`: multiplies each
 * delta of the layer by the activation's derivative, adds the sums over the rows to the gradients of the
 * biases, and does what `shape` says. Each sum runs in the order of `backwardCode`, `weightGradientCode`
 * and `productCode`, so that its bits are theirs.
 */
export function hiddenCode(activation: VectorActivation, shape: HiddenShape): FunctionCode {
  const { units, rowStride, inputs, next } = shape;
  const locals = new Locals(parameters.length);
  const at = Object.fromEntries(parameters.map((name, index) => [name, index])) as Parameter;
  const [own, x, nextDelta, end] = locals.several("i32", 4);
  const pointers = { own, x, nextDelta };
  const weights = locals.several("v128", next);
  const sums = {
    bias: locals.add("v128"),
    weights: locals.several("v128", inputs),
    next: locals.several("v128", next),
  };
  const all = [
    { sum: sums.bias, to: at.biasGradients, offset: 0 },
    ...sums.weights.map((sum, input) => ({ sum, to: at.gradients, offset: input * bytes })),
    ...sums.next.map((sum, unit) => ({
      ...{ sum, to: at.nextGradients, offset: unit * units * bytes },
    })),
  ];
  const vector = vectorCode(locals, { activation, shape, pointers, weights, sums });
  const body = repeat(locals, units, [
    [get(at.layer), set(own), get(at.x), set(x), get(at.nextDelta), set(nextDelta)],
    [get(own), get(at.vectors), i32.constant(vectorBytes), i32.multiply, i32.add, set(end)],
    weights.map((weight, unit) => [
      [get(at.nextWeights), f32x4.loadSplat(unit * units * bytes), set(weight)],
    ]),
    all.map(({ sum }) => [f32x4.zero, set(sum)]),
    [unroll, 1].map((count) =>
      loopBySteps(own, count * vectorBytes, end, [
        Array.from({ length: count }, (_, index) => vector(index * vectorBytes)),
        [x, nextDelta].map((pointer) => increase(pointer, i32.constant(count * vectorBytes))),
      ])
    ),
    addSums(locals, all),
    increase(at.layer, i32.constant(rowStride)),
    increase(at.gradients, i32.constant(inputs * bytes)),
    [at.biasGradients, at.nextWeights, at.nextGradients].map((pointer) =>
      increase(pointer, i32.constant(bytes))
    ),
  ]);
  return { locals, body };
}

type Parameter = Record<typeof parameters[number], number>;

/** The code for one vector of rows at an offset from the pointers. */
function vectorCode(
  locals: Locals,
  { activation, shape, pointers: { own, x, nextDelta }, weights, sums }: {
    readonly activation: VectorActivation;
    readonly shape: HiddenShape;
    readonly pointers: { readonly own: number; readonly x: number; readonly nextDelta: number };
    /** Of the next layer's units. */
    readonly weights: readonly number[];
    readonly sums: {
      readonly bias: number;
      readonly weights: readonly number[];
      readonly next: readonly number[];
    };
  },
): (offset: number) => Code {
  const { rowStride } = shape;
  const { outputs, delta } = matricesOf(shape);
  const [value, input, output] = locals.several("v128", 3);
  const deltas = locals.several("v128", shape.next);
  const product = timesDerivative(activation, locals, { value, x: input, y: output });
  const addProduct = (sum: number, factor: Code): Code => [
    [get(sum), get(value), factor, f32x4.multiply, f32x4.add, set(sum)],
  ];
  return (offset) => [
    deltas.map((local, unit) => [
      [get(nextDelta), f32x4.load(unit * rowStride + offset), set(local)],
    ]),
    shape.next === 0 ? [get(own), f32x4.load(delta + offset)] : deltas.map((local, unit) => [
      [get(local), get(weights[unit]), f32x4.multiply, unit > 0 ? f32x4.add : []],
    ]),
    set(value),
    reads(product, input) ? [get(own), f32x4.load(offset), set(input)] : [],
    reads(product, output) || shape.next > 0
      ? [get(own), f32x4.load(outputs + offset), set(output)]
      : [],
    [product, set(value)],
    shape.stores ? [get(own), get(value), f32x4.store(delta + offset)] : [],
    [get(sums.bias), get(value), f32x4.add, set(sums.bias)],
    sums.weights.map((sum, input) =>
      addProduct(sum, [get(x), f32x4.load(input * rowStride + offset)])
    ),
    sums.next.map((sum, unit) => [
      [get(sum), get(deltas[unit]), get(output), f32x4.multiply, f32x4.add, set(sum)],
    ]),
  ];
}
