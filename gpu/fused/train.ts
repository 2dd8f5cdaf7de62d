/** Trains a plan with the fused kernel, slice by slice. */

import { createCurves, type Curves, record, scoresOf } from "../../lib/devices/curves.ts";
import type { MemberResult, TrainingPlan, TrainingWatch } from "../../lib/devices/device.ts";
import { Pacer } from "../../lib/pacer.ts";
import { Arena } from "../arena.ts";
import { bind, type Bound, dispatch, spread } from "../dispatch.ts";
import type { Gpu } from "../gpu.ts";
import { Slices } from "../slices.ts";
import { unpack } from "./layout.ts";
import {
  correctionsOf,
  distinctOf,
  type Distincts,
  memberWords,
  ordersOf,
  samplesOf,
  stateOf,
} from "./training_data.ts";
import type { TrainingKernel } from "./training_kernel.ts";

/** Bytes of orders and of scores that a slice may have. */
const mostOrderBytes = 32 << 20;
const mostScoreBytes = 16 << 20;
const scoreBytes = 16;

/** Steps of a training that one dispatch takes. */
export interface Slice {
  readonly first: number;
  readonly last: number;
  readonly firstEpoch: number;
  readonly epochs: number;
}

/** A training under way. */
interface Training {
  readonly gpu: Gpu;
  readonly arena: Arena;
  readonly plan: TrainingPlan;
  readonly distinct: Distincts;
  readonly stepsPerEpoch: number;
  readonly buffers: Record<"slice" | "orders" | "corrections" | "scores" | "state", GPUBuffer>;
  readonly bound: Bound;
  readonly curves: readonly Curves[];
}

/**
 * Trains all members of the plan at once, a workgroup each.
 *
 * @throws The signal's reason, if the watch has one and it is aborted.
 */
export async function trainFused(
  gpu: Gpu,
  program: TrainingKernel,
  { plan, watch }: { plan: TrainingPlan; watch: TrainingWatch },
): Promise<MemberResult[]> {
  using arena = new Arena(gpu, program.kernel.name);
  const pacer = new Pacer(watch.signal);
  await pacer.pause();
  const mostEpochs = epochsAtOnce(plan);
  const training = await prepare(gpu, arena, { program, plan, mostEpochs });
  const { stepsPerEpoch } = training;
  const slices = new Slices(
    { step: workOf(plan, program), groups: plan.members.length },
    gpu,
  );
  for (let first = 0; first < stepsPerEpoch * plan.epochs;) {
    const steps = Math.min(slices.steps, program.mostSteps);
    const slice = sliceFrom(first, steps, { plan, stepsPerEpoch, mostEpochs });
    const started = performance.now();
    const scores = await gpu.guard(program.kernel.name, () => runSlice(training, slice));
    slices.took(performance.now() - started, slice.last - first);
    report(training, slice, { scores, watch });
    await pacer.pause();
    first = slice.last;
    if (training.curves.every(({ divergedAtEpoch }) => divergedAtEpoch !== null)) break;
  }
  return await gpu.guard(program.kernel.name, () => finish(training, program));
}

/** How many epochs' orders and scores fit in a slice. */
function epochsAtOnce({ members, train }: TrainingPlan): number {
  const orders = distinctOf(members).orders.length * train.count * 4;
  const scores = members.length * scoreBytes;
  return Math.max(1, Math.floor(Math.min(mostOrderBytes / orders, mostScoreBytes / scores)));
}

/** Multiply-adds of one step of one member, test passes shared out. */
function workOf({ batchSize, test, train }: TrainingPlan, { layout }: TrainingKernel): number {
  const weights = layout.layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  return weights * (3 * batchSize + (test?.count ?? 0) * batchSize / train.count);
}

function sliceFrom(
  first: number,
  steps: number,
  { plan, stepsPerEpoch, mostEpochs }: {
    plan: TrainingPlan;
    stepsPerEpoch: number;
    mostEpochs: number;
  },
): Slice {
  const firstEpoch = Math.floor(first / stepsPerEpoch);
  const end = stepsPerEpoch * Math.min(plan.epochs, firstEpoch + mostEpochs);
  const last = Math.min(end, first + steps);
  return { first, last, firstEpoch, epochs: Math.ceil(last / stepsPerEpoch) - firstEpoch };
}

async function prepare(
  gpu: Gpu,
  arena: Arena,
  { program, plan, mostEpochs }: {
    program: TrainingKernel;
    plan: TrainingPlan;
    mostEpochs: number;
  },
): Promise<Training> {
  const { kernel } = program;
  const { members, epochs } = plan;
  const distinct = distinctOf(members);
  const samples = plan.members[0].orders[0].length;
  const stepsPerEpoch = Math.ceil(samples / plan.batchSize);
  const atOnce = Math.min(epochs, mostEpochs);
  return await gpu.guard(kernel.name, async () => {
    const pipeline = await gpu.pipelines.of(kernel);
    const buffers = {
      slice: arena.uniform("slice", new Uint32Array(12)),
      members: arena.upload("settings", memberWords(members, distinct)),
      corrections: arena.allocate(
        "bias corrections",
        8 * Math.max(1, distinct.adams.length) * atOnce * stepsPerEpoch,
      ),
      samples: arena.upload("samples", samplesOf(plan)),
      orders: arena.allocate("orders", 4 * distinct.orders.length * atOnce * samples),
      state: arena.upload("parameters", stateOf(members, program)),
      scores: arena.allocate("scores", scoreBytes * members.length * atOnce),
    };
    return {
      gpu,
      arena,
      plan,
      distinct,
      stepsPerEpoch,
      buffers,
      bound: bind(gpu.device, { kernel, pipeline }, buffers),
      curves: members.map(() => createCurves(epochs, { test: plan.test !== undefined })),
    };
  });
}

/** Uploads what the slice needs, runs it, and reads its scores. */
async function runSlice(training: Training, slice: Slice): Promise<Float32Array> {
  const { gpu, arena, plan, distinct, stepsPerEpoch, buffers, bound } = training;
  const { first, last, firstEpoch, epochs } = slice;
  const samples = plan.members[0].orders[0].length;
  arena.write(
    buffers.slice,
    // deno-fmt-ignore
    Uint32Array.of(
      plan.members.length, first, last, firstEpoch, epochs,
      stepsPerEpoch, samples, plan.batchSize, plan.test?.count ?? 0, plan.train.count,
    ),
  );
  arena.write(buffers.orders, ordersOf(distinct.orders, slice));
  if (distinct.adams.length > 0) arena.write(buffers.corrections, correctionsOf(distinct, slice));
  const encoder = gpu.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  dispatch(pass, bound, spread(plan.members.length, gpu.limits));
  pass.end();
  gpu.device.queue.submit([encoder.finish()]);
  const bytes = scoreBytes * plan.members.length * epochs;
  const [scores] = await arena.read([{ buffer: buffers.scores, bytes }]);
  return new Float32Array(scores);
}

/** Records the epochs that the slice finished, and tells of them. */
function report(
  { plan, curves, stepsPerEpoch }: Training,
  { last, firstEpoch, epochs }: Slice,
  { scores, watch }: { scores: Float32Array; watch: TrainingWatch },
): void {
  const samples = plan.members[0].orders[0].length;
  const finished = Math.floor(last / stepsPerEpoch);
  for (let epoch = firstEpoch + 1; epoch <= finished; epoch++) {
    for (const [member, curve] of curves.entries()) {
      if (curve.divergedAtEpoch !== null) continue;
      const at = 4 * (member * epochs + epoch - firstEpoch - 1);
      record(curve, epoch, {
        trainLoss: scores[at] / samples,
        trainAccuracy: scores[at + 1] / samples,
        testLoss: plan.test ? scores[at + 2] / plan.test.count : NaN,
        testAccuracy: plan.test ? scores[at + 3] / plan.test.count : NaN,
      });
    }
    watch.onEpoch?.(epoch, curves.map((curve) => scoresOf(curve, epoch)));
  }
}

async function finish(
  { arena, plan, buffers, curves }: Training,
  { layout, stateVectors, parametersAt }: TrainingKernel,
): Promise<MemberResult[]> {
  const [bytes] = await arena.read([{ buffer: buffers.state }]);
  const state = new Float32Array(bytes);
  return plan.members.map(({ parameters: before }, member) => {
    const parameters = new Float32Array(before.length);
    const at = 4 * (member * stateVectors + parametersAt);
    unpack(state.subarray(at, at + 4 * layout.vectors), layout, parameters);
    return { ...curves[member], parameters };
  });
}
