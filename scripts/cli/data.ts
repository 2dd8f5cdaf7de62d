/** The data that flags ask for: made, and as JSON records them. */

import {
  type Dataset,
  type DatasetName,
  defaultNoise,
  makeDataset,
  type Split,
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

/** All that it takes to make the data of an experiment again. */
export interface DataRecord {
  readonly dataset: DatasetName;
  readonly samples: number;
  readonly noise: number;
  /** Of circles: inner radius over outer radius. */
  readonly factor?: number;
  readonly testSize: number;
  /** Seeds the points, their noise and the split. */
  readonly seed: number;
  /** To mean 0 and variance 1, before the split. */
  readonly scaling: "standard";
}

/** Makes, scales and splits the data that the flags ask for, as the notebook does. */
export function makeLabData(flags: DataSettings): LabData {
  const { dataset, samples, noise, testSize, seed } = flags;
  const factor = dataset === "circles" ? flags.factor : undefined;
  const made = byFlags(
    (message) => /noise|standardDeviation/.test(message) ? "--noise" : "--samples",
    () => makeDataset(dataset, samples, { noise, factor, seed }),
  );
  const all = standardScale(made);
  const split = byFlags(
    () => "--samples and --test-size",
    () => trainTestSplit(all, { testSize, seed, stratify: true }),
  );
  return { all, ...split };
}

/** The data that the flags ask for, as they stand in JSON. */
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

/** Adds to an error of the library the flags that it is about. */
function byFlags<Result>(namesOf: (message: string) => string, build: () => Result): Result {
  try {
    return usage(build);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message} (see ${namesOf(error.message)})`, { cause: error });
  }
}
