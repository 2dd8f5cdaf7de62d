/** WGSL of the losses: value, gradient, and the count of correctly classified rows. */

import type { Loss } from "../../lib/kernels/losses.ts";
import { lines, range } from "../codegen.ts";

/** The properties that determine the code of a loss. */
export interface LossShape {
  readonly loss: Loss;
  /** The network's outputs, and the vectors to which they are padded. */
  readonly width: number;
  readonly outputVectors: number;
  /** Rows of a block. */
  readonly rows: number;
  /** Threads of a workgroup. */
  readonly threads: number;
  /** WGSL of vector `k` of the outputs of `row`, as an expression that can be read and assigned. */
  readonly output: string;
}

/**
 * Generates `fn score(count: u32, batch: u32, thread: u32) -> vec2f`. Of the block's first `count` rows
 * it takes those of this thread, and returns the sum of their losses and the number of correctly
 * classified ones. It overwrites the outputs by the gradient of the mean loss of a batch, and those of
 * further rows by zeros.
 *
 * Requires `fn targets_of(row: u32) -> u32`, the offset of a row's targets in `samples`.
 */
export function lossCode(shape: LossShape): string {
  const { loss, width, rows, threads, output } = shape;
  const { before, value, gradient } = loss === "crossEntropy"
    ? crossEntropy(shape)
    : squaredError(width);
  const gradients = `select(vec4f(0), (${gradient}) / f32(batch), ${
    usedLanes(width)
  } & vec4<bool>(counts))`;
  const vector = [
    `let output = ${output};`,
    "let wanted = samples[targets + k];",
    value,
    // An output that is not finite makes the sum not finite too, for any target.
    `let not_finite = select(vec4f(0), output, is_not_finite(output) & ${usedLanes(width)});`,
    "if (counts) { result.x += dot(loss, vec4f(1)) + dot(not_finite, vec4f(1)); }",
    `${output} = ${gradients};`,
  ];
  const row = [
    "let targets = targets_of(row);",
    "let counts = row < count;",
    "if (counts && is_correct(row, targets)) { result.y += 1; }",
    before,
    eachVector(shape, vector),
  ];
  return `${rightCode(shape)}
${loss === "crossEntropy" ? logSumCode(shape) : ""}
fn score(count: u32, batch: u32, thread: u32) -> vec2f {
  var result = vec2f(0);
  ${repeated("row", { first: "thread", step: threads, end: rows }, row)}
  return result;
}`;
}

/** Repeats code with a variable in steps. Compilers may keep a loop of one iteration, so that there is none. */
function repeated(
  variable: string,
  { first, step, end }: { readonly first: string; readonly step: number; readonly end: number },
  body: readonly string[],
): string {
  const head = step === end
    ? `{ let ${variable} = ${first};`
    : `for (var ${variable} = ${first}; ${variable} < ${end}u; ${variable} += ${step}u) {`;
  return `${lines([head, ...body])}\n  }`;
}

/** Repeats code for each vector `k` of a row's outputs. */
const eachVector = ({ outputVectors }: LossShape, body: readonly string[]) =>
  repeated("k", { first: "0u", step: 1, end: outputVectors }, body);

/** The parts of a loss: WGSL before the outputs of a row, the loss of four outputs, and its gradient. */
interface LossCode {
  readonly before: string;
  readonly value: string;
  readonly gradient: string;
}

/** Cross-entropy of logits; a target of 0 adds 0 even if the log-probability is infinite. */
const crossEntropy = ({ outputVectors }: LossShape): LossCode => ({
  before: `let denominator = log_sum_exp(row);
    let target_sum = sum_of_targets(targets);`,
  value: `let log_probability = output - denominator.maximum - denominator.log_sum;
      let loss = select(-wanted * log_probability, vec4f(0), wanted == vec4f(0));`,
  // If one vector has all outputs, the exponentials of the sum have been kept.
  gradient: `${
    outputVectors === 1 ? "denominator.softmax" : "exponential(log_probability)"
  } * target_sum - wanted`,
});

const squaredError = (width: number): LossCode => ({
  before: "",
  value: `let error = output - wanted;
      let loss = error * error / ${width}.0;`,
  gradient: `2 * error / ${width}.0`,
});

/** Which lanes of vector `k` of a row of `width` are not padding. */
const usedLanes = (width: number) => `(4 * k + vec4u(0, 1, 2, 3) < vec4u(${width}))`;

/**
 * Computes a row's maximum, and the logarithm of the sum of exponentials relative to it. The two are not
 * added, because a large maximum would round off the logarithm's digits. Padded targets are 0.
 */
function logSumCode(shape: LossShape): string {
  const { width, output, outputVectors } = shape;
  const isNarrow = outputVectors === 1;
  const used = usedLanes(width);
  const powers = [
    `let powers = exponential(${output} - maximum);`,
    `sum += dot(select(vec4f(0), powers, ${used}), vec4f(1));`,
    ...isNarrow ? ["softmax = powers / sum;"] : [],
  ];
  return `
struct LogSum { maximum: f32, log_sum: f32${isNarrow ? ", softmax: vec4f" : ""} }

fn log_sum_exp(row: u32) -> LogSum {
  var lanes = vec4f(-3e38);
  ${eachVector(shape, [`lanes = max(lanes, select(vec4f(-3e38), ${output}, ${used}));`])}
  let maximum = max(max(lanes.x, lanes.y), max(lanes.z, lanes.w));
  var sum = 0.0;
  ${isNarrow ? "var softmax = vec4f(0);" : ""}
  ${eachVector(shape, powers)}
  return LogSum(maximum, logarithm(vec4f(sum)).x${isNarrow ? ", softmax" : ""});
}

fn sum_of_targets(targets: u32) -> f32 {
  var sum = vec4f(0);
  ${eachVector(shape, ["sum += samples[targets + k];"])}
  return dot(sum, vec4f(1));
}`;
}

/** Whether the argmax of the outputs is that of the targets; a single value means class 1 above 1/2. */
function rightCode(shape: LossShape): string {
  const { loss, width, output } = shape;
  if (width === 1 && loss === "meanSquaredError") {
    return `
fn is_correct(row: u32, targets: u32) -> bool {
  let k = 0u;
  return (${output}.x > 0.5) == (samples[targets].x > 0.5);
}`;
  }
  const lane = (name: string, value: string, at: number) =>
    `if (4 * k + ${at} < ${width} && ${value}[${at}] > max_${name}) ` +
    `{ max_${name} = ${value}[${at}]; argmax_${name} = 4 * k + ${at}; }`;
  const lanes = (name: string, value: string) => [0, 1, 2, 3].map((at) => lane(name, value, at));
  const vector = [
    `let output = ${output};`,
    "let wanted = samples[targets + k];",
    ...lanes("output", "output"),
    ...lanes("wanted", "wanted"),
  ];
  return `
fn is_correct(row: u32, targets: u32) -> bool {
  var max_output = -3e38;
  var max_wanted = -3e38;
  var argmax_output = 0u;
  var argmax_wanted = 0u;
  ${eachVector(shape, vector)}
  return argmax_output == argmax_wanted;
}`;
}

/**
 * Adds to `result` the losses of the four rows in vector `v`, and the number of correctly classified
 * ones, from outputs `y0_v`, `y1_v`, … and targets `t0_v`, `t1_v`, …. Declares the gradient of the mean
 * loss of a `batch` as `d0_v`, `d1_v`, …, which is 0 for rows from `count` on.
 *
 * @param width The number of outputs of the network.
 */
export function rowLossCode(loss: Loss, width: number, v: number): string {
  const outputs = range(width);
  const code = loss === "crossEntropy" ? rowCrossEntropy : rowSquaredError;
  // An output that is not finite makes the sum not finite too, for any target.
  const losses = outputs.map((k) =>
    `loss${k}_${v} + select(vec4f(0), y${k}_${v}, is_not_finite(y${k}_${v}))`
  );
  return lines([
    `let counts_${v} = ${4 * v} + vec4u(0, 1, 2, 3) < vec4u(count);`,
    ...code(outputs, v),
    ...outputs.map((k) =>
      `let d${k}_${v} = select(vec4f(0), gradient${k}_${v} / f32(batch), counts_${v});`
    ),
    `let losses_${v} = ${losses.join(" + ")};`,
    ...rowRightCode(loss, outputs, v),
    `result.x += dot(select(vec4f(0), losses_${v}, counts_${v}), vec4f(1));`,
    `result.y += dot(select(vec4f(0), vec4f(1), right_${v} & counts_${v}), vec4f(1));`,
  ]);
}

/** Cross-entropy of logits; a target of 0 adds 0 even if the log-probability is infinite. */
function rowCrossEntropy(outputs: readonly number[], v: number): string[] {
  const maximum = outputs.map((k) => `y${k}_${v}`).reduce((max, y) => `max(${max}, ${y})`);
  return [
    `let max_${v} = ${maximum};`,
    `let target_sum_${v} = ${outputs.map((k) => `t${k}_${v}`).join(" + ")};`,
    ...outputs.map((k) => `let power${k}_${v} = exponential(y${k}_${v} - max_${v});`),
    `let sum_${v} = ${outputs.map((k) => `power${k}_${v}`).join(" + ")};`,
    // Not added to the maximum, which would round off its digits.
    `let log_sum_${v} = logarithm(sum_${v});`,
    ...outputs.flatMap((k) => [
      `let surprise${k}_${v} = max_${v} - y${k}_${v} + log_sum_${v};`,
      `let loss${k}_${v} = select(t${k}_${v} * surprise${k}_${v}, vec4f(0), t${k}_${v} == vec4f(0));`,
      // The softmax itself, because all exponentials of the row are in variables.
      `let gradient${k}_${v} = power${k}_${v} / sum_${v} * target_sum_${v} - t${k}_${v};`,
    ]),
  ];
}

function rowSquaredError(outputs: readonly number[], v: number): string[] {
  return outputs.flatMap((k) => [
    `let error${k}_${v} = y${k}_${v} - t${k}_${v};`,
    `let loss${k}_${v} = error${k}_${v} * error${k}_${v} / ${outputs.length}.0;`,
    `let gradient${k}_${v} = 2 * error${k}_${v} / ${outputs.length}.0;`,
  ]);
}

/** Whether the argmax of the outputs is that of the targets; a single value means class 1 above 1/2. */
function rowRightCode(loss: Loss, outputs: readonly number[], v: number): string[] {
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
