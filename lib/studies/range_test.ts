/** The learning-rate range test: one step at each of many rates, from a low one to a high one. */

import { checkCount, checkNumber } from "../check.ts";
import { checkCallback, checkOptions, checkShape, optionNames } from "../check_shape.ts";
import type { EnsembleState, SampleMatrix, TrainingPlan } from "../devices/device.ts";
import { orderOfSeed } from "../random/loader.ts";
import { Generator } from "../random/torch.ts";
import { planTraining } from "../training/plan.ts";
import { resolveNetworks } from "../training/resolve_settings.ts";
import type { TrainingOptions, TrainingSpec } from "../training/spec.ts";

/** The network of a range test: a spec without what ends a training or changes its rate. */
export type RangeTestSpec = Omit<TrainingSpec, "epochs" | "schedule" | "stop">;

/** The settings of a range test. */
export interface RangeTestOptions extends
  Pick<
    TrainingOptions,
    | "device"
    | "data"
    | "sampleWeights"
    | "batchSize"
    | "loss"
    | "labelSmoothing"
    | "classWeights"
    | "seed"
    | "generator"
    | "signal"
  > {
  /** The learning rate of the first step, 1e-4 by default. */
  readonly fromRate?: number;
  /** The learning rate of the last step, 10 by default. */
  readonly toRate?: number;
  /** The number of steps, 100 by default. */
  readonly steps?: number;
  /** Called after each step, with its number from 1. */
  readonly onStep?: (step: number) => void;
}

/** A step of a range test. */
export interface RatePoint {
  /** The index of the step, from 0. */
  readonly step: number;
  /** Its learning rate. */
  readonly learningRate: number;
}

/** The result of a range test: lists have an entry for each step. */
export interface RangeTest {
  /** The learning rate of each step, in a geometric sequence. */
  readonly learningRates: Float64Array;
  /** The loss of each batch before its step. */
  readonly losses: Float64Array;
  /** The exponential moving average of the losses with the factor 0.98, corrected for its start at 0. */
  readonly smoothed: Float64Array;
  /**
   * Where the smoothed loss falls most from step to step, without the first ten steps and the last one;
   * null if fewer than two steps are left.
   */
  readonly steepest: RatePoint | null;
  /** Where the smoothed loss is lowest; null if the first loss is not finite. */
  readonly lowest: RatePoint | null;
  /**
   * The suggested learning rate: a tenth of the one with the lowest smoothed loss; null if that is the
   * first one, so that no rate has lowered it.
   */
  readonly suggestion: number | null;
  /**
   * Why the test ended: all steps were taken, the smoothed loss exceeded four times its minimum, or a loss
   * was not finite, which the lists do not contain.
   */
  readonly end: "completed" | "exceeded" | "diverged";
}

const specNames = optionNames<RangeTestSpec>({
  ...{ name: true, sizes: true, activation: true, initializer: true, model: true },
  ...{ optimizer: true, seed: true, clipNorm: true, l1: true },
  ...{ loss: true, batchSize: true, labelSmoothing: true, classWeights: true },
});

const names = optionNames<RangeTestOptions>({
  ...{ device: true, data: true, sampleWeights: true, batchSize: true, loss: true },
  ...{ labelSmoothing: true, classWeights: true, seed: true, generator: true, signal: true },
  ...{ fromRate: true, toRate: true, steps: true, onStep: true },
});

const ACTION = "test the learning rates";

/** The factor of the moving average. */
const smoothing = 0.98;

/** The multiple of its minimum at which the smoothed loss ends the test. */
const limit = 4;

/** The first steps, in which the moving average follows single batches: none of them is the steepest. */
const unsteady = 10;

/** By what the rate with the lowest loss, near which a training diverges, is divided. */
const margin = 10;

/**
 * Trains a network for one step at each of many learning rates, which grow geometrically, and records the
 * loss of each batch before its step. The batches are those of a PyTorch `DataLoader` that shuffles the
 * training data epoch by epoch.
 *
 * @param spec The network and its optimizer, whose learning rate is not used. A given model is not changed.
 * @param options The device, the data, and the range of the rates.
 * @returns The losses, and the rates that they suggest.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds, or the sizes do not fit the data
 * @throws The signal's reason, if it is aborted
 *
 * @example The rate to start with
 * ```ts
 * import { makeMoons, openDevice, rangeTest, sgd } from "@neural-lab/lab";
 * import { assert, assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const { losses, suggestion } = await rangeTest(
 *   { sizes: [2, 16, 2], activation: "tanh", optimizer: sgd() },
 *   { device, data: makeMoons(200, { seed: 1 }), toRate: 5, steps: 60 },
 * );
 * assertEquals(losses.length, 60);
 * assert(suggestion !== null && suggestion > 0.01 && suggestion <= 0.5);
 * ```
 */
export async function rangeTest(
  spec: RangeTestSpec,
  options: RangeTestOptions,
): Promise<RangeTest> {
  checkShape(ACTION, "spec", spec, "spec");
  checkOptions(ACTION, spec, specNames, "spec");
  checkOptions(ACTION, options, names);
  const { fromRate = 1e-4, toRate = 10, steps = 100, onStep, ...training } = options;
  checkCount(ACTION, "steps", steps, { minimum: 2, maximum: 1e6 });
  checkNumber(ACTION, "fromRate", fromRate, { above: 0 });
  checkNumber(ACTION, "toRate", toRate, { above: fromRate });
  checkCallback(ACTION, "onStep", onStep);
  const rates = Float64Array.from(
    { length: steps },
    (_, step) => fromRate * (toRate / fromRate) ** (step / (steps - 1)),
  );
  const plan = await planSteps(spec, training, rates);
  const { device, signal } = training;
  return resultOf(rates, await takeSteps(plan, { device, signal, onStep }));
}

/** The plan of the training whose batches are used; its epochs hold at least so many steps. */
async function planSteps(
  spec: RangeTestSpec,
  training: TrainingOptions,
  learningRates: Float64Array,
): Promise<TrainingPlan> {
  const [settings] = resolveNetworks([{ ...spec, epochs: 1 }], training);
  const batches = Math.ceil(training.data.samples / settings.batchSize);
  const epochs = Math.ceil(learningRates.length / batches);
  const { data, sampleWeights, signal, generator = new Generator(training.seed ?? 42) } = training;
  const shared = { data, sampleWeights, signal, generator };
  const [{ plan }] = await planTraining([{ ...settings, epochs }], shared);
  return { ...plan, members: [{ ...plan.members[0], learningRates }] };
}

/**
 * Trains on one batch at a time: each is an epoch of a session of its own, which continues from the state
 * of the one before, because devices score epochs and not steps.
 */
async function takeSteps(
  plan: TrainingPlan,
  { device, signal, onStep }: Pick<RangeTestOptions, "device" | "signal" | "onStep">,
): Promise<{ losses: number[]; smoothed: number[]; end: RangeTest["end"] }> {
  const [losses, smoothed]: number[][] = [[], []];
  const { learningRates } = plan.members[0];
  const average = createAverage();
  let state: EnsembleState | undefined;
  for (const batch of batchesOf(plan, learningRates!.length)) {
    signal?.throwIfAborted();
    const session = await device.start(planOf(batch, plan), state, { signal });
    try {
      const [{ trainLoss: [loss] }] = await session.advance(1, { signal });
      if (!Number.isFinite(loss)) return { losses, smoothed, end: "diverged" };
      losses.push(loss);
      smoothed.push(average(loss));
      state = await session.state();
    } finally {
      await session.close();
    }
    onStep?.(losses.length);
    const lowest = smoothed[lowestOf(smoothed)];
    if (smoothed[smoothed.length - 1] > limit * lowest) {
      return {
        losses,
        smoothed,
        end: losses.length < learningRates!.length ? "exceeded" : "completed",
      };
    }
  }
  return { losses, smoothed, end: "completed" };
}

/** The batches of the first steps, in the order in which the plan's epochs have them. */
function* batchesOf({ train, batchSize, members }: TrainingPlan, steps: number) {
  const [{ orderSeeds }] = members;
  for (const seed of orderSeeds) {
    const order = orderOfSeed(seed, train.count);
    for (let first = 0; first < train.count; first += batchSize) {
      if (steps-- === 0) return;
      yield pick(train, order.subarray(first, first + batchSize));
    }
  }
}

/** The samples with the given indices. */
function pick({ count, inputs, targets, weights }: SampleMatrix, at: Uint32Array): SampleMatrix {
  const rows = (matrix: Float32Array) => {
    const width = matrix.length / count;
    const picked = new Float32Array(at.length * width);
    at.forEach((row, index) =>
      picked.set(matrix.subarray(row * width, (row + 1) * width), index * width)
    );
    return picked;
  };
  return {
    count: at.length,
    inputs: rows(inputs),
    targets: rows(targets),
    ...(weights && { weights: rows(weights) }),
  };
}

/** A plan with an epoch for each step, all of them on one batch. */
function planOf(train: SampleMatrix, { members: [member], ...plan }: TrainingPlan): TrainingPlan {
  const epochs = member.learningRates!.length;
  const orderSeeds = new Uint32Array(epochs);
  return { ...plan, epochs, train, batchSize: train.count, members: [{ ...member, orderSeeds }] };
}

/** An exponential moving average, corrected for its start at 0. */
function createAverage(): (value: number) => number {
  let [mean, count] = [0, 0];
  return (value) => {
    mean = smoothing * mean + (1 - smoothing) * value;
    return mean / (1 - smoothing ** ++count);
  };
}

/** The index of the first minimum. */
const lowestOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((best, value, at) => value < values[best] ? at : best, 0);

function resultOf(
  rates: Float64Array,
  { losses, smoothed, end }: { losses: number[]; smoothed: number[]; end: RangeTest["end"] },
): RangeTest {
  const pointAt = (step: number): RatePoint => ({ step, learningRate: rates[step] });
  const steady = smoothed.slice(unsteady, -1);
  const lowest = losses.length === 0 ? null : pointAt(lowestOf(smoothed));
  return {
    learningRates: rates.slice(0, losses.length),
    losses: Float64Array.from(losses),
    smoothed: Float64Array.from(smoothed),
    steepest: steady.length < 2 ? null : pointAt(unsteady + lowestOf(gradientOf(steady))),
    lowest,
    suggestion: lowest && lowest.step > 0 ? lowest.learningRate / margin : null,
    end,
  };
}

/** The derivative by the index, as by `numpy.gradient`: central differences, one-sided at both ends. */
function gradientOf(values: readonly number[]): number[] {
  return values.map((_, at) => {
    const [low, high] = [Math.max(0, at - 1), Math.min(values.length - 1, at + 1)];
    return (values[high] - values[low]) / (high - low);
  });
}
