/** A fused training on the GPU: its buffers, and one slice after the other. */

import type { TrainingPlan } from "../../lib/devices/device.ts";
import { Arena } from "../arena.ts";
import { bind, spread } from "../dispatch.ts";
import type { Gpu } from "../gpu.ts";
import { maxFloats } from "../chunks.ts";
import { submit, type Work } from "../work.ts";
import {
  correctionsOf,
  distinctOf,
  type Distincts,
  memberWords,
  ordersOf,
  samplesOf,
  stateOf,
} from "./training_data.ts";
import type { TrainingBuffer, TrainingKernel } from "./training_kernel.ts";

/** Bytes of orders, of corrections, and of scores that a slice may have. */
const maxUploadBytes = 32 << 20;
const maxScoreBytes = 16 << 20;
/** Bytes of one sample's place in an order, of the corrections and of the scores of one network. */
const orderBytes = 4;
const correctionBytes = 8;
const scoreBytes = 16;

/** Steps of a training that go together: in as many dispatches as they need, read back once. */
export interface Slice {
  readonly first: number;
  readonly last: number;
  readonly firstEpoch: number;
  readonly epochs: number;
}

/** A training under way. */
export interface Training {
  readonly gpu: Gpu;
  readonly arena: Arena;
  readonly plan: TrainingPlan;
  readonly distinct: Distincts;
  readonly stepsPerEpoch: number;
  readonly program: TrainingKernel;
  readonly pipeline: GPUComputePipeline;
  readonly buffers: Record<Exclude<TrainingBuffer, "slice">, GPUBuffer>;
  /** Epochs of which a slice may have orders and scores. */
  readonly maxEpochs: number;
}

/** Compiles the kernel, and uploads what all slices have in common. */
export async function prepare(
  gpu: Gpu,
  arena: Arena,
  { program, plan }: { program: TrainingKernel; plan: TrainingPlan },
): Promise<Training> {
  const { kernel } = program;
  const { members, epochs } = plan;
  const distinct = distinctOf(members);
  const samples = plan.members[0].orders[0].length;
  const stepsPerEpoch = Math.ceil(samples / plan.batchSize);
  const maxEpochs = Math.min(epochs, epochsAtOnce(gpu, plan, distinct));
  return await gpu.guard(kernel.name, async () => {
    const pipeline = await gpu.pipelines.of(kernel);
    const buffers = {
      members: arena.upload("settings", memberWords(members, distinct)),
      corrections: arena.allocate(
        "bias corrections",
        correctionBytes * Math.max(1, distinct.adams.length) * maxEpochs * stepsPerEpoch,
      ),
      samples: arena.upload("samples", samplesOf(plan)),
      orders: arena.allocate("orders", orderBytes * distinct.orders.length * maxEpochs * samples),
      state: arena.upload("parameters", stateOf(members, program)),
      scores: arena.allocate("scores", scoreBytes * members.length * maxEpochs),
    };
    return {
      gpu,
      arena,
      plan,
      distinct,
      stepsPerEpoch,
      program,
      pipeline,
      buffers,
      maxEpochs,
    };
  });
}

/** Scores `[member × epoch of the slice × 4]`, and the members' state behind the last slice. */
export interface SliceResult {
  readonly scores: Float32Array;
  readonly state: Float32Array | null;
}

/** Uploads what the slice needs, runs it, and reads its results, all at once as each reading waits. */
export async function runSlice(training: Training, slice: Slice): Promise<SliceResult> {
  const { gpu, arena, plan, distinct, program, pipeline, buffers } = training;
  const { kernel, maxSteps } = program;
  arena.write(buffers.orders, ordersOf(distinct.orders, slice));
  if (distinct.adams.length > 0) arena.write(buffers.corrections, correctionsOf(distinct, slice));
  using parts = new Arena(gpu, kernel.name);
  const grid = spread(Math.ceil(plan.members.length / program.networks), gpu.limits);
  const works: Work[] = [];
  for (let first = slice.first; first < slice.last; first += maxSteps) {
    const last = Math.min(slice.last, first + maxSteps);
    const words = sliceWords(training, slice, [first, last]);
    const bound = bind(gpu.device, { kernel, pipeline }, {
      ...buffers,
      slice: parts.uniform("slice", words),
    });
    works.push({ bound, grid });
  }
  submit(gpu, works);
  const bytes = scoreBytes * plan.members.length * slice.epochs;
  const ends = slice.last === training.stepsPerEpoch * plan.epochs;
  const [scores, state] = await arena.read([
    { buffer: buffers.scores, bytes },
    ...ends ? [{ buffer: buffers.state }] : [],
  ]);
  return { scores: new Float32Array(scores), state: ends ? new Float32Array(state) : null };
}

/** The members' state as it is: their parameters, and the optimiser's running numbers. */
export async function readState({ arena, buffers }: Training): Promise<Float32Array> {
  const [state] = await arena.read([{ buffer: buffers.state }]);
  return new Float32Array(state);
}

/** The struct `Slice` of one dispatch of a slice. */
function sliceWords(
  { plan, stepsPerEpoch }: Training,
  slice: Slice,
  [first, last]: readonly [number, number],
): Uint32Array {
  const samples = plan.members[0].orders[0].length;
  // deno-fmt-ignore
  return Uint32Array.of(
    plan.members.length, first, last, slice.firstEpoch, slice.epochs, stepsPerEpoch, samples,
    plan.batchSize, plan.test?.count ?? 0, plan.train.count, slice.first, slice.last - slice.first,
  );
}

/** How many epochs' orders, corrections and scores fit in a slice, and in the adapter's buffers. */
function epochsAtOnce(
  gpu: Gpu,
  { members, batchSize }: TrainingPlan,
  { orders, adams }: Distincts,
): number {
  const samples = members[0].orders[0].length;
  const uploaded = Math.max(
    orderBytes * orders.length * samples,
    correctionBytes * adams.length * Math.ceil(samples / batchSize),
  );
  const most = (wanted: number) => Math.min(wanted, 4 * maxFloats(gpu));
  const scores = scoreBytes * members.length;
  const epochs = Math.min(most(maxUploadBytes) / uploaded, most(maxScoreBytes) / scores);
  return Math.max(1, Math.floor(epochs));
}
