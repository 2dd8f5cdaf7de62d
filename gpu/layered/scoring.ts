/** Scores an ensemble's outputs on a batch; the buffers of gradients. */

import type { Loss } from "../../lib/kernels/losses.ts";
import {
  scoreGrid,
  scoreIterations,
  scoreKernel,
  scoreUniform,
  weightedScoreKernel,
} from "../kernels/score.ts";
import { checkLoopIterations } from "../loop_limits.ts";
import { prepare, type Work } from "../work.ts";
import type { Ensemble } from "./ensemble.ts";
import { strideOf } from "./layout.ts";
import type { Gradients, Inputs } from "./passes.ts";

/** A batch of outputs to be scored. */
export interface Scoring {
  readonly loss: Loss;
  readonly rows: number;
  /** The number of samples over which the gradient is averaged. */
  readonly meanOver: number;
  /** The location of the targets. */
  readonly targets: Inputs;
  /** The buffer for the gradient of the outputs. */
  readonly gradient: GPUBuffer;
  /** The uniform buffer with the offset of the scores. */
  readonly step: GPUBuffer;
  readonly scores: GPUBuffer;
  /** The epoch in which each member diverged; a divergence in this batch is recorded there. */
  readonly diverged: GPUBuffer;
  /** The factors from plain to weighted means, at the offset of the scores; without them all are 1. */
  readonly factors?: GPUBuffer;
}

/** Allocates buffers for the gradients of batches of up to `rows` rows. */
export function createGradients(
  { arena, members, stages, stride }: Ensemble,
  rows: number,
): Gradients {
  return {
    parameters: arena.allocate("gradients", 4 * members * stride),
    deltas: stages.map(({ layer }) =>
      arena.allocate("gradients of a layer", 4 * members * strideOf(rows, layer.outputs))
    ),
  };
}

/** Scores a batch, and writes the gradient of its mean loss with respect to the outputs. */
export function scorePass(
  { gpu, arena, members, stages }: Ensemble,
  { loss, rows, meanOver, targets, gradient, step, scores, diverged, factors }: Scoring,
): Promise<Work> {
  const { layer, preActivations: outputs } = stages[stages.length - 1];
  const batch = arena.uniform(
    "batch",
    scoreUniform({
      members,
      rows,
      width: layer.outputs,
      outputStride: strideOf(rows, layer.outputs),
      targetAt: targets.offset,
      targetRow: targets.row,
      targetStride: targets.batch,
      meanOver,
    }),
  );
  const kernel = scoreKernel(loss);
  checkLoopIterations(gpu, kernel.name, scoreIterations({ rows, width: layer.outputs }));
  const buffers = { batch, step, outputs, targets: targets.buffer, gradient, scores, diverged };
  const grid = scoreGrid(members, gpu.limits);
  return factors
    ? prepare(gpu, weightedScoreKernel(loss), { buffers: { ...buffers, factors }, grid })
    : prepare(gpu, kernel, { buffers, grid });
}
