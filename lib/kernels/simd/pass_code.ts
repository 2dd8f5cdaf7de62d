/**
 * The WebAssembly module of a network: one forward and backward pass over rows of a batch.
 *
 * The functions of layers of equal sizes are shared; addresses are their arguments. The buffers of a pass
 * are at fixed addresses, so that they are constants of the code.
 */

import { type Activation, activationRecords } from "../../models/activations.ts";
import { layersOf, parameterCount } from "../../models/layout.ts";
import {
  call,
  type Code,
  constantBytes,
  encodeModule,
  get,
  i32,
  Locals,
  loopDown,
  set,
  type WasmFunction,
} from "../../wasm/assembler.ts";
import type { Loss } from "../losses.ts";
import { activateCode, backwardCode, matricesOf } from "./activation_code.ts";
import { lossCode } from "./loss_code.ts";
import { type FunctionCode, productCode, repeat, weightGradientCode } from "./product_code.ts";

const bytes = 4;
const lanes = 4;
const cacheLine = 16;

/** What a module is for. */
export interface PassShape {
  readonly sizes: readonly number[];
  /** The most rows of one pass, a multiple of four. */
  readonly rows: number;
  readonly activation: Activation;
  readonly loss: Loss;
}

/** The addresses of the buffers of a pass, in bytes. */
export interface PassLayout {
  /** Between two units of a matrix `[units × rows]`. */
  readonly rowStride: number;
  /** `[features × rows]` */
  readonly inputs: number;
  /** `[outputs × rows]` */
  readonly targets: number;
  /** One per layer; the outputs of the last one are its pre-activations. */
  readonly layers: readonly { preActivations: number; outputs: number; delta: number }[];
  /** Like the parameters; 0 between two batches. */
  readonly gradients: number;
  /** See `scoreOffsets`. */
  readonly score: number;
  /** Of an optimizer. */
  readonly factors: number;
  /** Of all buffers. */
  readonly start: number;
  readonly end: number;
}

/** Lays out the buffers of a pass. It is the same for all activations and losses. */
export function layoutOf({ sizes, rows }: Pick<PassShape, "sizes" | "rows">): PassLayout {
  // An odd number of cache lines, so that the rows of units are spread over the sets of the cache.
  const linesOfRow = Math.ceil(rows / cacheLine);
  const rowStride = (linesOfRow + (linesOfRow + 1) % 2) * cacheLine * bytes;
  let end = constantBytes;
  const place = (length: number) => {
    const start = end;
    end += Math.ceil(length / (cacheLine * bytes)) * cacheLine * bytes;
    return start;
  };
  const matrix = (units: number) => place(units * rowStride);
  const width = sizes[sizes.length - 1];
  return {
    rowStride,
    inputs: matrix(sizes[0]),
    targets: matrix(width),
    layers: sizes.slice(1).map((units) => {
      const { outputs, delta, size } = matricesOf({ units, rowStride });
      const start = place(size);
      return { preActivations: start, outputs: start + outputs, delta: start + delta };
    }),
    gradients: place(parameterCount(sizes) * bytes),
    score: place(2 * 8),
    factors: place(16 * bytes),
    start: constantBytes,
    get end() {
      return end;
    },
  };
}

/** The functions of a module while it is written. */
class Functions {
  readonly all: WasmFunction[] = [];

  /** The index of the function of that name, which is written on first use. */
  indexOf(name: string, write: () => FunctionCode): number {
    const found = this.all.findIndex((one) => one.name === name);
    return found >= 0 ? found : this.all.push({ name, ...write() }) - 1;
  }
}

/** Calls a function with the numbers and locals given. */
const callWith = (index: number, ...values: Code[]): Code => [values, call(index)];
const { constant } = i32;
/** `local + offset` */
const plus = (local: number, offset: number): Code => [get(local), constant(offset), i32.add];

/**
 * Encodes the module of a network, with four exports besides the functions of its layers:
 *
 * - `gather(inputs, targets, order, rows)` copies samples `order[0 … rows - 1]` to the pass's inputs and
 *   targets, and repeats the last one up to a multiple of four.
 * - `train(parameters, rows, total)` adds the gradients and the scores of `rows` rows, of a batch of
 *   `total` rows.
 * - `score(parameters, inputs, targets, rows)` adds the scores of rows at those addresses.
 * - `predict(parameters, rows)` computes the outputs of the last layer.
 */
export function encodePass(shape: PassShape): Uint8Array<ArrayBuffer> {
  const functions = new Functions();
  const layout = layoutOf(shape);
  const network: NetworkCode = { shape, layout, functions };
  const { loss, sizes } = shape;
  const width = sizes[sizes.length - 1];
  const { rowStride, layers, score } = layout;
  const last = layers[layers.length - 1];
  const lossOf = (gradient: boolean) =>
    functions.indexOf(
      `loss ${gradient}`,
      () => lossCode({ loss, width, rowStride }, gradient),
    );
  functions.indexOf("gather", () => gatherCode(shape, layout));
  functions.indexOf("train", () => {
    const [parameters, rows, total] = [0, 1, 2];
    const locals = new Locals(3);
    const vectors = locals.add("i32");
    const scored = callWith(
      lossOf(true),
      constant(last.preActivations),
      constant(layout.targets),
      constant(last.delta),
      [get(rows), get(total), constant(score)],
    );
    const at = { parameters, vectors, inputs: constant(layout.inputs) };
    const body = [vectorsOf(rows, vectors), forward(network, at), scored, backward(network, at)];
    return { locals, body };
  });
  functions.indexOf("score", () => {
    const [parameters, inputs, targets, rows] = [0, 1, 2, 3];
    const locals = new Locals(4);
    const vectors = locals.add("i32");
    const scored = callWith(
      lossOf(false),
      constant(last.preActivations),
      get(targets),
      constant(0),
      [get(rows), get(rows), constant(score)],
    );
    const at = { parameters, vectors, inputs: get(inputs) };
    return { locals, body: [vectorsOf(rows, vectors), forward(network, at), scored] };
  });
  functions.indexOf("predict", () => {
    const [parameters, rows] = [0, 1];
    const locals = new Locals(2);
    const vectors = locals.add("i32");
    const at = { parameters, vectors, inputs: constant(layout.inputs) };
    return { locals, body: [vectorsOf(rows, vectors), forward(network, at)] };
  });
  return encodeModule(functions.all);
}

interface NetworkCode {
  readonly shape: PassShape;
  readonly layout: PassLayout;
  readonly functions: Functions;
}

/** The locals with the address of the parameters and the number of vectors, and the inputs' address. */
interface PassLocals {
  readonly parameters: number;
  readonly vectors: number;
  readonly inputs: Code;
}

/** The number of vectors that hold `rows` rows. */
const vectorsOf = (rows: number, vectors: number): Code => [
  [plus(rows, lanes - 1), constant(2), i32.shiftRight, set(vectors)],
];

function forward({ shape, layout, functions }: NetworkCode, at: PassLocals): Code {
  const { rowStride } = layout;
  const record = activationRecords[shape.activation].vector;
  return layersOf(shape.sizes).map(({ inputs, outputs, weight, bias }, index) => {
    const product = functions.indexOf(`product ${inputs} ${outputs}`, () =>
      productCode({
        units: outputs,
        inner: inputs,
        unitStride: inputs * bytes,
        innerStride: bytes,
        bias: (bias - weight) * bytes,
        rowStride,
      }));
    const own = layout.layers[index];
    const x = index === 0 ? at.inputs : constant(layout.layers[index - 1].outputs);
    const vectors = get(at.vectors);
    const to = constant(own.preActivations);
    return [
      callWith(product, plus(at.parameters, weight * bytes), x, to, vectors),
      index === layout.layers.length - 1 ? [] : callWith(
        functions.indexOf(
          `activate ${outputs}`,
          () => activateCode(record, { units: outputs, rowStride }),
        ),
        to,
        vectors,
      ),
    ];
  });
}

function backward({ shape, layout, functions }: NetworkCode, at: PassLocals): Code {
  const { rowStride, gradients } = layout;
  const record = activationRecords[shape.activation].vector;
  const last = layout.layers.length - 1;
  const vectors = get(at.vectors);
  return layersOf(shape.sizes).map(({ inputs, outputs, weight, bias }, index) => {
    const own = layout.layers[index];
    const x = index === 0 ? at.inputs : constant(layout.layers[index - 1].outputs);
    const delta = constant(own.delta);
    const derivative = functions.indexOf(
      `backward ${index === last ? "identity" : ""} ${outputs}`,
      () => backwardCode(index === last ? null : record, { units: outputs, rowStride }),
    );
    const weightGradient = functions.indexOf(
      `weight gradient ${inputs} ${outputs}`,
      () => weightGradientCode({ inputs, outputs, rowStride }),
    );
    const inputGradient = functions.indexOf(
      `input gradient ${inputs} ${outputs}`,
      () =>
        productCode({
          units: inputs,
          inner: outputs,
          unitStride: bytes,
          innerStride: inputs * bytes,
          bias: null,
          rowStride,
        }),
    );
    return [
      callWith(
        derivative,
        constant(own.preActivations),
        constant(gradients + bias * bytes),
        vectors,
      ),
      callWith(weightGradient, delta, x, constant(gradients + weight * bytes), vectors),
      index === 0 ? [] : callWith(
        inputGradient,
        plus(at.parameters, weight * bytes),
        delta,
        constant(layout.layers[index - 1].delta),
        vectors,
      ),
    ];
  }).reverse();
}

/** Copies samples, the rows of row-major matrices, to the columns of the pass's inputs and targets. */
function gatherCode({ sizes }: PassShape, layout: PassLayout): FunctionCode {
  const [inputs, targets, order, rows] = [0, 1, 2, 3];
  const locals = new Locals(4);
  const [row, sample, from, to, left, end] = Array.from({ length: 6 }, () => locals.add("i32"));
  const width = sizes[sizes.length - 1];
  const copies = (base: number, at: number, count: number): Code => [
    [get(base), get(sample), constant(count * bytes), i32.multiply, i32.add, set(from)],
    [get(row), constant(bytes), i32.multiply, constant(at), i32.add, set(to)],
    repeat(locals, count, [
      [get(to), get(from), i32.load(), i32.store()],
      [get(from), constant(bytes), i32.add, set(from)],
      [get(to), constant(layout.rowStride), i32.add, set(to)],
    ]),
  ];
  const lastRow: Code = [get(rows), constant(1), i32.subtract];
  const body: Code = [
    [plus(rows, lanes - 1), constant(-lanes), i32.and, set(end), get(end), set(left)],
    loopDown(left, [
      [get(end), get(left), i32.subtract, set(row)],
      [get(order), get(row), lastRow, get(row), get(rows), i32.less, i32.select],
      [constant(bytes), i32.multiply, i32.add, i32.load(), set(sample)],
      copies(inputs, layout.inputs, sizes[0]),
      copies(targets, layout.targets, width),
    ]),
  ];
  return { locals, body };
}
