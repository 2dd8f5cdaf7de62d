/** Loss, number of correct classifications, and loss gradient of a batch of outputs. See score.wgsl. */

import type { BatchScore, Loss } from "../../lib/kernels/losses.ts";
import { type GridLimits, spread } from "../work.ts";
import type { Kernel } from "../kernel.ts";
import { math, score } from "../wgsl.ts";

const bindings = {
  batch: "uniform",
  step: "uniform",
  outputs: "read",
  targets: "read",
  gradient: "write",
  scores: "write",
  diverged: "write",
} as const;

/** The number of threads for the rows of one member. */
const threads = 64;
/** The number of floats of the struct `Score`. */
const scoreWords = 3;

/** Bytes of one score. */
export const scoreBytes = 4 * scoreWords;

/** Returns the kernel of a loss, of batches whose samples all have the weight 1. */
export function scoreKernel(loss: Loss): Kernel<keyof typeof bindings> {
  const squaredError = loss === "meanSquaredError";
  const name = squaredError ? "mean squared error" : "softmax cross-entropy";
  return { name, code: `${codeOf(loss)}${plainMean}`, bindings };
}

/** Returns the kernel of a loss that takes the weighted mean; `factors` is like `scores`. */
export function weightedScoreKernel(
  loss: Loss,
): Kernel<keyof typeof bindings | "factors"> {
  const { name } = scoreKernel(loss);
  return {
    name: `weighted ${name}`,
    code: `${codeOf(loss)}${weightedMean}`,
    bindings: { ...bindings, factors: "read" },
  };
}

const codeOf = (loss: Loss) =>
  `const threads = ${threads}u;
const squared_error = ${loss === "meanSquaredError"};
${math}
${score}`;

const plainMean = `
fn factor_of(member: u32) -> f32 { return 1; }`;

const weightedMean = `
@group(0) @binding(7) var<storage, read> factors: array<f32>;
fn factor_of(member: u32) -> f32 { return factors[step.score_at + member]; }`;

/** The numbers of workgroups along x and y: one workgroup per member. */
export function scoreGrid(members: number, limits: GridLimits): [number, number] {
  return spread(members, limits);
}

/** The number of loop iterations of a thread for its share of the rows. */
export function scoreIterations({ rows, width }: { rows: number; width: number }): number {
  return Math.ceil(rows / threads) * iterationsOfRow(width);
}

/** The number of rows that a workgroup scores with `iterations` loop iterations per thread. */
export function rowsScoredIn(iterations: number, width: number): number {
  return threads * Math.floor(iterations / iterationsOfRow(width));
}

const iterationsOfRow = (width: number) => 1 + 6 * (width + 1);

/** A batch of outputs to score. Strides are in elements, from one member to the next. */
export interface ScoredBatch {
  readonly members: number;
  readonly rows: number;
  readonly width: number;
  readonly outputStride: number;
  /** The offset of the targets. */
  readonly targetAt: number;
  /** The stride between rows of targets. */
  readonly targetRow: number;
  /** 0 if all members have the same targets. */
  readonly targetStride: number;
  /** The number of samples by which the gradient is divided. */
  readonly meanOver: number;
}

/** The words of the kernel's uniform buffer `batch`. */
export function scoreUniform(batch: ScoredBatch): Uint32Array {
  const { members, rows, width, outputStride, targetAt, targetRow, targetStride } = batch;
  // deno-fmt-ignore
  const words = Uint32Array.of(
    members, rows, width, outputStride, targetAt, targetRow, targetStride, 0,
  );
  new Float32Array(words.buffer)[7] = batch.meanOver;
  return words;
}

/** Returns the score at an index of those read back; the loss is NaN if an output was not finite. */
export function scoreAt(scores: Float32Array, index: number): BatchScore {
  const [loss, correct, notFinite] = scores.subarray(scoreWords * index, scoreWords * (index + 1));
  return { lossSum: notFinite > 0 ? NaN : loss, correct };
}
