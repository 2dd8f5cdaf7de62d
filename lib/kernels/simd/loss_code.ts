/** WebAssembly code of the losses, with the rows of the batch in the vector lanes. */

import {
  type Code,
  f64,
  get,
  i32,
  increase,
  Locals,
  loopBySteps,
  set,
  vectorBytes,
} from "../../wasm/assembler.ts";
import { f32x4, f64x2, i32x4, v128 } from "../../wasm/vectors.ts";
import { crossEntropySteps } from "./cross_entropy_code.ts";
import { eachOutput, type LossShape, type RowLocals } from "./loss_rows.ts";
import type { FunctionCode } from "./product_code.ts";

/** Where the code adds the score, in bytes behind its address: an f64 and an i32. */
export const scoreOffsets = { lossSum: 0, correct: 8 };

/**
 * Vectors that one iteration computes, step by step: each step is a chain of operations that wait for one
 * another, so that the processor overlaps those of two vectors only where they are near each other.
 */
const unroll = 2;

/**
 * `run(outputs, targets, delta, rows, total, score)`: adds the losses of the rows and the number of rows
 * that are classified correctly to the score. With `delta` not 0 it writes the gradient of the mean loss
 * over a batch of `total` rows; lanes beyond `rows` get 0.
 *
 * @param gradient Whether the gradient is written; `delta` and `total` are not read otherwise.
 */
export function lossCode(shape: LossShape, gradient: boolean): FunctionCode {
  const [outputs, targets, delta, rows, total, score] = [0, 1, 2, 3, 4, 5];
  const locals = new Locals(6);
  const end = locals.add("i32");
  const [totals, lanes, sum] = locals.several("v128", 3);
  const vectors = Array.from({ length: unroll }, (_, index): RowLocals => ({
    ...{ locals, outputs, targets, delta, offset: index * vectorBytes, total: totals },
    ...{ mask: locals.add("v128"), loss: locals.add("v128") },
  }));
  const lossSteps = shape.loss === "crossEntropy" ? crossEntropySteps : squaredErrorSteps;
  const steps = vectors.map((own) => [
    [get(lanes), get(rows), i32x4.splat, i32x4.less, set(own.mask)],
    ...lossSteps(own, shape, gradient),
    addCode(own, shape, { score, sum }),
  ]);
  /** The steps of so many vectors. */
  const several = (count: number): Code => [
    steps[0].map((_, step) =>
      steps.slice(0, count).map((own) => [
        own[step],
        step === 0 ? [get(lanes), i32x4.constant(4), i32x4.add, set(lanes)] : [],
      ])
    ),
    [targets, delta].map((pointer) => increase(pointer, i32.constant(count * vectorBytes))),
  ];
  const body: Code = [
    [get(total), i32x4.splat, f32x4.fromInteger, set(totals)],
    [i32x4.lanes(0, 1, 2, 3), set(lanes), f64x2.zero, set(sum)],
    [get(rows), i32.constant(3), i32.add, i32.constant(2), i32.shiftRight],
    [i32.constant(vectorBytes), i32.multiply, get(outputs), i32.add, set(end)],
    [unroll, 1].map((count) => loopBySteps(outputs, count * vectorBytes, end, several(count))),
    [get(score), get(score), f64.load(scoreOffsets.lossSum)],
    [get(sum), f64x2.lane(0), get(sum), f64x2.lane(1), f64.add, f64.add],
    f64.store(scoreOffsets.lossSum),
  ];
  return { locals, body };
}

/** Adds the losses of a vector to the sum, and its rows that are classified correctly to the score. */
function addCode(
  own: RowLocals,
  shape: LossShape,
  { score, sum }: { score: number; sum: number },
): Code {
  const { loss, mask } = own;
  return [
    [get(loss), get(mask), v128.and, set(loss)],
    [get(sum), get(loss), f64x2.promoteLow, f64x2.add],
    [get(loss), get(loss), f32x4.shuffle(2, 3, 2, 3), f64x2.promoteLow, f64x2.add, set(sum)],
    [get(score), get(score), i32.load(scoreOffsets.correct)],
    [correctCode(own, shape), get(mask), v128.and, i32x4.bitmask, i32.countBits, i32.add],
    i32.store(scoreOffsets.correct),
  ];
}

/** Computes the losses of a vector of rows: `Σ (output - target)² / width`. */
function squaredErrorSteps(own: RowLocals, shape: LossShape, gradient: boolean): Code[] {
  const { locals, total, mask, loss } = own;
  const error = locals.add("v128");
  const width = f32x4.constant(shape.width);
  return [
    [f32x4.zero, set(loss)],
    eachOutput(own, shape, (at, offset) => [
      [get(at.outputs), f32x4.load(offset)],
      [get(at.targets), f32x4.load(offset), f32x4.subtract, set(error)],
      [get(loss), get(error), get(error), f32x4.multiply, f32x4.add, set(loss)],
      gradient
        ? [
          [get(at.delta), get(error), f32x4.constant(2), f32x4.multiply],
          [get(total), width, f32x4.multiply, f32x4.divide],
          [get(mask), v128.and, f32x4.store(offset)],
        ]
        : [],
    ]),
    [get(loss), width, f32x4.divide, set(loss)],
  ];
}

/** Leaves a mask of the rows that are classified correctly, as `scoreBatch` defines it. */
function correctCode(own: RowLocals, shape: LossShape): Code {
  const { locals, outputs, targets, offset } = own;
  if (shape.width === 1) {
    if (shape.loss === "crossEntropy") return i32x4.constant(-1);
    const above = (pointer: number): Code => [
      [get(pointer), f32x4.load(offset), f32x4.constant(0.5), f32x4.greater],
    ];
    return [above(outputs), above(targets), i32x4.equal];
  }
  if (shape.width === 2) {
    const second = (pointer: number): Code => [
      [get(pointer), f32x4.load(shape.rowStride + offset), get(pointer), f32x4.load(offset)],
      f32x4.greater,
    ];
    return [second(outputs), second(targets), i32x4.equal];
  }
  const index = locals.add("v128");
  const value = locals.add("v128");
  const larger = locals.add("v128");
  const best = (["outputs", "targets"] as const).map((name) => ({
    name,
    value: locals.add("v128"),
    index: locals.add("v128"),
  }));
  return [
    best.map((one) => [
      [get(own[one.name]), f32x4.load(offset), set(one.value), i32x4.constant(0), set(one.index)],
    ]),
    [i32x4.constant(0), set(index)],
    eachOutput(own, shape, (at, offset) => [
      best.map((one) => [
        [get(at[one.name]), f32x4.load(offset), set(value)],
        [get(value), get(one.value), f32x4.greater, set(larger)],
        [get(value), get(one.value), get(larger), f32x4.select, set(one.value)],
        [get(index), get(one.index), get(larger), f32x4.select, set(one.index)],
      ]),
      [get(index), i32x4.constant(1), i32x4.add, set(index)],
    ]),
    best.map((one) => get(one.index)),
    i32x4.equal,
  ];
}
