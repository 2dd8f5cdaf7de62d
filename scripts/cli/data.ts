/** The data that flags specify, and their record in JSON. */

import {
  checkSplit,
  type Dataset,
  type DatasetName,
  defaultNoise,
  makeDataset,
  type Plane,
  type Split,
  type SplitOptions,
  standardScale,
  type Task,
  trainTestSplit,
} from "../../mod.ts";
import type { Values } from "./flags/flags.ts";
import type { generatorFlags, ownDataFlags, weightFlags } from "./flags/data_flags.ts";
import type { OwnDataRecord } from "./own_data.ts";
import { usage, UsageError } from "./usage_error.ts";

/** The data of an experiment: all of it, and the two sides of its split. */
export interface LabData extends Split {
  readonly all: Dataset;
  /** The plane in which boundaries are drawn, if it is not that of the two inputs themselves. */
  readonly plane?: Plane;
}

/** The flags about generated data. */
export type GeneratorSettings = Values<typeof generatorFlags> & { readonly seed: number };

/** The flags about data. */
export type DataSettings =
  & GeneratorSettings
  & Partial<Values<typeof ownDataFlags> & Values<typeof weightFlags>>;

/** All settings that reproduce the generated data of an experiment. */
export interface GeneratedRecord {
  readonly dataset: DatasetName;
  readonly samples: number;
  readonly noise: number;
  /** The inner radius over the outer radius, for circles. */
  readonly factor?: number;
  /** The share of class 1, for moons and circles. */
  readonly balance?: number;
  /** The number of clusters, for blobs. */
  readonly centers?: number;
  /** The number of arms, for spirals. */
  readonly classes?: number;
  /** The turns of each arm, for spirals. */
  readonly turns?: number;
  readonly testSize: number;
  /** Seeds the points, their noise and the split. */
  readonly seed: number;
  /** Each feature is scaled to mean 0 and variance 1, before the split. */
  readonly scaling: "standard";
}

/** All settings that reproduce the data of an experiment. */
export type DataRecord =
  | GeneratedRecord
  | OwnDataRecord & Pick<GeneratedRecord, "testSize" | "seed">;

/** The data of a command, before it is split. */
export interface DataSource {
  /** The name of the data, for the summary. */
  readonly name: string;
  /** A dataset for checks: a small one with the same settings, or own data itself. */
  readonly small: Dataset;
  /** The record of own data; undefined for generated data. */
  readonly own: DataRecord | undefined;
  /** What was read and chosen of own data, in a line. */
  readonly note: string | undefined;
  /** Makes and splits the data. */
  make(): LabData;
}

/**
 * Checks the flags about data, and reads own data.
 *
 * @throws {UsageError} if the data could not be generated, read or split
 * @throws {Error} if the file of own data cannot be read
 */
export async function openData(flags: DataSettings): Promise<DataSource> {
  const { data: file, testSize } = flags;
  const seed = dataSeedOf(flags);
  if (file === undefined) {
    const small = checkLabData(flags);
    const make = () => makeLabData(flags);
    return { name: flags.dataset, small, own: undefined, note: undefined, make };
  }
  const { readOwnData } = await import("./own_data.ts");
  const { all, record, plane, note } = await readOwnData({ ...ownDefaults, ...flags, data: file });
  const own = { ...record, testSize, seed };
  const sides = split(flags, (options) => trainTestSplit(all, options), all.task);
  return { name: all.name, small: all, own, note, make: () => ({ all, ...sides, plane }) };
}

/** The seed of points and split, which is that of everything unless the data have their own. */
function dataSeedOf({ seed, dataSeed = seed }: Pick<DataSettings, "seed" | "dataSeed">): number {
  return dataSeed;
}

/** Flags about own data that a command without them has. */
const ownDefaults = {
  ...{ target: undefined, features: undefined, missing: undefined, task: undefined },
  ...{ targetScaling: undefined, plane: undefined },
};

/** Samples that are generated for checks: more than take no time tell no more about the settings. */
const samplesToCheck = 100;

/**
 * Checks the flags about data before the data exists, as large data takes seconds to generate.
 *
 * @returns A small dataset with these settings, for checks of what depends on the data
 * @throws {UsageError} if the data could not be generated or split
 */
export function checkLabData(flags: GeneratorSettings): Dataset {
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
export function makeLabData(flags: GeneratorSettings): LabData {
  checkLabData(flags);
  const all = standardScale(generate(flags));
  return { all, ...split(flags, (options) => trainTestSplit(all, options)) };
}

function generate(flags: GeneratorSettings): Dataset {
  const { dataset, samples, noise } = flags;
  const seed = dataSeedOf(flags);
  const { balance, ...own } = ownSettings(flags);
  return byFlags(
    (message) =>
      /noise|standardDeviation/.test(message)
        ? "--noise"
        : balance === undefined
        ? "--samples"
        : "--samples and --balance",
    () => makeDataset(dataset, sizesOf(samples, balance), { ...own, noise, seed }),
  );
}

/** The number of samples, or that of each class if class 1 has a share of its own. */
function sizesOf(samples: number, balance: number | undefined): number | [number, number] {
  if (balance === undefined) return samples;
  const ones = Math.round(samples * balance);
  return [samples - ones, ones];
}

/** Which datasets have a setting; the others ignore it. */
export const settingsOfDatasets: Readonly<
  Record<"factor" | "balance" | "centers" | "classes" | "turns", readonly DatasetName[]>
> = {
  factor: ["circles"],
  balance: ["moons", "circles"],
  centers: ["blobs"],
  classes: ["spiral"],
  turns: ["spiral"],
};

/** The settings that a dataset has besides those of all. */
function ownSettings(
  flags: GeneratorSettings,
): Partial<Pick<GeneratorSettings, keyof typeof settingsOfDatasets>> {
  const names = Object.keys(settingsOfDatasets) as (keyof typeof settingsOfDatasets)[];
  return Object.fromEntries(
    names.filter((name) => settingsOfDatasets[name].includes(flags.dataset))
      .filter((name) => flags[name] !== undefined)
      .map((name) => [name, flags[name]]),
  );
}

function split<Result>(
  { testSize, data, ...seeds }: Pick<DataSettings, "testSize" | "seed" | "dataSeed" | "data">,
  work: (options: SplitOptions) => Result,
  task?: Task,
): Result {
  const named = data === undefined ? "--samples and --test-size" : "--test-size";
  const stratify = task !== "regression";
  return byFlags(() => named, () => work({ testSize, seed: dataSeedOf(seeds), stratify }));
}

/** The record in JSON of the generated data that the flags specify. */
export function dataRecord(flags: GeneratorSettings): GeneratedRecord {
  const { dataset, samples, noise = defaultNoise(dataset), testSize } = flags;
  const own = ownSettings(flags);
  const seed = dataSeedOf(flags);
  return { dataset, samples, noise, ...own, testSize, seed, scaling: "standard" };
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
