/** The WebAssembly module of the statistics of a network: a pass over all samples, and sums of its layers. */

import { type Activation, type Activations, activationsOf } from "../../models/activations.ts";
import { parameterCount } from "../../models/layout.ts";
import { saturationOf } from "../../models/saturation.ts";
import {
  bytes,
  type Code,
  f32,
  f32x4,
  f64,
  get,
  i32,
  i32x4,
  increase,
  lanes,
  Locals,
  loopBySteps,
  loopWhile,
  set,
  v128,
  vectorBytes,
  when,
} from "../../wasm/assembler.ts";
import { encodeModule } from "../../wasm/module.ts";
import { sumOfLanes } from "../../wasm/vector_math.ts";
import type { Loss } from "../losses.ts";
import { eachVector, type LayerShape, matricesOf } from "./activation_code.ts";
import { callWith, Functions } from "./functions.ts";
import { scoreOffsets } from "./loss_code.ts";
import { type NetworkCode, passCode } from "./pass_code.ts";
import type { FunctionCode } from "./product_code.ts";
import { resetScore, smaller, unlessStopped } from "./train_code.ts";
import { inWorkspace, layoutOf } from "./workspace.ts";

const { constant } = i32;

/**
 * The sums of a unit over the rows of a block, in float32: of the activations' differences from the first
 * one, of their squares, of the saturated rows, and of the absolute deltas. The output layer has the last
 * one alone.
 */
export const unitSums = ["first", "differences", "squares", "saturated", "deltas"] as const;
const sumsBytes = unitSums.length * bytes;

/** What a module is for. */
export interface StatisticsShape {
  readonly sizes: readonly number[];
  /** The rows of a block, a multiple of four. */
  readonly rows: number;
  readonly activation: Activations;
  readonly loss: Loss;
}

/** The name of a module: modules of the same name are the same. */
export const statisticsName = ({ sizes, rows, activation, loss }: StatisticsShape) =>
  `statistics ${sizes} ${rows} ${activation} ${loss}`;

/** The bytes that the module writes for so many samples: see `encodeStatistics`. */
export function resultBytes({ sizes, rows }: StatisticsShape, count: number): number {
  const units = sizes.slice(1).reduce((sum, units) => sum + units, 0);
  return Math.ceil(count / rows) * units * sumsBytes + parameterCount(sizes) * bytes + 8;
}

/**
 * Encodes the module, with this export besides the functions of the layers:
 *
 * `measure(parameters, inputs, targets, count, results)` passes over `count` samples in blocks. It writes
 * the sums of all units, block by block and layer by layer, then the gradients of the mean loss, and the
 * sum of the losses in float64. It ends early if the word at `stopAddress` is not 0: the workspace must not
 * be used any more then.
 */
export function encodeStatistics(shape: StatisticsShape): Uint8Array<ArrayBuffer> {
  const functions = new Functions();
  const network: NetworkCode = { shape, layout: layoutOf(shape), functions };
  const pass = functions.indexOf("pass", () => passCode(network));
  functions.indexOf("measure", () => measureCode(network, pass));
  return encodeModule(functions.all);
}

function measureCode(network: NetworkCode, pass: number): FunctionCode {
  const { shape: { sizes, rows }, layout: { rowStride, batchScore } } = network;
  const [parameters, inputs, targets, left, results] = [0, 1, 2, 3, 4];
  const locals = new Locals(5);
  const [total, part] = [locals.add("i32"), locals.add("i32")];
  const score = inWorkspace(batchScore);
  const body: Code = [
    [get(left), set(total)],
    loopWhile(unlessStopped(left), [
      [smaller(get(left), constant(rows)), set(part)],
      callWith(pass, ...[parameters, inputs, targets, part, total].map(get)),
      sumsCode(network, { part, results }),
      increase(inputs, constant(sizes[0] * rowStride)),
      increase(targets, constant(sizes[sizes.length - 1] * rowStride)),
      [get(left), get(part), i32.subtract, set(left)],
    ]),
    takeGradients(locals, network, results),
    [get(results), score, f64.load(scoreOffsets.lossSum), f64.store(), resetScore(score)],
  ];
  return { locals, body };
}

/** Writes the sums of all layers' units over the rows of a block. */
function sumsCode(
  { shape: { sizes, activation }, layout: { rowStride, layers }, functions }: NetworkCode,
  { part, results }: { part: number; results: number },
): Code {
  const activations = activationsOf(activation, sizes.length - 2);
  return layers.map(({ preActivations }, index) => {
    const units = sizes[index + 1];
    // Undefined for the last layer.
    const own = activations[index] as Activation | undefined;
    const sums = functions.indexOf(
      `sums ${own} ${units}`,
      () => unitSumsCode({ units, rowStride }, own),
    );
    return [
      callWith(
        sums,
        inWorkspace(preActivations),
        get(results),
        [get(part), constant(2), i32.shiftRight],
        [get(part), constant(lanes - 1), i32.and],
      ),
      increase(results, constant(units * sumsBytes)),
    ];
  });
}

/**
 * `run(layer, results, vectors, rest)`: writes the sums of each unit over whole vectors of rows and the
 * `rest` of the rows.
 */
function unitSumsCode(shape: LayerShape, activation: Activation | undefined): FunctionCode {
  const [layer, results, vectors, rest] = [0, 1, 2, 3];
  const locals = new Locals(4);
  const [mask, first, value] = Array.from({ length: 3 }, () => locals.add("v128"));
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
        [get(layer), get(vectors), constant(vectorBytes), i32.multiply, i32.add, set(behind)],
        when(get(rest), vector(behind, 0, true)),
        [get(results), get(first), f32x4.lane(0), f32.store()],
        sums.map((sum, at) => [get(results), sumOfLanes(sum), f32.store((at + 1) * bytes)]),
        increase(results, constant(sumsBytes)),
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

/** Moves the gradients to the results, behind which `results` is then. */
function takeGradients(
  locals: Locals,
  { shape: { sizes }, layout: { gradients } }: NetworkCode,
  results: number,
): Code {
  const [from, end] = [locals.add("i32"), locals.add("i32")];
  const size = constant(parameterCount(sizes) * bytes);
  return [
    [inWorkspace(gradients), set(from), get(from), size, i32.add, set(end)],
    loopBySteps(from, bytes, end, [
      [get(results), get(from), f32.load(), f32.store(), get(from), f32.zero, f32.store()],
      increase(results, constant(bytes)),
    ]),
  ];
}
