/** WebAssembly code of the losses, with the rows of the batch in the vector lanes. */

import {
  type Code,
  f64,
  get,
  i32,
  increase,
  Locals,
  loopDown,
  set,
  vectorBytes,
} from "../../wasm/assembler.ts";
import { f32x4, f64x2, i32x4, v128 } from "../../wasm/vectors.ts";
import { exponential, logarithm } from "../../wasm/vector_math.ts";
import type { Loss } from "../losses.ts";
import { type FunctionCode, repeat } from "./product_code.ts";

/** Outputs whose code is written out instead of in a loop. */
const maxUnrolled = 4;

/** A loss, the number of outputs, and the bytes between the rows of two of them. */
export interface LossShape {
  readonly loss: Loss;
  readonly width: number;
  readonly rowStride: number;
}

/** Where the code adds the score, in bytes behind its address: an f64 and an i32. */
export const scoreOffsets = { lossSum: 0, correct: 8 };

/** The locals of the code for one vector of rows. */
interface RowLocals {
  readonly locals: Locals;
  /** The pointers to the outputs, the targets and the gradient of this vector. */
  readonly outputs: number;
  readonly targets: number;
  readonly delta: number;
  /** The number of rows of the whole batch, in each lane. */
  readonly total: number;
  /** The lanes that are rows. */
  readonly mask: number;
}

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
  const left = locals.add("i32");
  const [totals, mask, lanes, loss, sum] = locals.several("v128", 5);
  const own: RowLocals = { locals, outputs, targets, delta, total: totals, mask };
  const lossOf = shape.loss === "crossEntropy" ? crossEntropyCode : squaredErrorCode;
  const body: Code = [
    [get(total), i32x4.splat, f32x4.fromInteger, set(totals)],
    [i32x4.lanes(0, 1, 2, 3), set(lanes), f64x2.zero, set(sum)],
    [get(rows), i32.constant(3), i32.add, i32.constant(2), i32.shiftRight, set(left)],
    loopDown(left, [
      [get(lanes), get(rows), i32x4.splat, i32x4.less, set(mask)],
      [lossOf(own, shape, gradient), get(mask), v128.and, set(loss)],
      [get(sum), get(loss), f64x2.promoteLow, f64x2.add],
      [get(loss), get(loss), f32x4.shuffle(2, 3, 2, 3), f64x2.promoteLow, f64x2.add, set(sum)],
      [get(score), get(score), i32.load(scoreOffsets.correct)],
      [correctCode(own, shape), get(mask), v128.and, i32x4.bitmask, i32.countBits, i32.add],
      i32.store(scoreOffsets.correct),
      [outputs, targets, delta].map((pointer) => increase(pointer, i32.constant(vectorBytes))),
      [get(lanes), i32x4.constant(4), i32x4.add, set(lanes)],
    ]),
    [get(score), get(score), f64.load(scoreOffsets.lossSum)],
    [get(sum), f64x2.lane(0), get(sum), f64x2.lane(1), f64.add, f64.add],
    f64.store(scoreOffsets.lossSum),
  ];
  return { locals, body };
}

/** Runs `body` for each output; it gets the pointers to the output's vectors, and an offset to add. */
function eachOutput(
  { locals, outputs, targets, delta }: RowLocals,
  { width, rowStride }: LossShape,
  body: (at: { outputs: number; targets: number; delta: number }, offset: number) => Code,
): Code {
  const given = { outputs, targets, delta };
  if (width <= maxUnrolled) {
    return Array.from({ length: width }, (_, k) => body(given, k * rowStride));
  }
  const at = {
    outputs: locals.add("i32"),
    targets: locals.add("i32"),
    delta: locals.add("i32"),
  };
  const names = ["outputs", "targets", "delta"] as const;
  return [
    names.map((name) => [get(given[name]), set(at[name])]),
    repeat(locals, width, [
      body(at, 0),
      names.map((name) => increase(at[name], i32.constant(rowStride))),
    ]),
  ];
}

/** Leaves the losses of a vector of rows: `-Σ target · log softmax(logits)` by log-sum-exp. */
function crossEntropyCode(own: RowLocals, shape: LossShape, gradient: boolean): Code {
  const { locals, total, mask } = own;
  const [largest, sum, logSum, targetSum, loss, x, target] = locals.several("v128", 7);
  const shifted = (at: { outputs: number }, offset: number): Code => [
    [get(at.outputs), f32x4.load(offset), get(largest), f32x4.subtract, set(x)],
  ];
  const pair = shape.width === 2 ? exponentialsOfTwo(own, shape, largest) : undefined;
  return [
    [get(own.outputs), f32x4.load(), set(largest)],
    eachOutput(own, shape, (at, offset) => [
      [get(largest), get(at.outputs), f32x4.load(offset), f32x4.maximum, set(largest)],
    ]),
    [f32x4.zero, set(sum), f32x4.zero, set(targetSum), pair?.code ?? []],
    eachOutput(own, shape, (at, offset) => [
      pair?.exponential(offset) ?? [shifted(at, offset), exponential(locals, x)],
      set(x),
      [get(sum), get(x), f32x4.add, set(sum)],
      [get(targetSum), get(at.targets), f32x4.load(offset), f32x4.add, set(targetSum)],
      // The gradient's buffer keeps the exponential, unless it is the outputs' own.
      gradient ? [get(at.delta), get(x), f32x4.store(offset)] : [],
    ]),
    [logarithm(locals, sum), set(logSum), f32x4.zero, set(loss)],
    eachOutput(own, shape, (at, offset) => [
      shifted(at, offset),
      [get(at.targets), f32x4.load(offset), set(target)],
      // A target of 0 adds nothing, even where the logarithm is infinite.
      [get(loss), get(target), get(x), get(logSum), f32x4.subtract, f32x4.multiply],
      [get(target), f32x4.zero, f32x4.equal, v128.andNot, f32x4.subtract, set(loss)],
      gradient
        ? [
          [get(at.delta), get(at.delta), f32x4.load(offset), get(sum), f32x4.divide],
          [get(targetSum), f32x4.multiply, get(target), f32x4.subtract],
          [get(total), f32x4.divide, get(mask), v128.and, f32x4.store(offset)],
        ]
        : [],
    ]),
    get(loss),
  ];
}

/**
 * The exponentials of two outputs from one: that of the larger output is 1, as it is 0 after the largest one
 * is subtracted, or NaN if it is infinite. The other one is `exp(-|difference|)`.
 */
function exponentialsOfTwo(
  { locals, outputs }: RowLocals,
  { rowStride }: LossShape,
  largest: number,
) {
  const [difference, one, smaller] = locals.several("v128", 3);
  const code: Code = [
    [get(outputs), f32x4.load(), get(outputs), f32x4.load(rowStride), f32x4.subtract],
    [set(difference), get(difference), f32x4.absolute, f32x4.negate, set(smaller)],
    [exponential(locals, smaller), set(smaller)],
    [get(largest), get(largest), f32x4.subtract, f32x4.constant(1), f32x4.add, set(one)],
  ];
  const exponentialOf = (offset: number): Code => {
    const isLarger = offset === 0 ? f32x4.greaterOrEqual : f32x4.lessOrEqual;
    return [get(one), get(smaller), get(difference), f32x4.zero, isLarger, f32x4.select];
  };
  return { code, exponential: exponentialOf };
}

/** Leaves the losses of a vector of rows: `Σ (output - target)² / width`. */
function squaredErrorCode(own: RowLocals, shape: LossShape, gradient: boolean): Code {
  const { locals, total, mask } = own;
  const [loss, error] = [locals.add("v128"), locals.add("v128")];
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
    [get(loss), width, f32x4.divide],
  ];
}

/** Leaves a mask of the rows that are classified correctly, as `scoreBatch` defines it. */
function correctCode(own: RowLocals, shape: LossShape): Code {
  const { locals, outputs, targets } = own;
  if (shape.width === 1) {
    if (shape.loss === "crossEntropy") return i32x4.constant(-1);
    const above = (pointer: number): Code => [
      [get(pointer), f32x4.load(), f32x4.constant(0.5), f32x4.greater],
    ];
    return [above(outputs), above(targets), i32x4.equal];
  }
  if (shape.width === 2) {
    const second = (pointer: number): Code => [
      [get(pointer), f32x4.load(shape.rowStride), get(pointer), f32x4.load(), f32x4.greater],
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
      [get(own[one.name]), f32x4.load(), set(one.value), i32x4.constant(0), set(one.index)],
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
