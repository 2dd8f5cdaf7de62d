/** Members of an ensemble that are trained together: their buffers, and their passes. */

import type { MemberState, PlanMember, TrainingPlan } from "../../lib/devices/device.ts";
import { chunksOf } from "../chunks.ts";
import { stateVectorsOf, stepKindOf } from "../kernels/optimizers.ts";
import { scoreBytes } from "../kernels/score.ts";
import { neverDiverged } from "../kernels/step.ts";
import type { Work } from "../work.ts";
import { createEnsemble } from "./ensemble.ts";
import { parameterStride, rowsAtOnce, sampleWidth, strideOf } from "./layout.ts";
import { createGradients } from "./scoring.ts";
import {
  type MemberBuffers,
  optimizerWordsOf,
  type Shared,
  testPass,
  trainingPass,
} from "./training_passes.ts";

/** Members that share buffers, prepared for training. */
export interface MemberChunk {
  readonly members: readonly PlanMember[];
  /** The orders of the slice's steps, `[step × member × row]`. */
  readonly orders: GPUBuffer;
  /** `[pass of the slice × member]` */
  readonly scores: GPUBuffer;
  /** Like the scores; see `MemberBuffers`. */
  readonly factors: GPUBuffer | undefined;
  /** The buffers that training changes, each with a buffer for its saved copy. */
  readonly changing: Record<"parameters" | "optimizerState" | "diverged", SavedBuffer>;
  /** The dispatches of one step, by the number of rows of its batch. */
  readonly trainingPass: (rows: number) => readonly Work[];
  /** The passes over the test samples, block by block. */
  readonly testPasses: readonly (readonly Work[])[];
}

/** A buffer and its saved copy. */
export interface SavedBuffer {
  readonly buffer: GPUBuffer;
  readonly saved: GPUBuffer;
}

/** Allocates buffers for members, uploads them, and prepares all passes. */
export async function createMemberChunk(
  shared: Shared,
  members: readonly PlanMember[],
  states: readonly MemberState[] | undefined,
): Promise<MemberChunk> {
  const { gpu, arena, plan, batchRows, test } = shared;
  const count = test?.count ?? 0;
  const testing = { count, members: members.length, scored: true };
  const testRows = count === 0 ? 0 : rowsAtOnce(gpu, plan.sizes, testing);
  const rows = Math.max(batchRows, testRows);
  const networks = members.map(({ activation, parameters }, index) => ({
    activation,
    parameters: states?.[index].parameters ?? parameters,
  }));
  const ensemble = createEnsemble(gpu, arena, { sizes: plan.sizes, members: networks, rows });
  const buffers = {
    gradients: createGradients(ensemble, rows),
    ...createBuffers(shared, members, states),
  };
  const chunk = { ensemble, members, buffers };
  const trainingPasses = new Map<number, readonly Work[]>();
  for (const size of batchSizesOf(plan, batchRows)) {
    trainingPasses.set(size, await trainingPass(shared, chunk, size));
  }
  const testPasses: (readonly Work[])[] = [];
  for (const block of chunksOf(count, Math.max(1, testRows))) {
    testPasses.push(await testPass(shared, chunk, block));
  }
  const withCopy = (buffer: GPUBuffer): SavedBuffer => ({
    buffer,
    saved: arena.allocate(`saved ${buffer.label}`, buffer.size),
  });
  return {
    members,
    orders: buffers.orders,
    scores: buffers.scores,
    factors: buffers.factors,
    changing: {
      parameters: withCopy(ensemble.parameters),
      optimizerState: withCopy(buffers.optimizerState),
      diverged: withCopy(buffers.diverged),
    },
    trainingPass: (size) => trainingPasses.get(size)!,
    testPasses,
  };
}

/** The buffers of steps: settings, optimizer state, a batch, and the scores of a slice. */
function createBuffers(
  { arena, plan, batchRows, maxPasses, corrected }: Shared,
  members: readonly PlanMember[],
  states: readonly MemberState[] | undefined,
): Omit<MemberBuffers["buffers"], "gradients"> {
  const diverged = Uint32Array.from(members, (_, index) => {
    const epoch = states?.[index].divergedAtEpoch ?? null;
    return epoch === null ? neverDiverged : epoch - 1;
  });
  const batchBytes = 4 * members.length * strideOf(batchRows, sampleWidth(plan.sizes));
  return {
    optimizers: arena.upload("optimizers", optimizerWordsOf(members, corrected)),
    optimizerState: arena.upload("optimizer state", optimizerStateOf(plan, members, states)),
    diverged: arena.upload("divergence", diverged),
    batch: arena.allocate("samples of a batch", batchBytes),
    orders: arena.allocate("orders", 4 * maxPasses * members.length * batchRows),
    scores: arena.allocate("scores", scoreBytes * maxPasses * members.length),
    factors: plan.train.weights &&
      arena.allocate("factors of means", 4 * maxPasses * members.length),
  };
}

/** The sizes of a batch in rows: the batch size, and the remainder for an epoch's last batch. */
function batchSizesOf({ train }: TrainingPlan, batchRows: number): Set<number> {
  const left = train.count % batchRows;
  return new Set(left > 0 ? [batchRows, left] : [batchRows]);
}

/** The optimizer state `[state vectors × members × stride]`: zeros before the first step. */
function optimizerStateOf(
  { sizes }: TrainingPlan,
  members: readonly PlanMember[],
  states: readonly MemberState[] | undefined,
): Float32Array {
  const stride = parameterStride(sizes);
  const vectors = stateVectorsOf(members.map(({ optimizer }) => stepKindOf(optimizer)));
  const all = new Float32Array(vectors * members.length * stride);
  for (const [index, { parameters: { length }, optimizerState }] of (states ?? []).entries()) {
    for (let at = 0; at < optimizerState.length; at += length) {
      const vector = optimizerState.subarray(at, at + length);
      all.set(vector, (at / length * members.length + index) * stride);
    }
  }
  return all;
}
