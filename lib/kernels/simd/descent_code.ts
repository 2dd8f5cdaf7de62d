/**
 * The WebAssembly module of full-batch gradient descent in float64, with a network in each of two lanes:
 * they differ in their learning rates alone, so that all they read is the same.
 */

import {
  type Code,
  doubleBytes,
  get,
  i32,
  increase,
  Locals,
  loopDown,
  loopWhile,
  set,
  vectorBytes,
} from "../../wasm/assembler.ts";
import { f64x2, v128 } from "../../wasm/vectors.ts";
import { tanhOfDoubles } from "../../wasm/double_math.ts";
import { encodeModule } from "../../wasm/module.ts";
import { descentUnits } from "../descent.ts";
import { repeat } from "./product_code.ts";
import { unlessStopped } from "./train_code.ts";
import { inWorkspace } from "./workspace.ts";

/** Units that are computed side by side, whose latencies overlap. */
const unroll = 4;

/** The widths of the network, and the factor of its pre-activations. */
export interface DescentShape {
  readonly features: number;
  readonly outputs: number;
  readonly hidden: number;
}

/** The buffers of a pair of networks: offsets from the address of the workspace, in bytes. */
export function descentLayout({ features, outputs }: Pick<DescentShape, "features" | "outputs">) {
  /** Of a unit: its weights, or their gradients. */
  const unitBytes = (features + outputs) * vectorBytes;
  const gradients = descentUnits * unitBytes;
  const activations = 2 * gradients;
  return { unitBytes, gradients, activations, size: activations + descentUnits * vectorBytes };
}

/**
 * Encodes the module with the function `descend(samples, rows, weights, rates, losses, steps)`, which ends
 * early if the word at `stopAddress` is not 0, and where no loss of the pair is finite.
 *
 * - `rates`: the factor of the gradients of W₀ for both networks, then that of W₁.
 * - `losses`: a pair for each step, the sums of squared errors before it.
 */
export function encodeDescent(shape: DescentShape): Uint8Array<ArrayBuffer> {
  const [samples, rows, weights, rates, losses, steps] = [0, 1, 2, 3, 4, 5];
  const locals = new Locals(6);
  const layout = descentLayout(shape);
  const [sample, left, vectors] = locals.several("i32", 3);
  const [squares, input, output] = locals.several("v128", 3);
  const errors = lengthOf(shape.outputs, () => locals.add("v128"));
  const descent = { shape, layout, locals, sample, squares, errors };
  const body: Code = [
    copyWeights(descent, weights),
    [get(rates), f64x2.load(), set(input), get(rates), f64x2.load(vectorBytes), set(output)],
    // Any number that is finite: the loop begins.
    [f64x2.zero, set(squares)],
    loopWhile([unlessStopped(steps), [i32.constant(0), i32.greater], isFinite(squares), i32.and], [
      clear(descent, vectors),
      [f64x2.zero, set(squares), get(samples), set(sample), get(rows), set(left)],
      loopDown(left, [
        passForward(descent),
        passBackward(descent),
        increase(sample, i32.constant((shape.features + shape.outputs) * doubleBytes)),
      ]),
      [get(losses), get(squares), f64x2.store(), increase(losses, i32.constant(vectorBytes))],
      update(descent, { input, output }),
      increase(steps, i32.constant(-1)),
    ]),
  ];
  return encodeModule([{ name: "descend", locals, body }]);
}

interface Descent {
  readonly shape: DescentShape;
  readonly layout: ReturnType<typeof descentLayout>;
  readonly locals: Locals;
  /** The address of the sample. */
  readonly sample: number;
  /** The sums of squared errors. */
  readonly squares: number;
  /** The errors of the sample, one for each output. */
  readonly errors: readonly number[];
}

/** Whether a lane is finite, as an `i32`. */
const isFinite = (vector: number): Code => [
  [get(vector), get(vector), f64x2.subtract, f64x2.zero, f64x2.equal, v128.anyTrue],
];

const lengthOf = <Item>(length: number, item: (index: number) => Item) =>
  Array.from({ length }, (_, index) => item(index));

/** Copies the initial weights to both lanes. */
function copyWeights({ shape, locals }: Descent, weights: number): Code {
  const target = locals.add("i32");
  return [
    [inWorkspace(0), set(target)],
    repeat(locals, descentUnits * (shape.features + shape.outputs), [
      [get(target), get(weights), f64x2.loadSplat(), f64x2.store()],
      increase(target, i32.constant(vectorBytes)),
      increase(weights, i32.constant(doubleBytes)),
    ]),
  ];
}

/** Sets the gradients to 0. */
function clear({ shape, layout, locals }: Descent, target: number): Code {
  return [
    [inWorkspace(layout.gradients), set(target)],
    repeat(locals, descentUnits * (shape.features + shape.outputs), [
      [get(target), f64x2.zero, f64x2.store()],
      increase(target, i32.constant(vectorBytes)),
    ]),
  ];
}

/** Runs `body` for each unit, given offsets of its weights and its activation from two addresses. */
function eachUnit(
  { layout, locals }: Descent,
  body: (unit: { at: number; offset: number; y: number; yOffset: number }) => Code,
): Code {
  const [at, y] = [locals.add("i32"), locals.add("i32")];
  return [
    [inWorkspace(0), set(at), inWorkspace(layout.activations), set(y)],
    repeat(locals, descentUnits / unroll, [
      lengthOf(
        unroll,
        (index) => body({ at, offset: index * layout.unitBytes, y, yOffset: index * vectorBytes }),
      ),
      increase(at, i32.constant(unroll * layout.unitBytes)),
      increase(y, i32.constant(unroll * vectorBytes)),
    ]),
  ];
}

/** Computes activations and errors, and adds the squares of the errors. */
function passForward(descent: Descent): Code {
  const { shape: { features, hidden }, locals, sample, squares } = descent;
  const { errors: outputs } = descent;
  return [
    outputs.map((output) => [f64x2.zero, set(output)]),
    eachUnit(descent, ({ at, offset, y, yOffset }) => {
      const [x, activation] = [locals.add("v128"), locals.add("v128")];
      return [
        f64x2.zero,
        lengthOf(features, (i) => [
          [get(at), f64x2.load(offset + i * vectorBytes)],
          [get(sample), f64x2.loadSplat(i * doubleBytes), f64x2.multiply, f64x2.add],
        ]),
        [f64x2.constant(hidden), f64x2.multiply, set(x)],
        [tanhOfDoubles(locals, x), set(activation)],
        [get(y), get(activation), f64x2.store(yOffset)],
        outputs.map((output, k) => [
          [get(output), get(at), f64x2.load(offset + (features + k) * vectorBytes)],
          [get(activation), f64x2.multiply, f64x2.add, set(output)],
        ]),
      ];
    }),
    outputs.map((output, k) => [
      [get(output), f64x2.constant(descentUnits), f64x2.divide],
      [get(sample), f64x2.loadSplat((features + k) * doubleBytes), f64x2.subtract, set(output)],
      [get(squares), get(output), get(output), f64x2.multiply, f64x2.add, set(squares)],
    ]),
  ];
}

/** Adds the gradients of a sample. */
function passBackward(descent: Descent): Code {
  const { shape: { features }, layout: { gradients }, locals, sample } = descent;
  const { errors: outputs } = descent;
  return eachUnit(descent, ({ at, offset, y, yOffset }) => {
    const [activation, delta] = [locals.add("v128"), locals.add("v128")];
    const add = (place: number, one: Code, other: Code): Code => [
      [get(at), get(at), f64x2.load(gradients + place)],
      [one, other, f64x2.multiply, f64x2.add, f64x2.store(gradients + place)],
    ];
    return [
      [get(y), f64x2.load(yOffset), set(activation)],
      f64x2.zero,
      outputs.map((output, k) => [
        [get(output), get(at), f64x2.load(offset + (features + k) * vectorBytes)],
        [f64x2.multiply, f64x2.add],
      ]),
      [f64x2.constant(1), get(activation), get(activation), f64x2.multiply, f64x2.subtract],
      [f64x2.multiply, set(delta)],
      outputs.map((output, k) =>
        add(offset + (features + k) * vectorBytes, get(output), get(activation))
      ),
      lengthOf(features, (i) =>
        add(
          offset + i * vectorBytes,
          get(delta),
          [get(sample), f64x2.loadSplat(i * doubleBytes)],
        )),
    ];
  });
}

/** Takes the step. */
function update(descent: Descent, rates: { input: number; output: number }): Code {
  const { shape: { features, outputs }, layout: { gradients } } = descent;
  return eachUnit(descent, ({ at, offset }) =>
    lengthOf(features + outputs, (index) => {
      const place = offset + index * vectorBytes;
      return [
        [get(at), get(at), f64x2.load(place)],
        [get(index < features ? rates.input : rates.output)],
        [get(at), f64x2.load(gradients + place), f64x2.multiply],
        [f64x2.subtract, f64x2.store(place)],
      ];
    }));
}
