/** The same networks from several seeds: how much of a result is chance. */

import { checkCount, checkSeed, validationMessage } from "../check.ts";
import { checkList, checkOptions, checkShape } from "../check_shape.ts";
import { quartilesOf } from "../quantiles.ts";
import { checkSizes, parameterCount } from "../models/layout.ts";
import { checkSpec } from "../training/resolve_settings.ts";
import type { Run } from "../training/run.ts";
import type { TrainingSpec } from "../training/spec.ts";
import { train, type TrainOptions } from "../training/train.ts";

/** The seeds of a study: consecutive ones. */
export interface SeedRange {
  /** The first seed: 42 by default. */
  readonly seed?: number;
  /** The number of seeds: `seed`, `seed + 1` and so on. */
  readonly seeds: number;
}

/** The options of a study of seeds: those of `train`, with seeds in place of a generator. */
export interface SeedStudyOptions extends Omit<TrainOptions, "seed" | "generator">, SeedRange {}

/** One network of a study, trained from each seed. */
export interface SeedGroup {
  /** The name of the network's spec. */
  readonly name: string;
  /** The seeds, in ascending order. */
  readonly seeds: readonly number[];
  /** The run from each seed, in the same order. */
  readonly runs: readonly Run[];
}

/** Lower quartile, median and upper quartile; a value that is not finite is null. */
export type Quartiles = [lower: number | null, median: number | null, upper: number | null];

/** A group of runs as plain data for JSON. */
export interface SeedGroupRecord {
  /** The name of the network's spec. */
  name: string;
  /** The number of runs. */
  n: number;
  /** The seeds, in ascending order. */
  seeds: number[];
  /** The number of runs that diverged. Their losses count as the largest. */
  diverged: number;
  /** Quartiles of the training loss of the trained networks. */
  finalTrainLossQuartiles: Quartiles;
  /** Quartiles of the test loss of the trained networks; null without test data. */
  finalTestLossQuartiles: Quartiles | null;
  /** Quartiles of the test accuracy; null without test data, and of a regression. */
  finalTestAccuracyQuartiles: Quartiles | null;
}

/** The largest number of parameters of all networks together: 2 GB with their optimizer states. */
const MAX_PARAMETERS = 1e8;

const ACTION = "study the seeds";

/**
 * Trains each network from several seeds, all on the same data. Networks that can be trained together are
 * one ensemble; the run of each seed has the same bits as its run alone.
 *
 * @param specs The networks, without seeds of their own.
 * @param options The options of `train`; the first seed, and the number of seeds.
 * @returns One group of runs for each spec, in order.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds, or there are more networks than fit in
 * memory
 * @throws The signal's reason, if it is aborted and `onAbort` is not `return`
 *
 * @example Does tanh or relu end with the lower test loss?
 * ```ts
 * import {
 *   finalTestLosses,
 *   makeMoons,
 *   openDevice,
 *   pairedDifference,
 *   seedGroupRecord,
 *   sgd,
 *   studySeeds,
 *   trainTestSplit,
 * } from "@neural-lab/lab";
 * import { assert, assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const { train: data, test } = trainTestSplit(makeMoons(200, { noise: 0.1, seed: 1 }), { seed: 1 });
 * const [tanh, relu] = await studySeeds(
 *   (["tanh", "relu"] as const).map((activation) => ({
 *     name: activation,
 *     sizes: [2, 16, 2],
 *     activation,
 *     optimizer: sgd({ learningRate: 0.1 }),
 *   })),
 *   { device, data, test, epochs: 20, seed: 1, seeds: 8 },
 * );
 * assertEquals(relu.seeds, [1, 2, 3, 4, 5, 6, 7, 8]);
 * const [lower, median, upper] = seedGroupRecord(relu).finalTestLossQuartiles!;
 * assert(lower! <= median! && median! <= upper!);
 * const { interval, exceedsSpread } = pairedDifference(finalTestLosses(relu), finalTestLosses(tanh));
 * assertEquals(exceedsSpread, interval[0] > 0 || interval[1] < 0);
 * ```
 */
export async function studySeeds(
  specs: readonly TrainingSpec[],
  options: SeedStudyOptions,
): Promise<SeedGroup[]> {
  checkOptions(ACTION, options);
  const { seed, seeds, ...training } = options;
  const runs = await train(seedSpecs(specs, { seed, seeds }), training);
  return seedGroups(runs, { seeds });
}

/**
 * The networks of a study of seeds, for `train` or `startTraining`: each spec with each seed, spec by
 * spec.
 *
 * @param specs The networks, without seeds of their own.
 * @param range The first seed, and the number of seeds.
 * @returns The networks.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if a spec has a seed, or there are more networks than fit in memory
 *
 * @example Two seeds
 * ```ts
 * import { seedSpecs, sgd } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const specs = seedSpecs([{ sizes: [2, 2], optimizer: sgd() }], { seed: 7, seeds: 2 });
 * assertEquals(specs.map(({ seed }) => seed), [7, 8]);
 * ```
 */
export function seedSpecs(specs: readonly TrainingSpec[], range: SeedRange): TrainingSpec[] {
  const all = seedsIn(range);
  const allowed = "a list of at least one network";
  if (checkList(ACTION, "specs", specs, allowed).length === 0) {
    throw new TypeError(validationMessage(ACTION, "specs", allowed, specs));
  }
  let total = 0;
  for (const [at, spec] of specs.entries()) {
    checkSpec(ACTION, spec);
    const { seed, model } = spec;
    if (seed !== undefined) {
      const none = "left out, as the study sets it";
      throw new RangeError(validationMessage(ACTION, `seed of specs[${at}]`, none, seed));
    }
    const sizes = checkSizes(ACTION, model?.sizes ?? spec.sizes as readonly number[]);
    total += all.length * parameterCount(sizes);
  }
  checkCount(ACTION, "networks times parameters", total, { minimum: 0, maximum: MAX_PARAMETERS });
  return specs.flatMap((spec) => all.map((seed) => ({ ...spec, seed })));
}

/** The seeds of a range. */
function seedsIn(range: SeedRange): number[] {
  const { seed = 42, seeds } = checkOptions(ACTION, range, ["seed", "seeds"], "range");
  checkSeed(ACTION, seed);
  // The last seed is one too.
  checkCount(ACTION, "seeds", seeds, { minimum: 1, maximum: Math.min(1e6, 2 ** 32 - seed) });
  return Array.from({ length: seeds }, (_, index) => seed + index);
}

/**
 * Groups the runs of the networks that `seedSpecs` returned.
 *
 * @param runs The runs, in the order of the networks.
 * @param options The number of seeds.
 * @returns One group for each spec, in order.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the number of runs is no multiple of that of seeds, or a run has no seed
 *
 * @example Three seeds of one network
 * ```ts
 * import { makeMoons, openDevice, seedGroups, seedSpecs, sgd, train } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const specs = seedSpecs([{ name: "a", sizes: [2, 2], optimizer: sgd() }], { seeds: 3 });
 * const runs = await train(specs, { device, data: makeMoons(50), epochs: 2 });
 * const [{ name, seeds }] = seedGroups(runs, { seeds: 3 });
 * assertEquals([name, seeds], ["a", [42, 43, 44]]);
 * ```
 */
export function seedGroups(
  runs: readonly Run[],
  options: Pick<SeedRange, "seeds">,
): SeedGroup[] {
  const { seeds } = checkOptions(ACTION, options, ["seeds"]);
  checkCount(ACTION, "seeds", seeds);
  checkList(ACTION, "runs", runs, "a list of runs");
  if (runs.length % seeds !== 0) {
    const allowed = `${seeds} for each network`;
    throw new RangeError(validationMessage(ACTION, "the number of runs", allowed, runs.length));
  }
  return Array.from({ length: runs.length / seeds }, (_, index) => {
    const own = runs.slice(index * seeds, (index + 1) * seeds);
    return { name: checkRun(own[0]).name, seeds: own.map(seedOf), runs: own };
  });
}

function checkRun(run: Run): Run {
  checkShape(ACTION, "each of runs", run, "run");
  const accuracy: unknown = run.finalTestAccuracy;
  if (typeof accuracy === "number") return run;
  const name = "finalTestAccuracy of each of runs";
  throw new TypeError(validationMessage(ACTION, name, "a number", accuracy));
}

function seedOf(run: Run): number {
  return checkSeed(ACTION, checkRun(run).seed);
}

/**
 * The test losses of a group's trained networks: of the last epoch, or with early stopping of the epoch
 * that was kept. A loss that is not finite is infinite, as the training diverged.
 *
 * @param group A group of `studySeeds`.
 * @returns The losses in the order of the seeds; empty without test data.
 * @throws {TypeError} if it is not a group
 *
 * @example The losses of two seeds
 * ```ts
 * import { finalTestLosses, makeMoons, openDevice, sgd, studySeeds } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const data = makeMoons(50);
 * const options = { device, data, test: data, epochs: 2, seeds: 2 };
 * const [group] = await studySeeds([{ sizes: [2, 2], optimizer: sgd() }], options);
 * assertEquals(finalTestLosses(group), group.runs.map(({ testLoss }) => testLoss[1]));
 * ```
 */
export function finalTestLosses(group: SeedGroup): number[] {
  return finalLosses(group, "testLoss");
}

function finalLosses(group: SeedGroup, curve: "trainLoss" | "testLoss"): number[] {
  const { runs } = checkShape(ACTION, "group", group, "seedGroup");
  checkList(ACTION, "runs of group", runs, "a list of runs");
  return runs.filter((run) => checkRun(run)[curve].length > 0).map((run) => {
    const loss = run[curve][(run.bestEpoch ?? run[curve].length) - 1];
    return Number.isFinite(loss) ? loss : Infinity;
  });
}

/**
 * Converts a group to plain data for `JSON.stringify`, without its runs.
 *
 * @param group A group of `studySeeds`.
 * @returns Its name, its seeds, and quartiles of its results.
 * @throws {TypeError} if it is not a group
 *
 * @example The median of the training losses
 * ```ts
 * import { makeMoons, openDevice, seedGroupRecord, sgd, studySeeds } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const options = { device, data: makeMoons(50), epochs: 2, seeds: 3 };
 * const [group] = await studySeeds([{ sizes: [2, 2], optimizer: sgd() }], options);
 * const { n, finalTrainLossQuartiles: [, median] } = seedGroupRecord(group);
 * const losses = group.runs.map(({ trainLoss }) => trainLoss[1]).sort();
 * assertEquals([n, median], [3, losses[1]]);
 * ```
 */
export function seedGroupRecord(group: SeedGroup): SeedGroupRecord {
  const trainLosses = finalLosses(group, "trainLoss");
  const { name, seeds, runs } = group;
  checkList(ACTION, "seeds of group", seeds, "a list of seeds");
  const diverged = runs.filter(({ status }) => status === "diverged").length;
  // A diverged network has no accuracy: it counts as the lowest.
  const accuracies = runs.map(({ finalTestAccuracy: accuracy, status }) =>
    status === "diverged" ? -Infinity : accuracy
  );
  return {
    name,
    n: runs.length,
    seeds: [...seeds],
    diverged,
    finalTrainLossQuartiles: quartiles(trainLosses)!,
    finalTestLossQuartiles: quartiles(finalLosses(group, "testLoss")),
    finalTestAccuracyQuartiles: quartiles(accuracies.filter((each) => !Number.isNaN(each))),
  };
}

/** The quartiles of a sample; null if it is empty. */
function quartiles(values: readonly number[]): Quartiles | null {
  if (values.length === 0) return null;
  const [lower, median, upper] = quartilesOf(values).map((value) =>
    Number.isFinite(value) ? value : null
  );
  return [lower, median, upper];
}
