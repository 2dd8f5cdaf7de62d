/**
 * The WebAssembly module of a network's outputs at points: blocks of points that stay in the cache through
 * all layers, with a point in each lane.
 */

import type { Activations } from "../../models/activations.ts";
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
import { forward, type ForwardCode, vectorsOf } from "./forward_code.ts";
import { callWith, Functions } from "./functions.ts";
import { type FunctionCode, repeat } from "./product_code.ts";
import { smaller, unlessStopped } from "./train_code.ts";
import { inWorkspace } from "./workspace.ts";

/** Floats of a cache line. */
const cacheLine = 16;
const { constant } = i32;

/** Points of a block: as many as the first cache holds with two layers, within these bounds. */
const minPoints = 16;
const maxPoints = 128;
const blockFloats = 2 ** 12;

/** What a module is for. */
export interface InferenceShape {
  readonly sizes: readonly number[];
  readonly activation: Activations;
}

/** The name of a module: modules of the same name are the same. */
export const inferenceName = ({ sizes, activation }: InferenceShape) =>
  `inference ${sizes} ${activation}`;

/** The buffers of a block: offsets from the address of the workspace, in bytes. */
export interface InferenceLayout {
  /** Points of a block. */
  readonly points: number;
  /** Between two units of a matrix `[units × points]`. */
  readonly rowStride: number;
  /** Layers take turns with two buffers; the first one holds the inputs. */
  readonly inputs: number;
  readonly layers: readonly { preActivations: number; outputs: number }[];
  readonly size: number;
}

/** Lays out the buffers of a block. It is the same for all activations. */
export function inferenceLayout(sizes: readonly number[]): InferenceLayout {
  const widest = Math.max(...sizes);
  const fitting = Math.floor(blockFloats / widest / cacheLine) * cacheLine;
  const points = Math.min(maxPoints, Math.max(minPoints, fitting));
  // An odd number of cache lines, so that rows are spread over the sets of the cache; one more than the
  // points take, as vectors are written beyond their end.
  const lines = points / cacheLine + 1;
  const rowStride = (lines + (lines + 1) % 2) * cacheLine * bytes;
  const buffer = widest * rowStride;
  const layers = sizes.slice(1).map((_, index) => {
    const start = (index + 1) % 2 * buffer;
    return { preActivations: start, outputs: start };
  });
  return { points, rowStride, inputs: 0, layers, size: 2 * buffer };
}

/**
 * Encodes the module of a network, with these exports besides the functions of its layers. Both write the
 * outputs `[points × width]`, and end early if the word at `stopAddress` is not 0.
 *
 * - `grid(parameters, x, y, columns, first, count, outputs)`: at `count` points of a grid from the
 *   `first` one on, row by row. `x` has the coordinates of its columns, with three more numbers behind
 *   them, and `y` those of its rows.
 * - `predict(parameters, inputs, count, outputs)`: at points `[count × features]`.
 */
export function encodeInference(shape: InferenceShape): Uint8Array<ArrayBuffer> {
  const functions = new Functions();
  const layout = inferenceLayout(shape.sizes);
  const network: Inference = { shape, layout, functions };
  const store = functions.indexOf("store", () => storeCode(network));
  functions.indexOf("grid", () => gridCode(network, store));
  const load = functions.indexOf("load", () => loadCode(network));
  functions.indexOf("predict", () => predictCode(network, { load, store }));
  return encodeModule(functions.all);
}

interface Inference extends ForwardCode {
  readonly layout: InferenceLayout;
}

/** The locals of a function that goes block by block. */
interface BlockLocals {
  readonly locals: Locals;
  readonly parameters: number;
  /** Of the points that are left. */
  readonly count: number;
  readonly outputs: number;
  /** The points of the block. */
  readonly part: number;
}

/** Computes all points, block by block; `load` writes the inputs of a block. */
function eachBlock(
  network: Inference,
  { locals, parameters, count, outputs, part }: BlockLocals,
  { load, store }: { load: Code; store: number },
): Code {
  const { shape: { sizes }, layout } = network;
  const at = { parameters, inputs: inWorkspace(layout.inputs), vectors: locals.add("i32") };
  return loopWhile(unlessStopped(count), [
    [smaller(constant(layout.points), get(count)), set(part)],
    [load, vectorsOf(part, at.vectors), forward(network, at)],
    callWith(store, get(outputs), get(part)),
    increase(outputs, [get(part), constant(sizes[sizes.length - 1] * bytes), i32.multiply]),
    [get(count), get(part), i32.subtract, set(count)],
  ]);
}

function gridCode(network: Inference, store: number): FunctionCode {
  const [parameters, x, y, columns, first, count, outputs] = [0, 1, 2, 3, 4, 5, 6];
  const locals = new Locals(7);
  const [part, column, to, left, run] = locals.several("i32", 5);
  const { rowStride, inputs } = network.layout;
  /** Points from `column` on, up to the end of the row or of the block. */
  const runOfPoints: Code = [
    [smaller([get(columns), get(column), i32.subtract], get(left)), set(run)],
    copyRun(locals, { x, y, column, to, run, rowStride }),
    increase(to, [get(run), constant(bytes), i32.multiply]),
    [get(left), get(run), i32.subtract, set(left)],
    increase(column, get(run)),
    when([get(column), get(columns), i32.equal], [
      [constant(0), set(column), increase(y, constant(bytes))],
    ]),
  ];
  const load: Code = [
    [inWorkspace(inputs), set(to), get(part), set(left)],
    loopWhile(get(left), runOfPoints),
  ];
  const body: Code = [
    [get(first), get(columns), i32.remainder, set(column)],
    increase(y, [get(first), get(columns), i32.divide, constant(bytes), i32.multiply]),
    eachBlock(network, { locals, parameters, count, outputs, part }, { load, store }),
  ];
  return { locals, body };
}

/** Writes the coordinates of `run` points of a row, in whole vectors. */
function copyRun(
  locals: Locals,
  { x, y, column, to, run, rowStride }: {
    x: number;
    y: number;
    column: number;
    to: number;
    run: number;
    rowStride: number;
  },
): Code {
  const [from, at, left] = locals.several("i32", 3);
  const height = locals.add("v128");
  return [
    [get(y), f32x4.loadSplat(), set(height), get(to), set(at)],
    [get(x), get(column), constant(bytes), i32.multiply, i32.add, set(from)],
    vectorsOf(run, left),
    loopDown(left, [
      [get(at), get(from), f32x4.load(), f32x4.store()],
      [get(at), get(height), f32x4.store(rowStride)],
      [at, from].map((pointer) => increase(pointer, constant(vectorBytes))),
    ]),
  ];
}

function predictCode(
  network: Inference,
  { load: loadPoints, store }: { load: number; store: number },
): FunctionCode {
  const [parameters, inputs, count, outputs] = [0, 1, 2, 3];
  const locals = new Locals(4);
  const part = locals.add("i32");
  const features = network.shape.sizes[0];
  const load: Code = [
    callWith(loadPoints, get(inputs), get(part)),
    increase(inputs, [get(part), constant(features * bytes), i32.multiply]),
  ];
  const body = eachBlock(network, { locals, parameters, count, outputs, part }, { load, store });
  return { locals, body };
}

/** `run(inputs, count)`: copies points, the rows of a row-major matrix, to the columns of the inputs. */
function loadCode({ shape: { sizes }, layout }: Inference): FunctionCode {
  const [inputs, count] = [0, 1];
  const locals = new Locals(2);
  const [at, to] = [locals.add("i32"), locals.add("i32")];
  const body: Code = [
    [inWorkspace(layout.inputs), set(at)],
    loopDown(count, [
      [get(at), set(to)],
      repeat(locals, sizes[0], [
        [get(to), get(inputs), i32.load(), i32.store()],
        increase(inputs, constant(bytes)),
        increase(to, constant(layout.rowStride)),
      ]),
      increase(at, constant(bytes)),
    ]),
  ];
  return { locals, body };
}

/** `run(outputs, count)`: copies the columns of the last layer to the rows of a row-major matrix. */
function storeCode({ shape: { sizes }, layout }: Inference): FunctionCode {
  const [outputs, count] = [0, 1];
  const locals = new Locals(2);
  const [at, from] = [locals.add("i32"), locals.add("i32")];
  const { layers, rowStride } = layout;
  const body: Code = [
    [inWorkspace(layers[layers.length - 1].outputs), set(at)],
    loopDown(count, [
      [get(at), set(from)],
      repeat(locals, sizes[sizes.length - 1], [
        [get(outputs), get(from), i32.load(), i32.store()],
        increase(outputs, constant(bytes)),
        increase(from, constant(rowStride)),
      ]),
      increase(at, constant(bytes)),
    ]),
  ];
  return { locals, body };
}
