/** Training an ensemble on TensorFlow.js: epoch by epoch, member by member, slice by slice. */

import { addScore, type BatchScore } from "../../kernels/losses.ts";
import { evaluationRows, type Network } from "../../kernels/network.ts";
import { stateSlots } from "../../kernels/optimizer_step.ts";
import { createCurves, type Curves, record, scoresOf } from "../curves.ts";
import type {
  MemberResult,
  PlanMember,
  SampleMatrix,
  TrainingPlan,
  TrainingWatch,
} from "../device.ts";
import { Pacer } from "../../yield_to_event_loop.ts";
import type { loadTensorFlow } from "./tensorflow.ts";
import { type MemberTensors, runTrainingSlice } from "./training_kernel.ts";

type TensorFlow = Awaited<ReturnType<typeof loadTensorFlow>>;

/** A member in training. */
interface Trainee {
  readonly member: PlanMember;
  readonly tensors: MemberTensors;
  readonly curves: Curves;
  steps: number;
}

/** A slice that took less milliseconds than this is followed by a longer one. */
const shortSlice = 10;
const longSlice = 40;

/**
 * Trains the plan's members on `network`, whose buffers they share in turn.
 *
 * @throws The signal's reason, if the watch has one and it is aborted.
 */
export async function trainPlan(
  tf: TensorFlow,
  network: Network,
  { plan, watch }: { plan: TrainingPlan; watch: TrainingWatch },
): Promise<MemberResult[]> {
  const pacer = new Pacer(watch.signal);
  const trainees = plan.members.map((member) => createTrainee(tf, plan, member));
  try {
    let batches = 1;
    for (let epoch = 1; epoch <= plan.epochs; epoch++) {
      await pacer.pause();
      for (const trainee of trainees) {
        if (trainee.curves.divergedAtEpoch !== null) continue;
        batches = await trainEpoch(tf, network, { plan, trainee, epoch, batches, pacer });
      }
      watch.onEpoch?.(epoch, trainees.map(({ curves }) => scoresOf(curves, epoch)));
    }
    return trainees.map(({ tensors, curves }) => ({
      ...curves,
      parameters: Float32Array.from(tensors.parameters.dataSync()),
    }));
  } finally {
    for (const { tensors } of trainees) tf.dispose([tensors.parameters, tensors.optimizerState]);
  }
}

function createTrainee(tf: TensorFlow, plan: TrainingPlan, member: PlanMember): Trainee {
  const { parameters, optimizer } = member;
  return {
    member,
    tensors: {
      parameters: tf.tensor1d(parameters),
      optimizerState: tf.zeros([stateSlots(optimizer) * parameters.length]),
    },
    curves: createCurves(plan.epochs, { test: plan.test !== undefined }),
    steps: 0,
  };
}

/** Trains one epoch in slices of about `batches` batches; returns what the next slices should be. */
async function trainEpoch(
  tf: TensorFlow,
  network: Network,
  { plan, trainee, epoch, batches, pacer }: {
    plan: TrainingPlan;
    trainee: Trainee;
    epoch: number;
    batches: number;
    pacer: Pacer;
  },
): Promise<number> {
  const order = trainee.member.orders[epoch - 1];
  const total = { lossSum: 0, correct: 0 };
  let size = batches;
  for (let start = 0; start < order.length;) {
    const before = performance.now();
    const slice = order.subarray(start, start + size * plan.batchSize);
    trainSlice(tf, network, { plan, trainee, slice, score: total });
    start += slice.length;
    const took = performance.now() - before;
    // What an epoch leaves over for its last slice is short without saying anything.
    const full = slice.length === size * plan.batchSize;
    if (full && took < shortSlice) size *= 2;
    else if (took > longSlice) size = Math.max(1, size >> 1);
    await pacer.pause();
  }
  const trained = mean(total, order.length);
  const tested = await test(network, plan, { trainee, pacer });
  record(trainee.curves, epoch, {
    trainLoss: trained.loss,
    trainAccuracy: trained.accuracy,
    testLoss: tested.loss,
    testAccuracy: tested.accuracy,
  });
  return size;
}

function trainSlice(
  tf: TensorFlow,
  network: Network,
  { plan, trainee, slice, score }: {
    plan: TrainingPlan;
    trainee: Trainee;
    slice: Uint32Array;
    score: BatchScore;
  },
): void {
  const { activation, optimizer } = trainee.member;
  runTrainingSlice(tf, trainee.tensors, {
    network,
    samples: plan.train,
    order: slice,
    settings: { activation, optimizer, loss: plan.loss, batchSize: plan.batchSize },
    score,
    stepsBefore: trainee.steps,
  });
  trainee.steps += Math.ceil(slice.length / plan.batchSize);
}

/** Mean loss and accuracy over the plan's test samples; NaN where it has none. */
async function test(
  network: Network,
  { test: samples, loss }: TrainingPlan,
  { trainee, pacer }: { trainee: Trainee; pacer: Pacer },
): Promise<{ loss: number; accuracy: number }> {
  if (!samples) return { loss: NaN, accuracy: NaN };
  const parameters = trainee.tensors.parameters.dataSync() as Float32Array;
  const { activation } = trainee.member;
  const total = { lossSum: 0, correct: 0 };
  for (const part of blocksOf(samples)) {
    addScore(total, network.score(parameters, { samples: part, activation, loss }));
    await pacer.pause();
  }
  return mean(total, samples.count);
}

/** The samples in blocks that are scored without a pause. */
function* blocksOf({ count, inputs, targets }: SampleMatrix): Generator<SampleMatrix> {
  const [features, width] = [inputs.length / count, targets.length / count];
  for (let start = 0; start < count; start += evaluationRows) {
    const end = Math.min(count, start + evaluationRows);
    yield {
      count: end - start,
      inputs: inputs.subarray(start * features, end * features),
      targets: targets.subarray(start * width, end * width),
    };
  }
}

function mean({ lossSum, correct }: BatchScore, count: number): { loss: number; accuracy: number } {
  return { loss: lossSum / count, accuracy: correct / count };
}
