/** The dispatches of a training step, and of a pass over test samples. */

import type { PlanMember, SampleMatrix, TrainingPlan } from "../../lib/devices/device.ts";
import { parameterCount } from "../../lib/models/layout.ts";
import type { Arena } from "../arena.ts";
import type { Gpu } from "../gpu.ts";
import {
  elementwiseGrid,
  gatherKernel,
  gatherUniform,
  optimizeKernel,
  optimizeUniform,
} from "../kernels/step.ts";
import { type DistinctCorrections, isScheduled } from "../kernels/corrections.ts";
import { optimizerWords, stepKindOf, writeOptimizer } from "../kernels/optimizers.ts";
import { unique } from "../codegen.ts";
import {
  isTransformed,
  transformIterations,
  transformKernel,
  transformsOf,
  weightMask,
} from "../kernels/transform_gradients.ts";
import { checkLoopIterations } from "../loop_limits.ts";
import { prepare, spread, type Work } from "../work.ts";
import type { Ensemble } from "./ensemble.ts";
import { sampleWidth, strideOf } from "./layout.ts";
import { backwardPass, forwardPass, type Gradients, type Inputs } from "./passes.ts";
import { scorePass } from "./scoring.ts";

/** Samples `[count × (features + outputs)]`. */
export interface Samples {
  readonly count: number;
  readonly buffer: GPUBuffer;
}

/** Uploads samples. */
export function uploadSamples(
  arena: Arena,
  { count, inputs, targets }: SampleMatrix,
  sizes: readonly number[],
): Samples {
  const [features, width] = [sizes[0], sampleWidth(sizes)];
  const outputs = width - features;
  const all = new Float32Array(count * width);
  for (let sample = 0; sample < count; sample++) {
    all.set(inputs.subarray(sample * features, (sample + 1) * features), sample * width);
    all.set(targets.subarray(sample * outputs, (sample + 1) * outputs), sample * width + features);
  }
  return { count, buffer: arena.upload("samples", all) };
}

/**
 * The locations of the inputs and the targets of a batch.
 *
 * @param first The index of its first sample.
 * @param batch The number of elements from one member's samples to the next member's; 0 if all members
 * share them.
 */
function batchOf(
  buffer: GPUBuffer,
  sizes: readonly number[],
  { first = 0, batch }: { first?: number; batch: number },
): { inputs: Inputs; targets: Inputs } {
  const row = sampleWidth(sizes);
  const offset = first * row;
  const shared = { buffer, row, batch };
  return { inputs: { ...shared, offset }, targets: { ...shared, offset: offset + sizes[0] } };
}

/** The settings and buffers that all chunks of a training share. */
export interface Shared {
  readonly gpu: Gpu;
  readonly arena: Arena;
  readonly plan: TrainingPlan;
  /** The number of samples in a step: the batch size, at most the number of samples. */
  readonly batchRows: number;
  readonly train: Samples;
  readonly test: Samples | undefined;
  /** The uniform buffer of the current step. */
  readonly step: GPUBuffer;
  /** The corrections that its members need. */
  readonly corrected: DistinctCorrections;
  /** Those of the slice, `[pass × distinct]`. */
  readonly corrections: GPUBuffer;
  /** The maximum number of passes in a slice. */
  readonly maxPasses: number;
}

/** Networks in training, and the buffers of their steps. */
export interface MemberBuffers {
  readonly ensemble: Ensemble;
  readonly members: readonly PlanMember[];
  readonly buffers: {
    readonly gradients: Gradients;
    readonly optimizers: GPUBuffer;
    readonly optimizerState: GPUBuffer;
    /** The epoch, from 0, in which each member diverged, or `neverDiverged`. */
    readonly diverged: GPUBuffer;
    /** The samples of the batch, `[members × rows × (features + outputs)]`. */
    readonly batch: GPUBuffer;
    readonly orders: GPUBuffer;
    readonly scores: GPUBuffer;
    /** The factors from plain to weighted means, `[pass × member]`; undefined without weights. */
    readonly factors: GPUBuffer | undefined;
  };
}

/** A step: gathers the batch, and runs the forward pass, scoring, backward pass and optimizer step. */
export async function trainingPass(
  shared: Shared,
  chunk: MemberBuffers,
  rows: number,
): Promise<Work[]> {
  const { plan: { sizes, loss }, step } = shared;
  const { ensemble, buffers: { gradients, batch: buffer, scores, diverged, factors } } = chunk;
  const stride = strideOf(rows, sampleWidth(sizes));
  const { inputs, targets } = batchOf(buffer, sizes, { batch: stride });
  const batch = { rows, inputs };
  return [
    await gather(shared, chunk, { rows, stride }),
    ...await forwardPass(ensemble, batch),
    await scorePass(ensemble, {
      loss,
      rows,
      meanOver: rows,
      targets,
      gradient: gradients.deltas[gradients.deltas.length - 1],
      step,
      scores,
      diverged,
      factors,
    }),
    ...await backwardPass(ensemble, batch, gradients),
    ...await transform(shared, chunk),
    await takeStep(shared, chunk),
  ];
}

/** Runs the forward pass on a block of test samples, and scores it. */
export async function testPass(
  { plan: { sizes, loss }, test, step }: Shared,
  { ensemble, buffers: { gradients, scores, diverged } }: MemberBuffers,
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
      // The kernel writes it; nothing reads it.
      gradient: gradients.deltas[gradients.deltas.length - 1],
      step,
      scores,
      diverged,
    }),
  ];
}

/** The `Optimizer` structs of the members. */
export function optimizerWordsOf(
  members: readonly PlanMember[],
  corrected: DistinctCorrections,
): Uint32Array {
  const all = new Uint32Array(optimizerWords * members.length);
  for (const [index, member] of members.entries()) {
    const words = all.subarray(optimizerWords * index, optimizerWords * (index + 1));
    const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
    writeOptimizer(member.optimizer, corrected.indexOf(member), { words, floats });
  }
  return all;
}

function gather(
  { gpu, arena, step, train, plan: { sizes } }: Shared,
  { members: { length: members }, buffers: { orders, batch: to } }: MemberBuffers,
  { rows, stride }: { rows: number; stride: number },
): Promise<Work> {
  const width = sampleWidth(sizes);
  const batch = arena.uniform("batch", gatherUniform({ members, rows, width, stride }));
  return prepare(gpu, gatherKernel, {
    buffers: { batch, step, order: orders, samples: train.buffer, rows: to },
    grid: elementwiseGrid(members * rows * width, gpu.limits),
  });
}

/** Transforms the gradients, if those of some member are. */
async function transform(
  { gpu, arena, plan: { sizes } }: Shared,
  { ensemble, members, buffers: { gradients } }: MemberBuffers,
): Promise<Work[]> {
  if (!members.some(isTransformed)) return [];
  const { parameters, stride } = ensemble;
  const { length } = members;
  checkLoopIterations(gpu, transformKernel.name, transformIterations(sizes));
  const work = await prepare(gpu, transformKernel, {
    buffers: {
      shape: arena.uniform("shape", Uint32Array.of(length, parameterCount(sizes), stride)),
      transforms: arena.upload("transformations", transformsOf(members)),
      isWeight: arena.upload("weights' places", weightMask(sizes)),
      parameters,
      gradients: gradients.parameters,
    },
    grid: spread(length, gpu.limits),
  });
  return [work];
}

function takeStep(
  { gpu, arena, step, corrections }: Shared,
  { ensemble, members, buffers: { optimizers, optimizerState, diverged, gradients } }:
    MemberBuffers,
): Promise<Work> {
  const quads = ensemble.stride / 4;
  const kinds = unique(members.map(({ optimizer }) => stepKindOf(optimizer)));
  const shape = arena.uniform("shape", optimizeUniform({ members: members.length, quads }));
  return prepare(gpu, optimizeKernel(kinds, members.some(isScheduled)), {
    buffers: {
      shape,
      step,
      optimizers,
      corrections,
      gradients: gradients.parameters,
      parameters: ensemble.parameters,
      optimizerState,
      diverged,
    },
    grid: elementwiseGrid(members.length * quads, gpu.limits),
  });
}
