/** A chunk of an ensemble that the fused kernel trains: its buffers on the GPU, and its dispatches. */

import type { MemberState, TrainingPlan } from "../../lib/devices/device.ts";
import { Arena } from "../arena.ts";
import { bind, record, spread, type Work } from "../work.ts";
import type { Gpu } from "../gpu.ts";
import type { Slice } from "../sliced_training.ts";
import { correctionBytes } from "../kernels/corrections.ts";
import {
  correctionsOf,
  distinctOf,
  type Distincts,
  epochsAtOnce,
  memberWords,
  orderBytes,
  samplesOf,
  scoreBytes,
  seedsOf,
  sliceWords,
  stateOf,
} from "./training_data.ts";
import { type Shuffle, shuffleKernel, shuffleWorks, wordBytes } from "./shuffle.ts";
import type { TrainingBuffer, TrainingKernel } from "./training_kernel.ts";

/** A plan and the kernel that trains it; the members may be only a chunk of an ensemble. */
interface Setting {
  readonly gpu: Gpu;
  readonly arena: Arena;
  readonly program: TrainingKernel;
  readonly plan: TrainingPlan;
}

/** A chunk of an ensemble: members that share their buffers. */
export interface Chunk extends Setting {
  readonly distinct: Distincts;
  readonly stepsPerEpoch: number;
  readonly pipeline: GPUComputePipeline;
  readonly shuffle: Shuffle;
  readonly buffers: Record<Exclude<TrainingBuffer, "slice">, GPUBuffer>;
  /** Copies of the buffer `state`. */
  readonly saved: readonly GPUBuffer[];
  /** The maximum number of epochs with shuffle orders and scores in one slice. */
  readonly maxEpochs: number;
  /** The epochs whose orders are in the buffer. */
  readonly drawn: { firstEpoch: number; epochs: number };
}

/**
 * Compiles the kernel, and uploads the data that all slices share.
 *
 * @param options `shuffle`: that of an earlier chunk, whose memory is used again.
 */
export function prepareChunk(
  setting: Setting,
  { states, savedCopies, shuffle: earlier }: {
    readonly states: readonly MemberState[] | undefined;
    readonly savedCopies: number;
    readonly shuffle: Shuffle | undefined;
  },
): Promise<Chunk> {
  const { gpu, arena, program, plan } = setting;
  const { members, train: { count: samples } } = plan;
  const distinct = distinctOf(members);
  const stepsPerEpoch = Math.ceil(samples / plan.batchSize);
  const maxEpochs = Math.min(plan.epochs, epochsAtOnce(gpu, plan, distinct));
  const none = new Float32Array();
  const networks = states
    ? states.map(({ divergedAtEpoch, ...network }) => ({
      ...network,
      diverged: divergedAtEpoch !== null,
    }))
    : members.map(({ parameters }) => ({ parameters, optimizerState: none, diverged: false }));
  return gpu.guard(program.kernel.name, async () => {
    const pipeline = await gpu.pipelines.of(program.kernel);
    const buffers = {
      members: arena.upload("settings", memberWords(members, distinct)),
      corrections: arena.allocate(
        "corrections",
        correctionBytes * Math.max(1, distinct.corrections.all.length) * maxEpochs * stepsPerEpoch,
      ),
      samples: arena.upload("samples", samplesOf(plan)),
      orders: arena.allocate(
        "orders",
        orderBytes * distinct.orderSeeds.length * maxEpochs * samples,
      ),
      state: arena.upload("parameters", stateOf(networks, program)),
      scores: arena.allocate("scores", scoreBytes * members.length * maxEpochs),
    };
    const shuffle = earlier ??
      await prepareShuffle(setting, distinct.orderSeeds.length * maxEpochs);
    const saved = Array.from(
      { length: savedCopies },
      () => arena.allocate("saved parameters", buffers.state.size),
    );
    return {
      ...{ ...setting, distinct, stepsPerEpoch, pipeline, shuffle },
      ...{ buffers, saved, maxEpochs, drawn: { firstEpoch: 0, epochs: 0 } },
    };
  });
}

/** What draws so many orders at most, for all slices of all chunks. */
async function prepareShuffle(
  { gpu, arena, plan: { train } }: Setting,
  orders: number,
): Promise<Shuffle> {
  const kernel = shuffleKernel(train.count);
  // Kept, as the allocation of so much memory takes longer than the orders.
  const words = arena.allocate("words of generators", wordBytes(gpu, orders));
  return { kernel, pipeline: await gpu.pipelines.of(kernel), words };
}

/**
 * Uploads the data of a slice and submits its dispatches. If there are snapshots, it returns a buffer with
 * the states after their steps.
 */
export function submitSlice(
  chunk: Chunk,
  own: Arena,
  { slice, snapshots }: {
    slice: Slice & { readonly firstEpoch: number; readonly epochs: number };
    snapshots: readonly number[];
  },
): GPUBuffer | undefined {
  const { gpu, arena, plan, distinct, buffers } = chunk;
  if (distinct.corrections.all.length > 0) {
    arena.write(buffers.corrections, correctionsOf(distinct, plan, slice));
  }
  const { size } = buffers.state;
  const kept = snapshots.length > 0
    ? own.allocate("snapshots", size * snapshots.length)
    : undefined;
  const encoder = gpu.device.createCommandEncoder();
  record(encoder, orderWorks(chunk, own, slice));
  let first = slice.first;
  for (const [index, last] of snapshots.entries()) {
    record(encoder, dispatchesOf(chunk, own, { slice, first, last }));
    encoder.copyBufferToBuffer(buffers.state, 0, kept!, index * size, size);
    first = last;
  }
  record(encoder, dispatchesOf(chunk, own, { slice, first, last: slice.last }));
  gpu.device.queue.submit([encoder.finish()]);
  return kept;
}

/** The dispatches of the steps from `first` up to `last`, each with at most `maxSteps` steps. */
function dispatchesOf(
  { gpu, plan, program: { kernel, maxSteps }, pipeline, buffers, stepsPerEpoch }: Chunk,
  own: Arena,
  { slice, ...steps }: Slice & { slice: Parameters<typeof sliceWords>[1]["slice"] },
): Work[] {
  const grid = spread(plan.members.length, gpu.limits);
  const works: Work[] = [];
  for (let first = steps.first; first < steps.last; first += maxSteps) {
    const part = { first, last: Math.min(steps.last, first + maxSteps) };
    const words = sliceWords(plan, { slice, steps: part, stepsPerEpoch });
    const bound = bind(gpu.device, { kernel, pipeline }, {
      ...buffers,
      slice: own.uniform("slice", words),
    });
    works.push({ bound, grid });
  }
  return works;
}

/** The dispatches that draw the shuffle orders of a slice, unless they are those of the previous slice. */
function orderWorks(
  { gpu, distinct, buffers: { orders }, shuffle, drawn }: Chunk,
  own: Arena,
  { firstEpoch, epochs }: { firstEpoch: number; epochs: number },
): Work[] {
  if (drawn.firstEpoch === firstEpoch && drawn.epochs === epochs) return [];
  Object.assign(drawn, { firstEpoch, epochs });
  const seeds = seedsOf(distinct, { firstEpoch, epochs });
  return shuffleWorks(gpu, own, { ...shuffle, seeds, orders });
}
