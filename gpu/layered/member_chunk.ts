/** Members of an ensemble that are trained together: their buffers, and the passes over them. */

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

/** Members whose numbers lie in the same buffers, ready to be trained. */
export interface MemberChunk {
  readonly members: readonly PlanMember[];
  /** Orders of the slice's steps, `[step × member × row]`. */
  readonly orders: GPUBuffer;
  /** `[pass of the slice × member]` */
  readonly scores: GPUBuffer;
  /** What training changes, each with a buffer that it is saved in. */
  readonly changing: Record<"parameters" | "optimizerState" | "diverged", SavedBuffer>;
  /** One step on batches of so many rows. */
  readonly trainingPass: (rows: number) => readonly Work[];
  /** Passes over the test samples, block by block. */
  readonly testPasses: readonly (readonly Work[])[];
}

/** A buffer with a copy. */
export interface SavedBuffer {
  readonly buffer: GPUBuffer;
  readonly saved: GPUBuffer;
}

/** Makes room for members, uploads them, and prepares all passes. */
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
    changing: {
      parameters: withCopy(ensemble.parameters),
      optimizerState: withCopy(buffers.optimizerState),
      diverged: withCopy(buffers.diverged),
    },
    trainingPass: (size) => trainingPasses.get(size)!,
    testPasses,
  };
}

/** Buffers of steps: settings, optimizer state, and room for a batch and for the scores of a slice. */
function createBuffers(
  { arena, plan, batchRows, maxPasses, correctionOf }: Shared,
  members: readonly PlanMember[],
  states: readonly MemberState[] | undefined,
): Omit<MemberBuffers["buffers"], "gradients"> {
  const diverged = Uint32Array.from(members, (_, index) => {
    const epoch = states?.[index].divergedAtEpoch ?? null;
    return epoch === null ? neverDiverged : epoch - 1;
  });
  const batchBytes = 4 * members.length * strideOf(batchRows, sampleWidth(plan.sizes));
  return {
    optimizers: arena.upload("optimizers", optimizerWordsOf(members, correctionOf)),
    optimizerState: arena.upload("optimizer state", optimizerStateOf(plan, members, states)),
    diverged: arena.upload("divergence", diverged),
    batch: arena.allocate("samples of a batch", batchBytes),
    orders: arena.allocate("orders", 4 * maxPasses * members.length * batchRows),
    scores: arena.allocate("scores", scoreBytes * maxPasses * members.length),
  };
}

/** Rows that a batch may have: all that it takes, and what is left for an epoch's last. */
function batchSizesOf({ train }: TrainingPlan, batchRows: number): Set<number> {
  const left = train.count % batchRows;
  return new Set(left > 0 ? [batchRows, left] : [batchRows]);
}

/** `[state vectors × members × stride]`: zeros where nothing has been trained yet. */
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
