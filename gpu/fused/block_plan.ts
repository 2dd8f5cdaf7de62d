/**
 * How the trainer by tiles divides a batch into blocks of rows, and where the arrays of a block are.
 *
 * The rules are from measurements on an NVIDIA H200, whose processors have workgroup memory for as many
 * workgroups as fit in the limit of one: what counts is how many networks train on a processor at once.
 */

import { range } from "../codegen.ts";
import { needsPreActivations } from "../kernels/activations.ts";
import { stateVectorsOf } from "../kernels/optimizers.ts";
import { type AdapterLimits, threadsFor } from "./adapter_limits.ts";
import { gradientArrays } from "./backward_code.ts";
import { forwardArrays, type ForwardShape, tilesOf } from "./forward_code.ts";
import { type PaddedLayout, vectorsOf, widestOf } from "./layout.ts";
import { placeArrays, type PlacedArrays, type WorkArray } from "./memory_plan.ts";
import type { TrainingShape } from "./training_shape.ts";
import { gradientsPerThread } from "./weight_gradient_code.ts";

/** A block of rows, and the places of its arrays. */
export interface BlockPlan {
  readonly forward: ForwardShape;
  readonly arrays: PlacedArrays;
}

/** The rows of a block on hardware. With more rows fewer networks fit on a processor. */
const [fewRows, manyRows] = [32, 64];
/** The most gradients, in vectors of four, that a thread keeps in registers. */
const maxGradients = 40;

/**
 * Chooses the rows of a block: on hardware few, unless only one workgroup then fits on a processor, which may
 * as well have many; all rows of a batch if a thread has too many gradients to add them up over blocks, and on a
 * CPU, where workgroup memory is no scarcer than other memory. The activations do not count, so that a network
 * is trained alike alone and in an ensemble.
 *
 * Returns null if what a block always has in workgroup memory does not fit.
 */
export function planBlocks(
  shape: TrainingShape,
  layout: PaddedLayout,
  adapter: AdapterLimits,
): BlockPlan | null {
  const { maxComputeWorkgroupStorageSize: limit } = adapter.limits;
  const allRows = 4 * vectorsOf(shape.batchSize);
  const planOf = (rows: number, own = shape) => {
    const forward = forwardShape(own, { layout, rows: Math.min(rows, allRows), adapter });
    const fixed = fixedBytes(forward);
    const arrays = place(own, forward, limit - fixed);
    return { forward, arrays, bytes: fixed + arrays.localBytes };
  };
  const [few, many] = [fewRows, manyRows].map((rows) =>
    planOf(rows, { ...shape, activations: [] })
  );
  if (adapter.software || gradientsPerThread(few.forward) > maxGradients) {
    const whole = planOf(allRows);
    return whole.bytes > limit ? null : whole;
  }
  const fillsProcessor = 2 * few.bytes > limit;
  return planOf(fillsProcessor && !many.arrays.sharedInBuffer ? manyRows : fewRows);
}

function forwardShape(
  { batchSize, activations }: TrainingShape,
  { layout, rows, adapter }: {
    readonly layout: PaddedLayout;
    readonly rows: number;
    readonly adapter: AdapterLimits;
  },
): ForwardShape {
  return {
    layout,
    rows,
    threads: threadsFor(tilesOf(rows, widestOf(layout)), adapter),
    keepPreActivations: needsPreActivations(activations),
    largeTiles: adapter.software,
    holdsGradients: !adapter.software,
    addsBlocks: batchSize > rows,
  };
}

/** The bytes of workgroup memory for sums of scores, the indices of samples, and the mark of divergence. */
const fixedBytes = ({ rows, threads }: ForwardShape) =>
  16 * Math.min(threads, rows) + 4 * rows + 16;

/**
 * Places the arrays in descending order of accesses. What a step reads once stays out of workgroup memory:
 * networks 2-16-16-2 then train 1.3 times as fast.
 */
function place({ steps }: TrainingShape, forward: ForwardShape, bytes: number): PlacedArrays {
  const { layout: { vectors }, threads, rows } = forward;
  const activations = [...forwardArrays(forward), ...gradientArrays(forward)];
  const parameters: WorkArray = { name: "parameters", vectors, persistent: true };
  const rare = { persistent: true, private: true, staysInBuffer: true };
  const optimizerState = range(stateVectorsOf(steps))
    .map((vector) => ({ name: stateName(vector), vectors, ...rare }));
  const running = { name: "running", vectors: Math.min(threads, rows), ...rare };
  return placeArrays([...activations, parameters, ...optimizerState, running], bytes);
}

/** The name of the array with a vector of the optimizer's state. */
export const stateName = (vector: number) => `optimizer_state_${vector}`;
