/** Training of an ensemble by the fused kernel: its buffers on the GPU, and its slices. */

import type {
  EnsembleState,
  MemberState,
  PlanMember,
  TrainingPlan,
} from "../../lib/devices/device.ts";
import type { EpochSums } from "../../lib/devices/scores.ts";
import { stateVectorCount } from "../../lib/kernels/optimizer_step.ts";
import { Arena, copiesOf, startWithArena } from "../arena.ts";
import { chunksOf, snapshotsAtOnce } from "../chunks.ts";
import { bind, copyBuffers, record, spread, type Work } from "../work.ts";
import type { Gpu } from "../gpu.ts";
import type {
  RunningSlice,
  Slice,
  SlicedTraining,
  SliceReadings,
  StateReader,
} from "../sliced_training.ts";
import { correctionBytes } from "../kernels/corrections.ts";
import {
  correctionsOf,
  distinctOf,
  type Distincts,
  epochsAtOnce,
  membersAtOnce,
  memberWords,
  orderBytes,
  samplesOf,
  scoreBytes,
  seedsOf,
  sliceWords,
  stateOf,
  workOf,
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
interface Chunk extends Setting {
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

/** A state of at most this many bytes has two saved copies, so that a slice can run ahead. */
const maxSavedTwice = 64 << 20;

/** Uploads an ensemble. Each member is trained by one workgroup. */
export async function prepareFused(
  gpu: Gpu,
  program: TrainingKernel,
  { plan, state }: { plan: TrainingPlan; state?: EnsembleState },
): Promise<SlicedTraining> {
  const { kernel, stateVectors } = program;
  const arena = new Arena(gpu, kernel.name);
  const chunks: Chunk[] = [];
  const atOnce = membersAtOnce(gpu, plan, program);
  const stateBytes = 16 * stateVectors * plan.members.length;
  const savedCopies = stateBytes <= maxSavedTwice ? 2 : 1;
  try {
    for (const { first, last } of chunksOf(plan.members.length, atOnce)) {
      const own = { ...plan, members: plan.members.slice(first, last) };
      const states = state?.members.slice(first, last);
      chunks.push(await prepareChunk({ gpu, arena, program, plan: own }, { states, savedCopies }));
    }
  } catch (error) {
    arena[Symbol.dispose]();
    throw error;
  }
  const [{ stepsPerEpoch }] = chunks;
  const read = async () =>
    readerOf(chunks, await arena.read(chunks.map(({ buffers }) => ({ buffer: buffers.state }))));
  return {
    name: kernel.name,
    stepsPerEpoch,
    maxSteps: stepsPerEpoch * Math.min(...chunks.map(({ maxEpochs }) => maxEpochs)),
    work: { step: workOf(plan), groups: plan.members.length },
    stateBytes,
    maxSnapshots: snapshotsAtOnce(gpu, stateBytes),
    start: (slice, readings) => startSlice(chunks, slice, readings),
    savedCopies,
    save: (at) => copyBuffers(gpu, chunks.map(({ buffers, saved }) => [buffers.state, saved[at]])),
    restore(at) {
      copyBuffers(gpu, chunks.map(({ buffers, saved }) => [saved[at], buffers.state]));
      // A slice that failed may not have drawn its orders.
      for (const { drawn } of chunks) drawn.epochs = 0;
    },
    readState: async () => (await read()).networks(),
    readParameters: async () => (await read()).parameters(),
    close: () => arena[Symbol.dispose](),
  };
}

/** Compiles the kernel, and uploads the data that all slices share. */
function prepareChunk(
  setting: Setting,
  { states, savedCopies }: {
    states: readonly MemberState[] | undefined;
    savedCopies: number;
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
    const shuffler = shuffleKernel(samples);
    // Kept for all slices, as the allocation of so much memory takes longer than the orders.
    const words = arena.allocate(
      "words of generators",
      wordBytes(gpu, distinct.orderSeeds.length * maxEpochs),
    );
    const shuffle = { kernel: shuffler, pipeline: await gpu.pipelines.of(shuffler), words };
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

/** Submits a slice of all chunks; the results of all of them are read back with one wait. */
function startSlice(
  chunks: readonly Chunk[],
  slice: Slice,
  { readsState, snapshots }: SliceReadings,
): RunningSlice {
  const [{ gpu, program, stepsPerEpoch }] = chunks;
  const firstEpoch = Math.floor(slice.first / stepsPerEpoch);
  const epochs = Math.ceil(slice.last / stepsPerEpoch) - firstEpoch;
  return startWithArena(gpu, program.kernel.name, (own) => {
    const kept = chunks.map((chunk) =>
      submitSlice(chunk, own, { slice: { ...slice, firstEpoch, epochs }, snapshots })
    );
    const reading = own.startReading([
      ...chunks.map(({ buffers, plan: { members } }) => ({
        buffer: buffers.scores,
        bytes: scoreBytes * members.length * epochs,
      })),
      ...readsState ? chunks.map(({ buffers }) => ({ buffer: buffers.state })) : [],
      ...snapshots.length > 0 ? kept.map((buffer) => ({ buffer: buffer! })) : [],
    ]);
    return async () => {
      const read = await reading.read(copiesOf);
      const scores = read.slice(0, chunks.length).map((bytes) => new Float32Array(bytes));
      const states = readsState ? read.slice(chunks.length, 2 * chunks.length) : undefined;
      const ended = Math.floor(slice.last / stepsPerEpoch) - firstEpoch;
      return {
        epochs: Array.from({ length: ended }, (_, epoch) => sumsOf(scores, { epoch, epochs })),
        state: states && readerOf(chunks, states),
        snapshots: snapshots.map((_, at) =>
          readerOf(chunks, read.slice(read.length - chunks.length), at).parameters()
        ),
      };
    };
  });
}

/** The sums of all members in an epoch, from each chunk's scores `[epochs × members × 4]`. */
function sumsOf(
  scores: readonly Float32Array[],
  { epoch, epochs }: { epoch: number; epochs: number },
): EpochSums {
  const parts = scores.map((ofChunk) => {
    const length = ofChunk.length / epochs;
    return ofChunk.subarray(epoch * length, (epoch + 1) * length);
  });
  if (parts.length === 1) return parts[0];
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * Uploads the data of a slice and submits its dispatches. If there are snapshots, it returns a buffer with
 * the states after their steps.
 */
function submitSlice(
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

/** Reads state number `at` of each chunk. */
function readerOf(chunks: readonly Chunk[], read: readonly ArrayBuffer[], at = 0): StateReader {
  const none = new Float32Array();
  const networks = (optimizerStateOf: (member: PlanMember) => Float32Array) =>
    chunks.flatMap(({ plan, program: { stateVectors, unpack }, buffers }, index) => {
      const { size } = buffers.state;
      const state = new Float32Array(read[index], at * size, size / 4);
      return plan.members.map((member, number) => {
        const network = {
          parameters: new Float32Array(member.parameters.length),
          optimizerState: optimizerStateOf(member),
        };
        unpack(state, 4 * number * stateVectors, network);
        return network;
      });
    });
  return {
    parameters: () => networks(() => none).map(({ parameters }) => parameters),
    networks: () =>
      networks(({ optimizer, parameters }) =>
        new Float32Array(stateVectorCount(optimizer) * parameters.length)
      ),
  };
}
