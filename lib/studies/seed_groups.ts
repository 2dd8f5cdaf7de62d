/** The runs of a network from several seeds, and the quartiles of their results. */

import { checkCount, checkSeed, validationMessage } from "../check.ts";
import { checkList, checkOptions, checkShape, isArray, isTyped } from "../check_shape.ts";
import { quartilesOf } from "../quantiles.ts";
import type { Run } from "../training/run.ts";

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

/** What studies of seeds are made for, in errors. */
export const ACTION = "study the seeds";

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
  options: { readonly seeds: number },
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
  for (const curve of ["trainLoss", "testLoss"] as const) {
    const values: unknown = run[curve];
    if (isArray(values) || isTyped(values, Float64Array)) continue;
    const name = `${curve} of each of runs`;
    throw new TypeError(validationMessage(ACTION, name, "a list of losses", values));
  }
  if (run.bestEpoch !== null && run.bestEpoch !== undefined) {
    checkCount(ACTION, "bestEpoch of each of runs", run.bestEpoch);
  }
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
