/** Members of an ensemble that are trained together: their buffers, and the passes over them. */

import type { PlanMember, TrainingPlan } from "../../lib/devices/device.ts";
import type { Arena } from "../arena.ts";
import type { Gpu } from "../gpu.ts";
import { slotsOf, stepKindOf } from "../kernels/optimizers.ts";
import { scoreBytes } from "../kernels/score.ts";
import type { Work } from "../work.ts";
import { createEnsemble } from "./ensemble.ts";
import { chunksOf } from "../chunks.ts";
import { rowsAtOnce, sampleWidth, strideOf } from "./layout.ts";
import type { Samples } from "./samples.ts";
import { createGradients } from "./scoring.ts";
import { optimizerWordsOf, testPass, trainingPass } from "./training_passes.ts";

/** What all cohorts of a training share. */
export interface Shared {
  readonly gpu: Gpu;
  readonly arena: Arena;
  readonly plan: TrainingPlan;
  /** Samples in a step: the batch size, or all there are. */
  readonly batchRows: number;
  readonly train: Samples;
  readonly test: Samples | undefined;
  /** The uniform buffer of the step that runs. */
  readonly step: GPUBuffer;
  /** Bias corrections of the slice, `[pass × Adam setting]`. */
  readonly corrections: GPUBuffer;
  /** Which of a pass's bias corrections are a member's. */
  readonly correctionOf: (member: PlanMember) => number;
  /** Passes that a slice may have. */
  readonly maxPasses: number;
}

/** A cohort, ready to be trained. */
export interface Cohort {
  readonly members: readonly PlanMember[];
  readonly parameters: GPUBuffer;
  /** Orders of the slice's steps, `[step × member × row]`. */
  readonly orders: GPUBuffer;
  /** `[pass of the slice × member]` */
  readonly scores: GPUBuffer;
  /** One step on batches of so many rows. */
  readonly trainingPass: (rows: number) => readonly Work[];
  /** Passes over the test samples, block by block. */
  readonly testPasses: readonly (readonly Work[])[];
}

/** Makes room for members, uploads them, and prepares all passes. */
export async function createCohort(
  shared: Shared,
  members: readonly PlanMember[],
): Promise<Cohort> {
  const { gpu, arena, plan, batchRows, test, maxPasses } = shared;
  const { sizes } = plan;
  const count = test?.count ?? 0;
  const testRows = count === 0 ? 0 : rowsAtOnce(gpu, sizes, { count, members: members.length });
  const rows = Math.max(batchRows, testRows);
  const ensemble = createEnsemble(gpu, arena, { sizes, members, rows });
  const matrix = (width: number) => 4 * members.length * strideOf(batchRows, width);
  const moments = slotsOf(members.map(({ optimizer }) => stepKindOf(optimizer)));
  const buffers = {
    gradients: createGradients(ensemble, rows),
    optimizers: arena.upload("optimizers", optimizerWordsOf(members, shared.correctionOf)),
    moments: arena.allocate("moments", 4 * moments * members.length * ensemble.stride),
    batch: arena.allocate("samples of a batch", matrix(sampleWidth(sizes))),
    orders: arena.allocate("orders", 4 * maxPasses * members.length * batchRows),
    scores: arena.allocate("scores", scoreBytes * maxPasses * members.length),
  };
  const trainingPasses = new Map<number, readonly Work[]>();
  for (const size of batchSizesOf(plan, batchRows)) {
    trainingPasses.set(size, await trainingPass(shared, { ensemble, members, buffers }, size));
  }
  const testPasses: (readonly Work[])[] = [];
  for (const block of chunksOf(count, Math.max(1, testRows))) {
    testPasses.push(await testPass(shared, { ensemble, members, buffers }, block));
  }
  return {
    members,
    parameters: ensemble.parameters,
    orders: buffers.orders,
    scores: buffers.scores,
    trainingPass: (size) => trainingPasses.get(size)!,
    testPasses,
  };
}

/** Rows that a batch may have: all that it takes, and what is left for an epoch's last. */
function batchSizesOf({ members }: TrainingPlan, batchRows: number): Set<number> {
  const left = members[0].orders[0].length % batchRows;
  return new Set(left > 0 ? [batchRows, left] : [batchRows]);
}
