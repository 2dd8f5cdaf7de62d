/** The same networks from several seeds: how much of a result is chance. */

import { checkCount, seedsFrom, validationMessage } from "../check.ts";
import { checkList, checkOptions } from "../check_shape.ts";
import { checkSizes, parameterCount } from "../models/layout.ts";
import { checkSpec } from "../training/resolve_settings.ts";
import type { TrainingSpec } from "../training/spec.ts";
import { train, type TrainOptions } from "../training/train.ts";
import { ACTION, type SeedGroup, seedGroups } from "./seed_groups.ts";

/** The seeds of a study: consecutive ones. */
export interface SeedRange {
  /** The first seed: 42 by default. */
  readonly seed?: number;
  /** The number of seeds: `seed`, `seed + 1` and so on. */
  readonly seeds: number;
}

/** The options of a study of seeds: those of `train`, with seeds in place of a generator. */
export interface SeedStudyOptions extends Omit<TrainOptions, "seed" | "generator">, SeedRange {}

/** The largest number of parameters of all networks together: 2 GB with their optimizer states. */
const MAX_PARAMETERS = 1e8;

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
  const { seed: first = 42, seeds } = checkOptions(ACTION, range, ["seed", "seeds"], "range");
  const all = seedsFrom(ACTION, first, seeds);
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
