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
    ...rightCode(outputs, v),
    `result.x += dot(select(vec4f(0), losses_${v}, counts_${v}), vec4f(1));`,
    `result.y += dot(select(vec4f(0), vec4f(1), right_${v} & counts_${v}), vec4f(1));`,
  ]);
}

/** From logits; a target of 0 adds nothing even where the logarithm overflows. */
function crossEntropy(outputs: readonly number[], v: number): string[] {
  const largest = outputs.map((k) => `y${k}_${v}`).reduce((most, y) => `max(${most}, ${y})`);
  return [
    `let top_${v} = ${largest};`,
    ...outputs.map((k) => `let power${k}_${v} = exponential(y${k}_${v} - top_${v});`),
    `let sum_${v} = ${outputs.map((k) => `power${k}_${v}`).join(" + ")};`,
    // Kept apart from the largest, which would swallow its digits.
    `let log_sum_${v} = logarithm(sum_${v});`,
    ...outputs.flatMap((k) => [
      `let surprise${k}_${v} = top_${v} - y${k}_${v} + log_sum_${v};`,
      `let loss${k}_${v} = select(t${k}_${v} * surprise${k}_${v}, vec4f(0), t${k}_${v} == vec4f(0));`,
      // Softmax itself, as all of a row is at hand.
      `let gradient${k}_${v} = power${k}_${v} / sum_${v} - t${k}_${v};`,
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

/** The winning output is the target's, the first of equals; a single one says class 1 above 1/2. */
function rightCode(outputs: readonly number[], v: number): string[] {
  if (outputs.length === 1) {
    return [`let right_${v} = (y0_${v} > vec4f(0.5)) == (t0_${v} > vec4f(0.5));`];
  }
  const argmax = (name: string) => [
    `var most_${name}_${v} = ${name}0_${v};`,
    `var best_${name}_${v} = vec4u(0);`,
    ...outputs.slice(1).flatMap((k) => [
      `let wins_${name}${k}_${v} = ${name}${k}_${v} > most_${name}_${v};`,
      `best_${name}_${v} = select(best_${name}_${v}, vec4u(${k}), wins_${name}${k}_${v});`,
      `most_${name}_${v} = select(most_${name}_${v}, ${name}${k}_${v}, wins_${name}${k}_${v});`,
    ]),
  ];
  return [...argmax("y"), ...argmax("t"), `let right_${v} = best_y_${v} == best_t_${v};`];
}
