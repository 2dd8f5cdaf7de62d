/** WebAssembly code of the cross-entropy, with the rows of the batch in the vector lanes. */

import { type Code, get, set } from "../../wasm/assembler.ts";
import { f32x4, v128 } from "../../wasm/vectors.ts";
import { exponential, logarithm } from "../../wasm/vector_math.ts";
import { eachOutput, type LossShape, type RowLocals } from "./loss_rows.ts";

/** Computes the losses of a vector of rows: `-Σ target · log softmax(logits)` by log-sum-exp. */
export function crossEntropySteps(own: RowLocals, shape: LossShape, gradient: boolean): Code[] {
  const { locals, total, mask, loss } = own;
  const [largest, sum, logSum, targetSum, x, target] = locals.several("v128", 6);
  const shifted = (at: { outputs: number }, offset: number): Code => [
    [get(at.outputs), f32x4.load(offset), get(largest), f32x4.subtract, set(x)],
  ];
  const pair = shape.width === 2 ? exponentialsOfTwo(own, shape, largest) : undefined;
  return [
    [
      [get(own.outputs), f32x4.load(own.offset), set(largest)],
      eachOutput(own, shape, (at, offset) => [
        [get(largest), get(at.outputs), f32x4.load(offset), f32x4.maximum, set(largest)],
      ]),
      [f32x4.zero, set(sum), f32x4.zero, set(targetSum), pair?.code ?? []],
    ],
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
  ];
}

/**
 * The exponentials of two outputs from one: that of the larger output is 1, as it is 0 after the largest one
 * is subtracted, or NaN if it is infinite. The other one is `exp(-|difference|)`.
 */
function exponentialsOfTwo(
  { locals, outputs, offset }: RowLocals,
  { rowStride }: LossShape,
  largest: number,
) {
  const [difference, one, smaller] = locals.several("v128", 3);
  const code: Code = [
    [get(outputs), f32x4.load(offset), get(outputs), f32x4.load(rowStride + offset)],
    f32x4.subtract,
    [set(difference), get(difference), f32x4.absolute, f32x4.negate, set(smaller)],
    [exponential(locals, smaller), set(smaller)],
    [get(largest), get(largest), f32x4.subtract, f32x4.constant(1), f32x4.add, set(one)],
  ];
  const exponentialOf = (at: number): Code => {
    const isLarger = at === offset ? f32x4.greaterOrEqual : f32x4.lessOrEqual;
    return [get(one), get(smaller), get(difference), f32x4.zero, isLarger, f32x4.select];
  };
  return { code, exponential: exponentialOf };
}
