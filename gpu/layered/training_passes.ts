/** What a step of a training and a pass over test samples are made of. */

import type { PlanMember } from "../../lib/devices/device.ts";
import { unique } from "../unique.ts";
import { elementwiseGrid } from "../kernels/elementwise.ts";
import { gatherKernel, gatherUniform } from "../kernels/gather.ts";
import { optimizeKernel, optimizeUniform } from "../kernels/optimize.ts";
import { optimizerWords, stepKindOf, writeOptimizer } from "../kernels/optimizers.ts";
import { prepare, type Work } from "../work.ts";
import type { Shared } from "./cohort.ts";
import type { Ensemble } from "./ensemble.ts";
import { sampleWidth, strideOf } from "./layout.ts";
import { backwardPass, forwardPass, type Gradients } from "./passes.ts";
import { batchOf } from "./samples.ts";
import { scorePass } from "./scoring.ts";

/** Networks in training, and the buffers of their steps. */
export interface Trainees {
  readonly ensemble: Ensemble;
  readonly members: readonly PlanMember[];
  readonly buffers: {
    readonly gradients: Gradients;
    readonly optimizers: GPUBuffer;
    readonly moments: GPUBuffer;
    /** Samples of the batch, `[members × rows × (features + outputs)]`. */
    readonly batch: GPUBuffer;
    readonly orders: GPUBuffer;
    readonly scores: GPUBuffer;
  };
}

/** Gathers the batch, goes forward, scores, goes backward, and takes the optimiser's step. */
export async function trainingPass(
  shared: Shared,
  trainees: Trainees,
  rows: number,
): Promise<Work[]> {
  const { plan: { sizes, loss }, step } = shared;
  const { ensemble, buffers: { gradients, batch: buffer, scores } } = trainees;
  const stride = strideOf(rows, sampleWidth(sizes));
  const { inputs, targets } = batchOf(buffer, sizes, { batch: stride });
  const batch = { rows, inputs };
  return [
    await gather(shared, trainees, { rows, stride }),
    ...await forwardPass(ensemble, batch),
    await scorePass(ensemble, {
      loss,
      rows,
      meanOver: rows,
      targets,
      gradient: gradients.deltas[gradients.deltas.length - 1],
      step,
      scores,
    }),
    ...await backwardPass(ensemble, batch, gradients),
    await takeStep(shared, trainees),
  ];
}

/** Goes forward and scores some of the test samples. */
export async function testPass(
  { plan: { sizes, loss }, test, step }: Shared,
  { ensemble, buffers: { gradients, scores } }: Trainees,
  { first, last }: { first: number; last: number },
): Promise<Work[]> {
  const rows = last - first;
  const { inputs, targets } = batchOf(test!.buffer, sizes, { first, batch: 0 });
  return [
    ...await forwardPass(ensemble, { rows, inputs }),
    await scorePass(ensemble, {
      loss,
      rows,
      meanOver: rows,
      targets,
      // Nobody reads it.
      gradient: gradients.deltas[gradients.deltas.length - 1],
      step,
      scores,
    }),
  ];
}

/** The structs `Optimizer` of members. */
export function optimizerWordsOf(
  members: readonly PlanMember[],
  correctionOf: (member: PlanMember) => number,
): Uint32Array {
  const all = new Uint32Array(optimizerWords * members.length);
  for (const [index, member] of members.entries()) {
    const words = all.subarray(optimizerWords * index, optimizerWords * (index + 1));
    const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
    writeOptimizer(member.optimizer, correctionOf(member), { words, floats });
  }
  return all;
}

function gather(
  { gpu, arena, step, train, plan: { sizes } }: Shared,
  { members: { length: members }, buffers: { orders, batch: to } }: Trainees,
  { rows, stride }: { rows: number; stride: number },
): Promise<Work> {
  const width = sampleWidth(sizes);
  const batch = arena.uniform("batch", gatherUniform({ members, rows, width, stride }));
  return prepare(gpu, gatherKernel, {
    buffers: { batch, step, order: orders, samples: train.buffer, rows: to },
    grid: elementwiseGrid(members * rows * width, gpu.limits),
  });
}

function takeStep(
  { gpu, arena, step, corrections }: Shared,
  { ensemble, members, buffers: { optimizers, moments, gradients } }: Trainees,
): Promise<Work> {
  const quads = ensemble.stride / 4;
  const kinds = unique(members.map(({ optimizer }) => stepKindOf(optimizer)));
  const shape = arena.uniform("shape", optimizeUniform({ members: members.length, quads }));
  return prepare(gpu, optimizeKernel(kinds), {
    buffers: {
      shape,
      step,
      optimizers,
      corrections,
      gradients: gradients.parameters,
      parameters: ensemble.parameters,
      moments,
    },
    grid: elementwiseGrid(members.length * quads, gpu.limits),
  });
}
