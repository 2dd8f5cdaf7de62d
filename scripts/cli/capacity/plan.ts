/**
 * What is trained to see over- and underfitting: networks of several widths, and on several numbers of
 * samples.
 */

import { type Dataset, seedSpecs, trainTestSplit } from "../../../mod.ts";
import type { LabData } from "../data.ts";
import type { LabTraining } from "../lab.ts";
import { type NetworkFlags, networkOf } from "../network.ts";
import { usage, UsageError } from "../usage_error.ts";

/** The flags of a study of capacity. */
export interface CapacitySettings extends Omit<NetworkFlags, "sizes"> {
  /** The widths that are compared. */
  readonly units: readonly number[];
  /** The width for the numbers of samples and for the epochs. */
  readonly many: number;
  /** The numbers of training samples that are compared; undefined for shares of all. */
  readonly trainSizes: readonly number[] | undefined;
  /** The number for the widths and for the epochs; undefined for a share of all. */
  readonly few: number | undefined;
  readonly seeds: number;
}

/** The networks of a study: widths on few samples, and one width on several numbers of samples. */
export interface CapacityPlan {
  readonly widths: readonly number[];
  readonly many: number;
  readonly counts: readonly number[];
  readonly few: number;
  /** All numbers of training samples, with the widths that are trained on each. */
  readonly trained: ReadonlyMap<number, readonly number[]>;
}

/** The shares of the training data that are compared, and the small one for the widths. */
const SHARES = [1 / 20, 1 / 10, 1 / 7, 1 / 4, 1 / 2, 1];
const FEW = 1 / 7;

/**
 * Plans the study.
 *
 * @param samples The number of samples of the training data
 * @throws {UsageError} if there are not so many samples
 */
export function planCapacity(
  { units, many, trainSizes, few: given }: CapacitySettings,
  { samples, classes }: { readonly samples: number; readonly classes: number },
): CapacityPlan {
  const least = Math.max(2, classes);
  const shareOf = (share: number) => allowedCount(Math.round(share * samples), { samples, least });
  const counts = ascending(trainSizes ?? SHARES.map(shareOf));
  const few = given ?? shareOf(FEW);
  for (const [flag, count] of [...counts.map((each) => ["--train-sizes", each]), ["--few", few]]) {
    if (count === allowedCount(Number(count), { samples, least })) continue;
    throw new UsageError(
      `Flag ${flag} has ${count}: training sizes must be from ${least} to ${
        samples - least
      }, or all ` +
        `${samples} training samples`,
    );
  }
  const widths = ascending(units);
  const trained = new Map<number, readonly number[]>(
    ascending([...counts, few]).map((count) => {
      const own = count === few ? widths : [];
      return [
        count,
        ascending([...own, ...(count === few || counts.includes(count) ? [many] : [])]),
      ];
    }),
  );
  return { widths, many, counts, few, trained };
}

/** The nearest number of samples that a split with all classes on both sides can have. */
function allowedCount(
  count: number,
  { samples, least }: { readonly samples: number; readonly least: number },
): number {
  if (count >= samples) return samples;
  return Math.max(Math.min(least, samples), Math.min(count, samples - least));
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** The name of a network in tables and JSON. */
export function nameOf(width: number, count: number): string {
  return `${width} units, ${count} samples`;
}

/**
 * The trainings of a study, one for each number of samples and seed: a seed draws the training samples as
 * well as the weights.
 */
export function capacityTrainings(
  plan: CapacityPlan,
  { data, seed, settings }: {
    readonly data: LabData;
    readonly seed: number;
    readonly settings: CapacitySettings;
  },
): LabTraining[] {
  const { epochs, loss } = settings;
  return [...plan.trained].flatMap(([count, widths]) => {
    const specs = widths.map((width) => ({
      ...specOf(width, data.all, settings),
      name: nameOf(width, count),
    }));
    const bySeed = usage(() => seedSpecs(specs, { seed, seeds: settings.seeds }));
    return [...Map.groupBy(bySeed, (spec) => spec.seed!)].map(([own, specs]) => ({
      ...{ specs, epochs, loss, samples: count },
      label: `Training on ${count} samples`,
      data: { ...data, train: someOf(data.train, count, own) },
    }));
  });
}

/** The network of a width, with one hidden layer. */
function specOf(width: number, all: Dataset, settings: CapacitySettings) {
  const { features, classes, targets, samples, task } = all;
  const outputs = task === "regression" && targets ? targets.length / samples : classes;
  const sizes = [features, width, outputs];
  const { epochs: _, batchSize: _size, loss: _loss, ...spec } = networkOf(
    { ...settings, sizes },
    all,
  );
  return spec;
}

/** So many of the training samples, drawn with a seed; of each class its share. */
function someOf(train: Dataset, count: number, seed: number): Dataset {
  const { samples, task } = train;
  if (count >= samples) return train;
  // The test side is rounded up.
  const testSize = (samples - count - 0.5) / samples;
  const stratify = task !== "regression";
  return usage(() => trainTestSplit(train, { testSize, seed, stratify })).train;
}
