/** Limits of fused kernels on an adapter: layers, threads, and loop iterations. */

import { maxLoopIterations } from "../loop_limits.ts";
import { type ForwardShape, ownTiles, tilesOf } from "./forward_code.ts";
import type { TrainingShape } from "./training_shape.ts";

/** The properties of an adapter that decide whether and how work fits in a workgroup. */
export interface AdapterLimits {
  /** Whether it is a software adapter, which computes on the CPU. */
  readonly software: boolean;
  readonly limits: Pick<
    GPUSupportedLimits,
    "maxComputeWorkgroupStorageSize" | "maxComputeInvocationsPerWorkgroup"
  >;
}

/**
 * The maximum number of dense layers of a network. A fused kernel has separate code for each layer, and
 * the time to compile it grows with the square of their number: on Mesa's software adapter 2-8-8-8-2
 * takes two seconds, 10 hidden layers half a minute, and a compilation cannot be aborted. The general
 * kernels compile in less than two seconds at any depth.
 */
export const maxLayers = 4;

/** The maximum number of threads; there is rarely work for more of them between two barriers. */
const maxThreads = 256;
/** On a CPU eight threads run as the lanes of one vector; more would run one after the other. */
const threadsOnSoftware = 8;

/** Returns the number of threads of a workgroup whose widest layer has `tiles` tiles. */
export function threadsFor(tiles: number, { software, limits }: AdapterLimits): number {
  if (software) return threadsOnSoftware;
  const max = Math.min(maxThreads, limits.maxComputeInvocationsPerWorkgroup);
  return Math.min(max, 32 * Math.ceil(tiles / 32));
}

/** An upper bound of the loop iterations of a forward pass and score of one block of rows. */
export function iterationsOfForward({ layout: { layers }, rows, threads }: ForwardShape): number {
  const ownRows = Math.ceil(rows / threads);
  const last = layers[layers.length - 1].outputVectors;
  const gathered = ownRows * (layers[0].inputVectors + 2);
  const scored = ownRows * (2 + 4 * (last + 1));
  return layers.reduce(
    (sum, { inputVectors, outputVectors }) =>
      sum + 1 + ownTiles({ threads }, tilesOf(rows, outputVectors)) * (inputVectors + 2),
    gathered + scored,
  );
}

/**
 * Returns the maximum number of steps in one dispatch. The limit on loop iterations has to cover loading
 * the network, one complete test pass, because any dispatch may end an epoch, and for each step the step
 * itself and its share of further test passes. The result is below 1 if not even one step fits.
 */
export function maxStepsOf(
  adapter: AdapterLimits,
  shape: ForwardShape,
  { batchSize, epoch: { steps, tests } }: Pick<TrainingShape, "batchSize" | "epoch">,
): number {
  const { layout: { layers }, rows, threads } = shape;
  const forward = iterationsOfForward(shape);
  const backward = layers.reduce((sum, { inputVectors, outputVectors }) => {
    const held = ownTiles({ threads }, tilesOf(rows, inputVectors)) * (outputVectors + 1);
    const stepped = ownTiles({ threads }, inputVectors * outputVectors) * (rows / 4 + 2);
    return sum + held + stepped + 1;
  }, 0);
  const loading = layers.reduce(
    (sum, { inputVectors, outputVectors }) => sum + 4 * outputVectors * (inputVectors + 1),
    0,
  ) * 8 / threads;
  const test = Math.ceil(tests / rows) * (forward + 1) + rows + 2;
  const step = 2 + Math.ceil(batchSize / rows) * (1 + forward + backward);
  return Math.floor((maxLoopIterations(adapter) - loading - test) / (step + test / steps));
}
