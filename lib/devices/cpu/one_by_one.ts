/** An epoch of a training, member by member, in short parts between two pauses. */

import type { BatchScore } from "../../kernels/losses.ts";
import type { Network } from "../../kernels/network.ts";
import { orderOfSeed } from "../../random/loader.ts";
import type { EpochScores, PlanMember, TrainingPlan } from "../device.ts";
import { ratesOfSteps, stepsPerEpochOf } from "../learning_rates.ts";
import { createScores, sumsOf, writeMeans } from "../scores.ts";
import type { Trainee } from "./trainee.ts";

/** Parts that take less milliseconds than this are made longer, and shorter if they take more. */
const shortPart = 10;
const longPart = 40;
/** Multiplications of test samples that are scored without a pause. */
const productsAtOnce = 2e8;

/** Trains the members of a plan for an epoch after the other. */
export class OneByOne {
  /** Batches of a part: adapted to the time that the last one took. */
  #batches = 1;

  constructor(
    readonly network: Network,
    readonly plan: TrainingPlan,
    readonly trainees: readonly Trainee[],
  ) {}

  /** Trains all members for the epoch after `epoch`. */
  async train(epoch: number, pause: () => Promise<void>): Promise<EpochScores> {
    const { network, plan, trainees } = this;
    const scores = createScores(trainees.length);
    const orders = new Orders(network, plan, epoch);
    for (const [index, trainee] of trainees.entries()) {
      if (trainee.divergedAtEpoch !== null) continue;
      const order = orders.of(trainee.member);
      const steps = epoch * Math.ceil(order.length / plan.batchSize);
      const work = { network, plan, trainee, order, pause };
      const trained = await trainMember(work, { steps, batches: this.#batches });
      this.#batches = trained.batches;
      const sums = sumsOf(trained.score, await scoreTest(work));
      if (!writeMeans(scores, index, { sums }, plan)) trainee.divergedAtEpoch = epoch + 1;
    }
    return scores;
  }
}

/** Orders of an epoch; one that members share is drawn once where they follow one another. */
class Orders {
  #last: { seeds: Uint32Array; order: Uint32Array } | undefined;

  constructor(
    readonly network: Network,
    readonly plan: TrainingPlan,
    readonly epoch: number,
  ) {}

  of({ orderSeeds: seeds }: PlanMember): Uint32Array {
    if (this.#last?.seeds !== seeds) {
      const [seed, { count }] = [seeds[this.epoch], this.plan.train];
      this.#last = { seeds, order: this.network.order?.(seed, count) ?? orderOfSeed(seed, count) };
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

/** Trains a member for an epoch in parts of about `batches` batches; tells what the next are to be. */
async function trainMember(
  { network, plan, trainee, order, pause }: MemberWork,
  { steps, batches }: { steps: number; batches: number },
): Promise<{ score: BatchScore; batches: number }> {
  const { parameters, optimizerState, member } = trainee;
  const { activation, optimizer, l1, clipNorm } = member;
  const { loss, batchSize } = plan;
  const state = { parameters, optimizerState, steps };
  const all = { first: steps, last: steps + stepsPerEpochOf(plan) };
  const rates = ratesOfSteps(member, plan, all);
  const settings = { activation, optimizer, l1, clipNorm, loss, batchSize };
  const score = { lossSum: 0, correct: 0 };
  let size = batches;
  for (let start = 0; start < order.length;) {
    const before = performance.now();
    const part = order.subarray(start, start + size * batchSize);
    const learningRates = rates?.subarray(start / batchSize);
    network.train(state, {
      ...{ samples: plan.train, order: part, score },
      settings: { ...settings, learningRates },
    });
    start += part.length;
    const took = performance.now() - before;
    // What an epoch leaves over for its last part is short without saying anything.
    const full = part.length === size * batchSize;
    if (full && took < shortPart) size *= 2;
    else if (took > longPart) size = Math.max(1, size >> 1);
    await pause();
  }
  return { score, batches: size };
}

/** Scores of a member over the plan's test samples; of none where it has none. */
async function scoreTest({ network, plan, trainee, pause }: MemberWork): Promise<BatchScore> {
  const { test: samples, loss } = plan;
  const total: BatchScore = { lossSum: 0, correct: 0 };
  if (!samples) return total;
  const { parameters, member: { activation } } = trainee;
  const { rows } = network;
  const atOnce = rows * Math.ceil(productsAtOnce / parameters.length / rows);
  for (let start = 0; start < samples.count; start += atOnce) {
    const end = Math.min(samples.count, start + atOnce);
    network.score(parameters, { samples, activation, loss, start, end, score: total });
    await pause();
  }
  return total;
}
