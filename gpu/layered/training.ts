/** Sets up a training on the GPU: its samples, and its members in cohorts that fit. */

import type { PlanMember, TrainingPlan } from "../../lib/devices/device.ts";
import type { AdamOptimizer } from "../../lib/kernels/optimizers.ts";
import { layersOf } from "../../lib/models/layout.ts";
import type { Arena } from "../arena.ts";
import type { Gpu } from "../gpu.ts";
import { slotsOf, stepKindOf } from "../kernels/optimizers.ts";
import { scoreBytes } from "../kernels/score.ts";
import { stepBytes } from "../kernels/step.ts";
import { type Cohort, createCohort, type Shared } from "./cohort.ts";
import { chunksOf, maxFloats } from "../chunks.ts";
import { membersAtOnce } from "./layout.ts";
import { uploadSamples } from "./samples.ts";

/** Passes that a slice may have, and bytes of orders, of scores and so on. */
const maxPasses = 1024;
const maxBytes = 16 << 20;
const correctionBytes = 8;
/** Rows of a batch that share a workgroup, more or less. */
const rowsTogether = 64;

/** A training under way. */
export interface Training {
  readonly shared: Shared;
  /** Their members in order are the plan's. */
  readonly cohorts: readonly Cohort[];
  /** The optimisers whose steps need bias corrections. */
  readonly adams: readonly AdamOptimizer[];
  readonly stepsPerEpoch: number;
  /** What changes from step to step, for the steps of a slice. */
  readonly steps: GPUBuffer;
}

/** Uploads the plan, and prepares all passes. */
export async function prepareTraining(
  gpu: Gpu,
  arena: Arena,
  plan: TrainingPlan,
): Promise<Training> {
  const { members, sizes, batchSize, train, test } = plan;
  const samples = members[0].orders[0].length;
  const batchRows = Math.min(batchSize, samples);
  const slots = slotsOf(members.map(({ optimizer }) => stepKindOf(optimizer)));
  const atOnce = Math.min(
    members.length,
    membersAtOnce(gpu, sizes, { rows: batchRows, parameterSlots: slots }),
  );
  const { adams, correctionOf } = adamsOf(members);
  const most = passesAtOnce(gpu, [
    4 * atOnce * batchRows,
    scoreBytes * atOnce,
    correctionBytes * adams.length,
    stepBytes,
  ]);
  const shared: Shared = {
    gpu,
    arena,
    plan,
    batchRows,
    train: uploadSamples(arena, train, sizes),
    test: test && uploadSamples(arena, test, sizes),
    step: arena.uniform("step", new Uint32Array(stepBytes / 4)),
    corrections: arena.allocate("bias corrections", correctionBytes * most * adams.length),
    correctionOf,
    maxPasses: most,
  };
  const cohorts: Cohort[] = [];
  for (const { first, last } of chunksOf(members.length, atOnce)) {
    cohorts.push(await createCohort(shared, members.slice(first, last)));
  }
  return {
    shared,
    cohorts,
    adams,
    stepsPerEpoch: Math.ceil(samples / batchRows),
    steps: arena.allocate("steps", stepBytes * most),
  };
}

/** Passes that a slice may have, given the bytes of each pass in several buffers. */
function passesAtOnce(gpu: Gpu, bytes: readonly number[]): number {
  const most = Math.min(maxBytes, 4 * maxFloats(gpu)) / Math.max(...bytes);
  return Math.max(1, Math.min(maxPasses, Math.floor(most)));
}

/** Multiply-adds of one step, as {@linkcode StepBudget} wants them. */
export function workOf(
  { shared: { plan: { sizes }, batchRows }, cohorts: [cohort] }: Training,
): { step: number; groups: number } {
  const weights = layersOf(sizes).reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const groups = cohort.members.length * Math.ceil(batchRows / rowsTogether);
  return { step: 3 * weights * Math.min(batchRows, rowsTogether), groups };
}

/** Adam's settings, those of several members once. */
function adamsOf(members: readonly PlanMember[]) {
  const adams = new Map<string, AdamOptimizer>();
  for (const { optimizer } of members) {
    if (optimizer.kind === "adam") adams.set(JSON.stringify(optimizer), optimizer);
  }
  const keys = [...adams.keys()];
  return {
    adams: [...adams.values()],
    correctionOf: ({ optimizer }: PlanMember) =>
      Math.max(0, keys.indexOf(JSON.stringify(optimizer))),
  };
}
