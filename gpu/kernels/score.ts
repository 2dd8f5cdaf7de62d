/** Loss, right answers and loss gradient of a batch of outputs. See score.wgsl. */

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

/** Threads that share a member's rows. */
const threads = 64;
/** Floats of the struct `Score`. */
const scoreWords = 3;

/** Bytes of one score. */
export const scoreBytes = 4 * scoreWords;

/** The kernel of a loss. */
export function scoreKernel(loss: Loss): Kernel<keyof typeof bindings> {
  const squaredError = loss === "meanSquaredError";
  return {
    name: squaredError ? "mean squared error" : "softmax cross-entropy",
    code: `const threads = ${threads}u;\nconst squared_error = ${squaredError};\n${math}\n${score}`,
    bindings,
  };
}

/** One workgroup a member. */
export function scoreGrid(members: number, limits: GridLimits): [number, number] {
  return spread(members, limits);
}

/** Turns that a thread's loops take for its share of the rows. */
export function scoreTurns({ rows, width }: { rows: number; width: number }): number {
  return Math.ceil(rows / threads) * turnsOfRow(width);
}

/** Rows that a thread's loops go over in so many turns, with those of all its workgroup. */
export function rowsScoredIn(turns: number, width: number): number {
  return threads * Math.floor(turns / turnsOfRow(width));
}

const turnsOfRow = (width: number) => 1 + 6 * (width + 1);

/** A batch of outputs to be scored: strides count elements from member to member. */
export interface ScoredBatch {
  readonly members: number;
  readonly rows: number;
  readonly width: number;
  readonly outputStride: number;
  /** Where targets begin. */
  readonly targetAt: number;
  /** Elements from one row of targets to the next. */
  readonly targetRow: number;
  /** 0 for the same targets for all. */
  readonly targetStride: number;
  /** Samples that the gradient is the mean of. */
  readonly meanOver: number;
}

/** What its uniform buffer `batch` holds. */
export function scoreUniform(batch: ScoredBatch): Uint32Array {
  const { members, rows, width, outputStride, targetAt, targetRow, targetStride } = batch;
  // deno-fmt-ignore
  const words = Uint32Array.of(
    members, rows, width, outputStride, targetAt, targetRow, targetStride, 0,
  );
  new Float32Array(words.buffer)[7] = batch.meanOver;
  return words;
}

/** The score at an index of those read back. An output that was not finite makes the loss NaN. */
export function scoreAt(scores: Float32Array, index: number): BatchScore {
  const [loss, correct, broken] = scores.subarray(scoreWords * index, scoreWords * (index + 1));
  return { lossSum: broken > 0 ? NaN : loss, correct };
}
