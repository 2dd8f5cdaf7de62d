/** The data that flags specify, and their record in JSON. */

import {
  checkSplit,
  type Dataset,
  type DatasetName,
  defaultNoise,
  makeDataset,
  type Split,
  type SplitOptions,
  standardScale,
  trainTestSplit,
} from "../../mod.ts";
import type { Values } from "./flags/flags.ts";
import type { dataFlags } from "./flags/lab_flags.ts";
import { usage, UsageError } from "./usage_error.ts";

/** The data of an experiment: all of it, and the two sides of its split. */
export interface LabData extends Split {
  readonly all: Dataset;
}

/** The flags about data. */
export type DataSettings = Values<typeof dataFlags> & { readonly seed: number };

/** All settings that reproduce the data of an experiment. */
export interface DataRecord {
  readonly dataset: DatasetName;
  readonly samples: number;
  readonly noise: number;
  /** The inner radius over the outer radius, for circles. */
  readonly factor?: number;
  readonly testSize: number;
  /** Seeds the points, their noise and the split. */
  readonly seed: number;
  /** Each feature is scaled to mean 0 and variance 1, before the split. */
  readonly scaling: "standard";
}

/** Samples that are generated for checks: more than take no time tell no more about the settings. */
const samplesToCheck = 100;

/**
 * Checks the flags about data before the data exists, as large data takes seconds to generate.
 *
 * @returns A small dataset with these settings, for checks of what depends on the data
 * @throws {UsageError} if the data could not be generated or split
 */
export function checkLabData(flags: DataSettings): Dataset {
  const { samples } = flags;
  const small = generate({ ...flags, samples: Math.min(samples, samplesToCheck) });
  split(flags, (options) => {
    // Few samples are all there are: a class of them may be too small to be split.
    if (small.samples === samples) trainTestSplit(small, options);
    else checkSplit({ samples, classes: small.classes }, options);
  });
  return small;
}

/** Generates, scales and splits the data that the flags specify, as the notebook does. */
export function makeLabData(flags: DataSettings): LabData {
  checkLabData(flags);
  const all = standardScale(generate(flags));
  return { all, ...split(flags, (options) => trainTestSplit(all, options)) };
}

function generate({ dataset, samples, noise, factor, seed }: DataSettings): Dataset {
  return byFlags(
    (message) => /noise|standardDeviation/.test(message) ? "--noise" : "--samples",
    () =>
      makeDataset(dataset, samples, {
        noise,
        factor: dataset === "circles" ? factor : undefined,
        seed,
      }),
  );
}

function split<Result>(
  { testSize, seed }: DataSettings,
  work: (options: SplitOptions) => Result,
): Result {
  return byFlags(() => "--samples and --test-size", () => work({ testSize, seed, stratify: true }));
}

/** The record in JSON of the data that the flags specify. */
export function dataRecord(
  { dataset, samples, noise, factor, testSize, seed }: DataSettings,
): DataRecord {
  return {
    dataset,
    samples,
    noise: noise ?? defaultNoise(dataset),
    ...(dataset === "circles" && { factor }),
    testSize,
    seed,
    scaling: "standard",
  };
}

/** Adds to an error of the library the names of the flags that caused it. */
function byFlags<Result>(namesOf: (message: string) => string, build: () => Result): Result {
  try {
    return usage(build);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message} (see ${namesOf(error.message)})`, { cause: error });
  }
}
