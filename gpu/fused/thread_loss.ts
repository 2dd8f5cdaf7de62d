/** WGSL of the losses of four rows at once, a lane a row: their value, gradient, and what is right. */

import type { Loss } from "../../lib/kernels/losses.ts";
import { lines, range } from "./codegen.ts";

/**
 * Adds to `result` the losses of rows number `v` of four, from outputs `y0_v`, `y1_v`, … and targets
 * `t0_v`, `t1_v`, …, and how many are classified right. Declares the gradient of the mean loss of a
 * `batch` as `d0_v`, `d1_v`, …; rows from `count` on get zeros.
 *
 * @param width Outputs of the network.
 */
export function rowLossCode(loss: Loss, width: number, v: number): string {
  const outputs = range(width);
  const code = loss === "crossEntropy" ? crossEntropy : squaredError;
  // What is not finite makes the sum so as well, whatever the target.
  const losses = outputs.map((k) =>
    `loss${k}_${v} + select(vec4f(0), y${k}_${v}, is_broken(y${k}_${v}))`
  );
  return lines([
    `let counts_${v} = ${4 * v} + vec4u(0, 1, 2, 3) < vec4u(count);`,
    ...code(outputs, v),
    ...outputs.map((k) =>
      `let d${k}_${v} = select(vec4f(0), gradient${k}_${v} / f32(batch), counts_${v});`
    ),
    `let losses_${v} = ${losses.join(" + ")};`,
    ...rightCode(loss, outputs, v),
    `result.x += dot(select(vec4f(0), losses_${v}, counts_${v}), vec4f(1));`,
    `result.y += dot(select(vec4f(0), vec4f(1), right_${v} & counts_${v}), vec4f(1));`,
  ]);
}

/** From logits; a target of 0 adds nothing even where the logarithm overflows. */
function crossEntropy(outputs: readonly number[], v: number): string[] {
  const maximum = outputs.map((k) => `y${k}_${v}`).reduce((max, y) => `max(${max}, ${y})`);
  return [
    `let max_${v} = ${maximum};`,
    `let target_sum_${v} = ${outputs.map((k) => `t${k}_${v}`).join(" + ")};`,
    ...outputs.map((k) => `let power${k}_${v} = exponential(y${k}_${v} - max_${v});`),
    `let sum_${v} = ${outputs.map((k) => `power${k}_${v}`).join(" + ")};`,
    // Not added to the maximum, whose rounding would lose its digits.
    `let log_sum_${v} = logarithm(sum_${v});`,
    ...outputs.flatMap((k) => [
      `let surprise${k}_${v} = max_${v} - y${k}_${v} + log_sum_${v};`,
      `let loss${k}_${v} = select(t${k}_${v} * surprise${k}_${v}, vec4f(0), t${k}_${v} == vec4f(0));`,
      // Softmax itself, as all of a row is at hand.
      `let gradient${k}_${v} = power${k}_${v} / sum_${v} * target_sum_${v} - t${k}_${v};`,
    ]),
  ];
}

function squaredError(outputs: readonly number[], v: number): string[] {
  return outputs.flatMap((k) => [
    `let error${k}_${v} = y${k}_${v} - t${k}_${v};`,
    `let loss${k}_${v} = error${k}_${v} * error${k}_${v} / ${outputs.length}.0;`,
    `let gradient${k}_${v} = 2 * error${k}_${v} / ${outputs.length}.0;`,
  ]);
}

/** Whether the largest output, the first of equals, is the target's; a lone value is class 1 above 1/2. */
function rightCode(loss: Loss, outputs: readonly number[], v: number): string[] {
  if (outputs.length === 1 && loss === "meanSquaredError") {
    return [`let right_${v} = (y0_${v} > vec4f(0.5)) == (t0_${v} > vec4f(0.5));`];
  }
  const argmax = (name: string) => [
    `var max_${name}_${v} = ${name}0_${v};`,
    `var argmax_${name}_${v} = vec4u(0);`,
    ...outputs.slice(1).flatMap((k) => [
      `let above_${name}${k}_${v} = ${name}${k}_${v} > max_${name}_${v};`,
      `argmax_${name}_${v} = select(argmax_${name}_${v}, vec4u(${k}), above_${name}${k}_${v});`,
      `max_${name}_${v} = select(max_${name}_${v}, ${name}${k}_${v}, above_${name}${k}_${v});`,
    ]),
  ];
  return [...argmax("y"), ...argmax("t"), `let right_${v} = argmax_y_${v} == argmax_t_${v};`];
}
