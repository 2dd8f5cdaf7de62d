/** What an adapter can take: layers, threads, and turns of loops. */

import { maxLoopTurns } from "../loop_limits.ts";
import { type ForwardShape, tilesOf } from "./forward_code.ts";

/** What of an adapter decides whether and how work fits in a workgroup. */
export interface AdapterLimits {
  /** Whether it computes on the CPU. */
  readonly software: boolean;
  /** Processors of this machine, on which it then does. */
  readonly cores: number;
  readonly limits: Pick<
    GPUSupportedLimits,
    "maxComputeWorkgroupStorageSize" | "maxComputeInvocationsPerWorkgroup"
  >;
}

/**
 * Dense layers of a network, at the most. Kernels are written out layer by layer, and compiled in time
 * with the square of that: on Mesa's software adapter 2-8-8-8-2 takes two seconds, 10 hidden layers
 * half a minute, and nothing can end that. The general kernels take under two whatever the depth.
 */
export const maxLayers = 4;

/** More threads do not pay: there is hardly ever more for them to do between two barriers. */
const maxThreads = 256;
/** A CPU takes a turn for every eight threads between two barriers: so it gets few. */
const threadsOnSoftware = 8;

/** Threads of a workgroup whose widest layer has so many tiles. */
export function threadsFor(tiles: number, { software, limits }: AdapterLimits): number {
  if (software) return threadsOnSoftware;
  const max = Math.min(maxThreads, limits.maxComputeInvocationsPerWorkgroup);
  return Math.min(max, 32 * Math.ceil(tiles / 32));
}

/** Turns of the forward pass and the score of one block of rows, counted generously. */
export function turnsOfForward({ layout: { layers }, rows, threads }: ForwardShape): number {
  const ownRows = Math.ceil(rows / threads);
  const last = layers[layers.length - 1].outputVectors;
  const gathered = ownRows * (layers[0].inputVectors + 2);
  const scored = ownRows * (2 + 4 * (last + 1));
  return layers.reduce(
    (sum, { inputVectors, outputVectors }) =>
      sum + 1 + Math.ceil(tilesOf(rows, outputVectors) / threads) * (inputVectors + 2),
    gathered + scored,
  );
}

/**
 * Steps that one dispatch may take: the turns that a whole test leaves, as any slice may end an
 * epoch, are taken by steps that each bear their share of the tests to come. Below 1 where not
 * even a single step fits.
 */
export function maxStepsOf(
  adapter: AdapterLimits,
  shape: ForwardShape,
  { steps, tests }: { steps: number; tests: number },
): number {
  const { layout: { layers }, rows, threads } = shape;
  const forward = turnsOfForward(shape);
  const backward = layers.reduce((sum, { inputVectors, outputVectors }) => {
    const held = Math.ceil(tilesOf(rows, inputVectors) / threads) * (outputVectors + 1);
    const stepped = Math.ceil(inputVectors * outputVectors / threads) * (rows / 4 + 2);
    return sum + held + stepped + 1;
  }, 0);
  const loading = layers.reduce(
    (sum, { inputVectors, outputVectors }) => sum + 4 * outputVectors * (inputVectors + 1),
    0,
  ) * 8 / threads;
  const test = Math.ceil(tests / rows) * (forward + 1) + rows + 2;
  const step = 2 + forward + backward;
  return Math.floor((maxLoopTurns(adapter) - loading - test) / (step + test / steps));
}
