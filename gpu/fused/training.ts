/** Training of an ensemble by the fused kernel: its slices, and their results. */

import type { EnsembleState, PlanMember, TrainingPlan } from "../../lib/devices/device.ts";
import type { EpochSums } from "../../lib/devices/scores.ts";
import { stateVectorCount } from "../../lib/kernels/optimizer_step.ts";
import { Arena, copiesOf, startWithArena } from "../arena.ts";
import { chunksOf, snapshotsAtOnce } from "../chunks.ts";
import { copyBuffers } from "../work.ts";
import type { Gpu } from "../gpu.ts";
import type {
  RunningSlice,
  Slice,
  SlicedTraining,
  SliceReadings,
  StateReader,
} from "../sliced_training.ts";
import { membersAtOnce, scoreBytes, workOf } from "./training_data.ts";
import { type Chunk, prepareChunk, submitSlice } from "./training_chunk.ts";
import type { TrainingKernel } from "./training_kernel.ts";

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
      const shared = { states, savedCopies, shuffle: chunks[0]?.shuffle };
      chunks.push(await prepareChunk({ gpu, arena, program, plan: own }, shared));
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
