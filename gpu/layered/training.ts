/** An ensemble of networks of any size, trained layer by layer through the general kernels. */

import type { EnsembleState, TrainingPlan } from "../../lib/devices/device.ts";
import { stateVectorCount } from "../../lib/kernels/optimizer_step.ts";
import { layersOf, parameterCount } from "../../lib/models/layout.ts";
import { Arena, type Reading, startWithArena } from "../arena.ts";
import { chunksOf, maxFloats, snapshotsAtOnce } from "../chunks.ts";
import type { Gpu } from "../gpu.ts";
import { correctionBytes, distinctCorrections } from "../kernels/corrections.ts";
import { stateVectorsOf, stepKindOf } from "../kernels/optimizers.ts";
import { scoreBytes } from "../kernels/score.ts";
import { stepBytes } from "../kernels/step.ts";
import type {
  NetworkState,
  RunningSlice,
  Slice,
  SlicedTraining,
  SliceReadings,
  StateReader,
} from "../sliced_training.ts";
import { copyBuffers } from "../work.ts";
import { unpacked } from "./ensemble.ts";
import { membersAtOnce, parameterStride } from "./layout.ts";
import { createMemberChunk, type MemberChunk, type SavedBuffer } from "./member_chunk.ts";
import { SliceRunner, type Training } from "./slice.ts";
import { type Shared, uploadSamples } from "./training_passes.ts";

const owner = "layered training";
/** The maximum number of passes in a slice, and of bytes in each of its buffers. */
const maxPasses = 1024;
const maxBytes = 16 << 20;
/** The maximum number of orders drawn for a slice: more would block the event loop. */
const maxOrders = 16_384;
/** The approximate number of rows of a batch in one workgroup. */
const rowsTogether = 64;

/** Uploads an ensemble, and prepares all of its passes. */
export async function prepareLayered(
  gpu: Gpu,
  { plan, state }: { plan: TrainingPlan; state?: EnsembleState },
): Promise<SlicedTraining> {
  const arena = new Arena(gpu, owner);
  try {
    const training = await gpu.guard(owner, () => prepareTraining(gpu, arena, { plan, state }));
    return slicedTraining(training);
  } catch (error) {
    arena[Symbol.dispose]();
    throw error;
  }
}

function slicedTraining(training: Training): SlicedTraining {
  const { shared: { gpu, arena, plan, maxPasses }, chunks } = training;
  const runner = new SliceRunner(training);
  const seeds = new Set(plan.members.map(({ orderSeeds }) => orderSeeds)).size;
  const maxEpochs = Math.max(1, Math.floor(maxOrders / seeds));
  const changing = chunks.flatMap(({ changing }) => Object.values<SavedBuffer>(changing));
  const readings = chunks.flatMap(({ changing: { parameters, optimizerState } }): Reading[] => [
    { buffer: parameters.buffer },
    { buffer: optimizerState.buffer },
  ]);
  const stateBytes = readings.reduce((sum, { buffer }) => sum + buffer.size, 0);
  return {
    name: owner,
    stepsPerEpoch: runner.passesPerEpoch,
    maxSteps: Math.min(maxPasses, runner.passesPerEpoch * maxEpochs),
    work: workOf(training),
    stateBytes,
    maxSnapshots: snapshotsAtOnce(gpu, stateBytes),
    start: (slice, asked) => startSlice(training, { runner, slice, readings, asked }),
    // Large networks take long on the GPU compared with their scores, and a second copy takes memory.
    savedCopies: 1,
    save: () => copyBuffers(gpu, changing.map(({ buffer, saved }) => [buffer, saved])),
    restore() {
      copyBuffers(gpu, changing.map(({ buffer, saved }) => [saved, buffer]));
      runner.startEpoch();
    },
    readState: async () => networksOf(training, await arena.read(readings)),
    readParameters: async () =>
      parametersOf(
        training,
        await arena.read(chunks.map(({ changing }) => ({ buffer: changing.parameters.buffer }))),
      ),
    close: () => arena[Symbol.dispose](),
  };
}

/** Submits a slice; its scores, state and snapshots are read with one wait. */
function startSlice(
  training: Training,
  { runner, slice, readings, asked: { readsState, snapshots: steps } }: {
    runner: SliceRunner;
    slice: Slice;
    /** The buffers of the state. */
    readings: readonly Reading[];
    asked: SliceReadings;
  },
): RunningSlice {
  return startWithArena(training.shared.gpu, owner, (own) => {
    const parameters = training.chunks.map(({ changing }) => changing.parameters.buffer);
    const copies = steps.length === 0 ? [] : parameters.map((from) => ({
      from,
      to: own.allocate("snapshots", from.size * steps.length),
    }));
    const state = readsState ? readings : [];
    const wanted = [...state, ...copies.map(({ to }) => ({ buffer: to }))];
    const finish = runner.start(slice, { readings: wanted, snapshots: { steps, copies }, own });
    return async () => {
      const { epochs, read } = await finish();
      const kept = read.slice(state.length);
      const snapshotAt = (at: number) =>
        kept.map((bytes, index) => {
          const { size } = copies[index].from;
          return bytes.slice(at * size, (at + 1) * size);
        });
      return {
        epochs,
        state: readsState ? readerOf(training, read) : undefined,
        snapshots: steps.map((_, at) => parametersOf(training, snapshotAt(at))),
      };
    };
  });
}

/** Uploads the plan, and prepares all passes. */
export async function prepareTraining(
  gpu: Gpu,
  arena: Arena,
  { plan, state }: { plan: TrainingPlan; state?: EnsembleState },
): Promise<Training> {
  const { members, sizes, batchSize, train, test } = plan;
  const batchRows = Math.min(batchSize, train.count);
  const stateVectors = stateVectorsOf(members.map(({ optimizer }) => stepKindOf(optimizer)));
  const atOnce = Math.min(
    members.length,
    membersAtOnce(gpu, sizes, { rows: batchRows, parameterVectors: stateVectors }),
  );
  const corrected = distinctCorrections(members);
  const passes = passesAtOnce(gpu, [
    4 * atOnce * batchRows,
    scoreBytes * atOnce,
    correctionBytes * corrected.all.length,
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
    corrected,
    corrections: arena.allocate("corrections", correctionBytes * passes * corrected.all.length),
    maxPasses: passes,
  };
  const chunks: MemberChunk[] = [];
  for (const { first, last } of chunksOf(members.length, atOnce)) {
    const states = state?.members.slice(first, last);
    chunks.push(await createMemberChunk(shared, members.slice(first, last), states));
  }
  return {
    shared,
    chunks,
    stepsPerEpoch: Math.ceil(train.count / batchRows),
    steps: arena.allocate("steps", stepBytes * passes),
  };
}

/** The maximum number of passes in a slice, given the bytes of each pass in several buffers. */
function passesAtOnce(gpu: Gpu, bytes: readonly number[]): number {
  const fits = Math.min(maxBytes, 4 * maxFloats(gpu)) / Math.max(...bytes);
  return Math.max(1, Math.min(maxPasses, Math.floor(fits)));
}

/** The multiply-adds of one step, for the size of slices. */
function workOf(
  { shared: { plan: { sizes }, batchRows }, chunks: [chunk] }: Training,
): SlicedTraining["work"] {
  const weights = layersOf(sizes).reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const groups = chunk.members.length * Math.ceil(batchRows / rowsTogether);
  return { step: 3 * weights * Math.min(batchRows, rowsTogether), groups };
}

/** The state, from each chunk's parameters and optimizer state. */
const readerOf = (training: Training, read: readonly ArrayBuffer[]): StateReader => ({
  parameters: () => parametersOf(training, read.filter((_, index) => index % 2 === 0)),
  networks: () => networksOf(training, read),
});

/** Each member's parameters, from those of each chunk. */
function parametersOf(
  { shared: { plan: { sizes } }, chunks }: Training,
  read: readonly ArrayBuffer[],
): Float32Array[] {
  const count = parameterCount(sizes);
  return chunks.flatMap(({ members }, chunk) => unpacked(read[chunk], members.length, count));
}

/** Each member's state, from each chunk's parameters and optimizer state. */
function networksOf(
  { shared: { plan: { sizes } }, chunks }: Training,
  read: readonly ArrayBuffer[],
): NetworkState[] {
  const [length, stride] = [parameterCount(sizes), parameterStride(sizes)];
  return chunks.flatMap(({ members }, chunk) => {
    const parameters = unpacked(read[2 * chunk], members.length, length);
    const states = new Float32Array(read[2 * chunk + 1]);
    return members.map(({ optimizer }, member) => {
      const vectors = stateVectorCount(optimizer);
      const optimizerState = new Float32Array(vectors * length);
      for (let vector = 0; vector < vectors; vector++) {
        const at = (vector * members.length + member) * stride;
        optimizerState.set(states.subarray(at, at + length), vector * length);
      }
      return { parameters: parameters[member], optimizerState };
    });
  });
}
