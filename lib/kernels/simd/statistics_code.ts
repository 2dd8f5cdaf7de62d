/**
 * The WebAssembly module of the statistics of a network: a pass over all samples, and totals of its layers.
 */

import { type Activation, type Activations, activationsOf } from "../../models/activations.ts";
import { layersOf, parameterCount } from "../../models/layout.ts";
import {
  bytes,
  type Code,
  doubleBytes,
  f32,
  f64,
  get,
  i32,
  increase,
  lanes,
  Locals,
  loopBySteps,
  loopWhile,
  set,
} from "../../wasm/assembler.ts";
import { encodeModule } from "../../wasm/module.ts";
import type { Loss } from "../losses.ts";
import { callWith, Functions, plus } from "./functions.ts";
import { scoreOffsets } from "./loss_code.ts";
import { type NetworkCode, passCode } from "./pass_code.ts";
import type { FunctionCode } from "./product_code.ts";
import {
  addUnitsCode,
  layerTotals,
  mergeCode,
  squaresCode,
  totalAt,
  type TotalName,
  unitTotalsBytes,
} from "./statistics_totals_code.ts";
import { resetScore, smaller, unlessStopped } from "./train_code.ts";
import { unitSumsBytes, unitSumsCode } from "./unit_sums_code.ts";
import { inWorkspace, layoutOf, type PassLayout } from "./workspace.ts";

const { constant } = i32;

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

/** The float64 numbers that the module writes: the sum of the losses, and the totals of each layer. */
export const resultDoubles = (sizes: readonly number[]): number =>
  1 + (sizes.length - 1) * layerTotals.length;

/** The buffers of a measurement behind those of its pass: offsets in the workspace, in bytes. */
function buffersOf({ sizes }: StatisticsShape, layout: PassLayout) {
  const widths = sizes.slice(1);
  const units: number[] = [];
  let end = layout.size;
  for (const width of widths) {
    units.push(end);
    end += width * unitTotalsBytes;
  }
  return { units, sums: end, size: end + Math.max(...widths) * unitSumsBytes };
}

/** A network, and the buffers of its measurement. */
interface MeasuredCode extends NetworkCode {
  readonly buffers: ReturnType<typeof buffersOf>;
}

/** The bytes of the workspace of a module. */
export function workspaceBytes(shape: StatisticsShape): number {
  return buffersOf(shape, layoutOf(shape)).size;
}

/**
 * Encodes the module, with this export besides the functions of the layers:
 *
 * `measure(parameters, inputs, targets, count, results)` passes over `count` samples in blocks, and writes
 * the sum of the losses and the totals of each layer; the gradients are those of the mean loss. It ends
 * early if the word at `stopAddress` is not 0: the workspace must not be used any more then.
 */
export function encodeStatistics(shape: StatisticsShape): Uint8Array<ArrayBuffer> {
  const functions = new Functions();
  const layout = layoutOf(shape);
  const buffers = buffersOf(shape, layout);
  const network = { shape: { ...shape, keepsLayers: true }, layout, buffers, functions };
  const pass = functions.indexOf("pass", () => passCode(network));
  functions.indexOf("measure", () => measureCode(network, pass));
  return encodeModule(functions.all);
}

function measureCode(network: MeasuredCode, pass: number): FunctionCode {
  const { shape: { sizes, rows }, layout, buffers } = network;
  const { rowStride, batchScore, gradients } = layout;
  const [parameters, inputs, targets, count, results] = [0, 1, 2, 3, 4];
  const locals = new Locals(5);
  const [left, part] = [locals.add("i32"), locals.add("i32")];
  const score = inWorkspace(batchScore);
  const body: Code = [
    clear(locals, inWorkspace(layout.size), buffers.sums - layout.size),
    clear(locals, get(results), resultDoubles(sizes) * doubleBytes),
    [get(count), set(left)],
    loopWhile(unlessStopped(left), [
      [smaller(get(left), constant(rows)), set(part)],
      callWith(pass, ...[parameters, inputs, targets, part, count].map(get)),
      addBlock(network, { part, results, before: [get(count), get(left), i32.subtract] }),
      increase(inputs, constant(sizes[0] * rowStride)),
      increase(targets, constant(sizes[sizes.length - 1] * rowStride)),
      [get(left), get(part), i32.subtract, set(left)],
    ]),
    addLayers(network, { parameters, count, results }),
    clear(locals, inWorkspace(gradients), parameterCount(sizes) * bytes),
    [get(results), score, f64.load(scoreOffsets.lossSum), f64.store(), resetScore(score)],
  ];
  return { locals, body };
}

/** Writes zeros to so many bytes, a multiple of four, at an address. */
function clear(locals: Locals, address: Code, size: number): Code {
  const [at, end] = [locals.add("i32"), locals.add("i32")];
  return [
    [address, set(at), get(at), constant(size), i32.add, set(end)],
    loopBySteps(at, bytes, end, [get(at), f32.zero, f32.store()]),
  ];
}

/** The address of a layer's total, by default of the first one. */
const addressOf = (results: number, layer: number, name: TotalName = layerTotals[0]): Code =>
  plus(results, totalAt(layer, name) * doubleBytes);

/** Adds the sums of all layers' units over the rows of a block. */
function addBlock(
  { shape, layout, buffers, functions }: MeasuredCode,
  { part, results, before }: { part: number; results: number; before: Code },
): Code {
  const { sizes } = shape;
  const { rowStride, layers } = layout;
  const activations = activationsOf(shape.activation, sizes.length - 2);
  const sums = inWorkspace(buffers.sums);
  const merge = functions.indexOf("merge", mergeCode);
  return layers.map(({ preActivations }, index) => {
    const units = sizes[index + 1];
    // Undefined for the last layer.
    const own = activations[index] as Activation | undefined;
    const sum = functions.indexOf(
      `sums ${own} ${units}`,
      () => unitSumsCode({ units, rowStride }, own),
    );
    const kept = inWorkspace(buffers.units[index]);
    return [
      callWith(
        sum,
        inWorkspace(preActivations),
        sums,
        [get(part), constant(2), i32.shiftRight],
        [get(part), constant(lanes - 1), i32.and],
      ),
      callWith(merge, sums, kept, addressOf(results, index), constant(units), get(part), before),
    ];
  });
}

/** Completes the totals of all layers. */
function addLayers(
  { shape, layout, buffers: { units }, functions }: MeasuredCode,
  { parameters, count, results }: { parameters: number; count: number; results: number },
): Code {
  const squares = functions.indexOf("squares", squaresCode);
  const addUnits = functions.indexOf("add units", addUnitsCode);
  return layersOf(shape.sizes).map(({ weight, bias, outputs }, layer) => {
    const gradient = (first: number) => inWorkspace(layout.gradients + first * bytes);
    const to = (name: TotalName) => addressOf(results, layer, name);
    return [
      callWith(squares, gradient(weight), constant(bias - weight), to("gradients")),
      callWith(squares, gradient(bias), constant(outputs), to("biasGradients")),
      callWith(squares, plus(parameters, weight * bytes), constant(bias - weight), to("weights")),
      callWith(
        addUnits,
        inWorkspace(units[layer]),
        addressOf(results, layer),
        constant(outputs),
        get(count),
      ),
    ];
  });
}
