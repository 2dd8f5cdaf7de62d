/** A training on the CPU: epoch by epoch, member by member, in stretches between two pauses. */

import { addScore, type BatchScore } from "../../kernels/losses.ts";
import type { Floats } from "../../kernels/floats.ts";
import type { Network } from "../../kernels/network.ts";
import { stateVectorCount } from "../../kernels/optimizer_step.ts";
import { orderOfSeed } from "../../random/loader.ts";
import { createYield } from "../../yield_to_event_loop.ts";
import type {
  AdvanceOptions,
  EnsembleState,
  EpochScores,
  PlanMember,
  Session,
  TrainingPlan,
} from "../device.ts";
import { meanScores, noScores, type ScoredSamples } from "../scores.ts";

/** A member in training. */
interface Trainee {
  readonly member: PlanMember;
  readonly parameters: Floats;
  readonly optimizerState: Floats;
  /** Parameters and optimizer state as they were before the epoch. */
  readonly before: readonly [Float32Array, Float32Array];
  divergedAtEpoch: number | null;
}

/** A stretch that took less milliseconds than this is followed by a longer one. */
const shortStretch = 10;
const longStretch = 40;
/** Multiplications of test samples that are scored without a pause. */
const productsAtOnce = 2e8;
/** Numbers of members that the network's memory is to hold at most; others are copied as they train. */
const maxResident = 2 ** 28;

/**
 * Starts a training on `network`, whose buffers its members use in turn.
 *
 * @param state Where to go on from; the plan's first parameters where it is left out.
 * @param onClose Called once the network is no longer in use.
 */
export function startSession(
  network: Network,
  plan: TrainingPlan,
  { state, onClose }: { state?: EnsembleState; onClose: () => void },
): Session {
  const allocate = allocatorOf(network, plan);
  const trainees = plan.members.map((member, index) =>
    createTrainee(allocate, member, state?.members[index])
  );
  let epoch = state?.epoch ?? 0;
  /** Batches of a stretch: adapted to the time that the last one took. */
  let batches = 1;

  async function trainEpoch(pause: () => Promise<void>): Promise<EpochScores[]> {
    const scores: EpochScores[] = [];
    const orders = new Orders(plan, epoch);
    for (const trainee of trainees) {
      if (trainee.divergedAtEpoch !== null) {
        scores.push(noScores);
        continue;
      }
      const order = orders.of(trainee.member);
      const steps = epoch * Math.ceil(order.length / plan.batchSize);
      const work = { network, plan, trainee, order, pause };
      const trained = await trainMember(work, { steps, batches });
      batches = trained.batches;
      const own = meanScores(trained.score, await scoreTest(work));
      if (own === noScores) trainee.divergedAtEpoch = epoch + 1;
      scores.push(own);
    }
    return scores;
  }

  const copies = () => trainees.map(({ parameters }) => Float32Array.from(parameters));

  return {
    get epoch() {
      return epoch;
    },
    async advance(epochs: number, { signal, onEpoch, keep = [], onKeep }: AdvanceOptions = {}) {
      const pause = createYield(signal);
      const all: EpochScores[][] = [];
      for (let left = epochs; left > 0; left--) {
        await pause();
        for (const trainee of trainees) remember(trainee);
        let scores: EpochScores[];
        try {
          scores = await trainEpoch(pause);
        } catch (error) {
          // Some members are an epoch ahead, and one in the middle of it.
          for (const trainee of trainees) restore(trainee, epoch);
          throw error;
        }
        epoch++;
        all.push(scores);
        onEpoch?.(epoch, scores);
        if (keep.includes(epoch)) onKeep?.(epoch, copies());
      }
      return all;
    },
    parameters: () => Promise.resolve(copies()),
    state: () =>
      Promise.resolve({
        epoch,
        members: trainees.map(({ parameters, optimizerState, divergedAtEpoch }) => ({
          parameters: Float32Array.from(parameters),
          optimizerState: Float32Array.from(optimizerState),
          divergedAtEpoch,
        })),
      }),
    close: () => Promise.resolve(onClose()),
  };
}

/** Where the members are kept: in the network's memory, unless they are too many. */
function allocatorOf(network: Network, { members }: TrainingPlan): Network["allocate"] {
  const numbers = members.reduce(
    (sum, { parameters, optimizer }) => sum + parameters.length * (1 + stateVectorCount(optimizer)),
    0,
  );
  return numbers <= maxResident ? network.allocate : (length) => new Float32Array(length);
}

function createTrainee(
  allocate: Network["allocate"],
  member: PlanMember,
  state: EnsembleState["members"][number] | undefined,
): Trainee {
  const start = (state ?? member).parameters;
  const parameters = allocate(start.length);
  parameters.set(start);
  const optimizerState = allocate(stateVectorCount(member.optimizer) * start.length);
  if (state) optimizerState.set(state.optimizerState);
  return {
    member,
    parameters,
    optimizerState,
    before: [new Float32Array(start.length), new Float32Array(optimizerState.length)],
    divergedAtEpoch: state?.divergedAtEpoch ?? null,
  };
}

function remember({ parameters, optimizerState, before }: Trainee): void {
  before[0].set(parameters);
  before[1].set(optimizerState);
}

function restore(trainee: Trainee, epoch: number): void {
  const { parameters, optimizerState, before, divergedAtEpoch } = trainee;
  parameters.set(before[0]);
  optimizerState.set(before[1]);
  if (divergedAtEpoch !== null && divergedAtEpoch > epoch) trainee.divergedAtEpoch = null;
}

/** Orders of an epoch; one that members share is drawn once where they follow one another. */
class Orders {
  #last: { seeds: Uint32Array; order: Uint32Array } | undefined;

  constructor(readonly plan: TrainingPlan, readonly epoch: number) {}

  of({ orderSeeds: seeds }: PlanMember): Uint32Array {
    if (this.#last?.seeds !== seeds) {
      this.#last = { seeds, order: orderOfSeed(seeds[this.epoch], this.plan.train.count) };
    }
    return this.#last.order;
  }
}

/** One member's epoch. */
interface MemberWork {
  readonly network: Network;
  readonly plan: TrainingPlan;
  readonly trainee: Trainee;
  readonly order: Uint32Array;
  readonly pause: () => Promise<void>;
}

/** Trains a member for an epoch in stretches of about `batches` batches; tells what the next are to be. */
async function trainMember(
  { network, plan, trainee, order, pause }: MemberWork,
  { steps, batches }: { steps: number; batches: number },
): Promise<{ score: ScoredSamples; batches: number }> {
  const { parameters, optimizerState, member: { activation, optimizer } } = trainee;
  const state = { parameters, optimizerState, steps };
  const settings = { activation, optimizer, loss: plan.loss, batchSize: plan.batchSize };
  const score = { lossSum: 0, correct: 0 };
  let size = batches;
  for (let start = 0; start < order.length;) {
    const before = performance.now();
    const stretch = order.subarray(start, start + size * plan.batchSize);
    network.train(state, { samples: plan.train, order: stretch, settings, score });
    start += stretch.length;
    const took = performance.now() - before;
    // What an epoch leaves over for its last stretch is short without saying anything.
    const full = stretch.length === size * plan.batchSize;
    if (full && took < shortStretch) size *= 2;
    else if (took > longStretch) size = Math.max(1, size >> 1);
    await pause();
  }
  return { score: { ...score, count: order.length }, batches: size };
}

/** Scores of a member over the plan's test samples; of none where it has none. */
async function scoreTest({ network, plan, trainee, pause }: MemberWork): Promise<ScoredSamples> {
  const { test: samples, loss } = plan;
  const total: BatchScore = { lossSum: 0, correct: 0 };
  if (!samples) return { ...total, count: 0 };
  const { parameters, member: { activation } } = trainee;
  const { rows } = network;
  const atOnce = rows * Math.ceil(productsAtOnce / parameters.length / rows);
  for (let start = 0; start < samples.count; start += atOnce) {
    const end = Math.min(samples.count, start + atOnce);
    addScore(total, network.score(parameters, { samples, activation, loss, start, end }));
    await pause();
  }
  return { ...total, count: samples.count };
}
