/** WebAssembly code of a training: gather a batch, pass over its rows, step, and so on to the last batch. */

import {
  bytes,
  call,
  type Code,
  f32,
  f64,
  get,
  i32,
  increase,
  lanes,
  Locals,
  loopBySteps,
  loopDown,
  loopWhile,
  select,
  set,
  when,
} from "../../wasm/assembler.ts";
import { stopAddress } from "../../wasm/vectors.ts";
import { parameterCount } from "../../models/layout.ts";
import type { Loss } from "../losses.ts";
import { scaleCode, type Transforms } from "./gradient_code.ts";
import { scoreOffsets } from "./loss_code.ts";
import { stepFactorsCode } from "./optimizer_code.ts";
import { type RuleName } from "./optimizer_factors.ts";
import { type FunctionCode, repeat } from "./product_code.ts";
import { inWorkspace, type PassLayout } from "./workspace.ts";

const { constant } = i32;

/** What is trained. */
export interface TrainShape {
  readonly sizes: readonly number[];
  /** The most rows of one pass. */
  readonly rows: number;
  readonly loss: Loss;
  readonly rule: RuleName;
  /** What is done to the gradients before a step. */
  readonly transforms?: Transforms;
}

/** The count in a local, or 0 once what runs is to stop. */
export const unlessStopped = (count: number): Code => [
  [constant(0), get(count), constant(0), i32.load(stopAddress), select],
];

/** `⌈value / divisor⌉` */
export const quotient = (value: Code, divisor: Code): Code => [
  [value, divisor, i32.add, constant(1), i32.subtract, divisor, i32.divide],
];

/** The smaller of two counts. */
export const smaller = (one: Code, other: Code): Code => [one, other, one, other, i32.less, select];

/**
 * `run(parameters, state, inputs, targets, order, count, batchSize, corrections, rates, weights)`: trains
 * on the batches of `count` samples in the order of the indices at `order`, one step each. The optimizer's
 * factors are in `layout.factors`; `corrections` is the address of Adam's, two float64 a step, and `rates`
 * that of the learning rates, one float64 a step, or 0 if they are those of the factors; `weights` is that
 * of the samples' weights, or 0 if all are 1. Scores are added to `layout.score`, batch by batch. It ends
 * after some rows if the word at `stopAddress` is not 0; the network is in the middle of a batch then.
 *
 * @param calls The functions of the module: `gather`, `pass`, `step`, and `transform` where the gradients are
 * transformed.
 */
export function trainCode(
  shape: TrainShape,
  layout: PassLayout,
  calls: { gather: number; pass: number; step: number; transform?: number },
): FunctionCode {
  const [parameters, state, inputs, targets, order, count, batchSize, corrections, rates, weights] =
    [
      ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    ];
  const locals = new Locals(10);
  const [total, rows, left, part] = locals.several("i32", 4);
  const factors = inWorkspace(layout.factors);
  const batch: Code = [
    [smaller(get(batchSize), get(count)), set(total), get(total), set(left)],
    // Passes of about equal size, in whole vectors.
    [quotient(get(total), quotient(get(total), constant(shape.rows))), constant(lanes - 1)],
    [i32.add, constant(-lanes), i32.and, set(rows)],
    loopWhile(unlessStopped(left), [
      [smaller(get(rows), get(left)), set(part)],
      [get(inputs), get(targets), get(order), get(part), call(calls.gather)],
      [get(parameters), inWorkspace(layout.inputs), inWorkspace(layout.targets)],
      [get(part), get(total), call(calls.pass)],
      [get(left), get(part), i32.subtract, set(left)],
      increase(order, [get(part), constant(bytes), i32.multiply]),
    ]),
    when(get(weights), weightedMeanCode(locals, shape, layout, { weights, order, total })),
    addScore(locals, shape, layout),
    stepFactorsCode(shape.rule, { corrections, rates }, factors),
    calls.transform === undefined
      ? []
      : [get(parameters), inWorkspace(layout.gradients), factors, call(calls.transform)],
    [get(parameters), inWorkspace(layout.gradients), get(state)],
    [constant(parameterCount(shape.sizes)), factors, call(calls.step)],
    [get(count), get(total), i32.subtract, set(count)],
  ];
  return { locals, body: loopWhile(unlessStopped(count), batch) };
}

/** Turns the sums and gradients of a batch into those of its weighted mean; `order` is behind the batch. */
function weightedMeanCode(
  locals: Locals,
  { sizes }: Pick<TrainShape, "sizes">,
  layout: PassLayout,
  { weights, order, total }: { weights: number; order: number; total: number },
): Code {
  const at = locals.add("i32");
  const factor = locals.add("f64");
  const size: Code = [get(total), constant(bytes), i32.multiply];
  const batch = inWorkspace(layout.batchScore);
  const gradients = inWorkspace(layout.gradients);
  return [
    [get(order), size, i32.subtract, set(at), f64.constant(0), set(factor)],
    loopBySteps(at, bytes, order, [
      [get(factor), get(weights), get(at), i32.load(), constant(bytes), i32.multiply, i32.add],
      [f32.load(), f64.promote, f64.add, set(factor)],
    ]),
    [get(total), f64.fromInteger, get(factor), f64.divide, set(factor)],
    [batch, batch, f64.load(scoreOffsets.lossSum), get(factor), f64.multiply],
    f64.store(scoreOffsets.lossSum),
    scaleCode(locals, { gradients, length: parameterCount(sizes), factor: get(factor) }),
  ];
}

/** Adds the batch's score to the score, and resets it; a sum that overflows float32 is infinite. */
export function addScore(
  locals: Locals,
  { loss, sizes }: Pick<TrainShape, "loss" | "sizes">,
  layout: PassLayout,
): Code {
  const sum = locals.add("f64");
  const { lossSum, correct } = scoreOffsets;
  const terms = loss === "crossEntropy" ? 1 : sizes[sizes.length - 1];
  const score = inWorkspace(layout.score);
  const batch = inWorkspace(layout.batchScore);
  return [
    [batch, f64.load(lossSum), set(sum)],
    [score, score, f64.load(lossSum), f64.constant(Infinity), get(sum)],
    [get(sum), f64.constant(terms), f64.multiply, f64.demote, f32.constant(Infinity), f32.equal],
    [select, f64.add, f64.store(lossSum)],
    [score, score, i32.load(correct), batch, i32.load(correct), i32.add, i32.store(correct)],
    resetScore(batch),
  ];
}

/** Sets the score at that address to 0. */
export const resetScore = (at: Code): Code => [
  [at, f64.constant(0), f64.store(scoreOffsets.lossSum)],
  [at, constant(0), i32.store(scoreOffsets.correct)],
];

/** So few numbers are copied without a loop. */
const maxUnrolled = 8;

/** Copies `count` adjacent numbers to the same row of as many units. */
function copyColumn(
  locals: Locals,
  { from, to, count, rowStride }: { from: number; to: number; count: number; rowStride: number },
): Code {
  const copy = (at: number): Code => [
    [get(to), get(from), i32.load(at * bytes), i32.store(at * rowStride)],
  ];
  if (count <= maxUnrolled) return Array.from({ length: count }, (_, at) => copy(at));
  return repeat(locals, count, [
    copy(0),
    increase(from, constant(bytes)),
    increase(to, constant(rowStride)),
  ]);
}

/**
 * `run(inputs, targets, order, rows)`: copies samples, the rows of row-major matrices, to the columns of
 * the pass's inputs and targets, and repeats the last one up to a multiple of four.
 */
export function gatherCode(
  { sizes }: Pick<TrainShape, "sizes">,
  layout: PassLayout,
): FunctionCode {
  const [inputs, targets, order, rows] = [0, 1, 2, 3];
  const locals = new Locals(4);
  const [row, sample, from, to, left, end] = locals.several("i32", 6);
  const width = sizes[sizes.length - 1];
  const copies = (base: number, at: number, count: number): Code => [
    [get(base), get(sample), constant(count * bytes), i32.multiply, i32.add, set(from)],
    [get(row), constant(bytes), i32.multiply, inWorkspace(at), i32.add, set(to)],
    copyColumn(locals, { from, to, count, rowStride: layout.rowStride }),
  ];
  const lastRow: Code = [get(rows), constant(1), i32.subtract];
  const body: Code = [
    [get(rows), constant(lanes - 1), i32.add, constant(-lanes), i32.and, set(end)],
    [get(end), set(left)],
    loopDown(left, [
      [get(end), get(left), i32.subtract, set(row)],
      [get(order), smaller(get(row), lastRow), constant(bytes), i32.multiply, i32.add],
      [i32.load(), set(sample)],
      copies(inputs, layout.inputs, sizes[0]),
      copies(targets, layout.targets, width),
    ]),
  ];
  return { locals, body };
}
