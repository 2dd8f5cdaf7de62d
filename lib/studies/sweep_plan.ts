/** The plan of a sweep: a network for each combination of settings, with the key of its result. */

import { checkCount, checkSeed, show, validationMessage } from "../check.ts";
import { checkList, checkOptions, checkShape, isObject, optionNames } from "../check_shape.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { parameterCount } from "../models/layout.ts";
import { hashOf } from "../store/hash.ts";
import type { StoreHeader } from "../store/read_lines.ts";
import { groupKey, orderSettings } from "../training/plan.ts";
import { resolveNetworks } from "../training/resolve_settings.ts";
import { settingsRecord } from "../training/run_record.ts";
import type { NetworkSettings, TrainingOptions, TrainingSpec } from "../training/spec.ts";

/** The version of the results of sweeps: files and workers of another version are refused. */
export const sweepVersion = 1;

/** The most networks of a sweep: their settings and keys take about 2 KB each. */
const maxNetworks = 1_000_000;

/** A value of a setting. */
export type AxisValue = number | string;

/** The values of one or more settings, by name. */
export type SweepAxes = Readonly<Record<string, readonly AxisValue[]>>;

/** A combination of settings: a value of each axis. */
export type SweepSettings<Axes extends SweepAxes = SweepAxes> = {
  readonly [Name in keyof Axes]: Axes[Name][number];
};

/** The settings of a sweep, besides those of its networks. */
export interface SweepOptions<Axes extends SweepAxes = SweepAxes>
  extends Omit<TrainingOptions, "seed" | "generator" | "sharedOrder" | "signal"> {
  /** The values of each setting. */
  readonly axes: Axes;
  /** The seeds of the networks of each combination, 42 alone by default. */
  readonly seeds?: readonly number[];
}

/** A combination of settings, with its networks. */
export interface PlannedCell<Axes extends SweepAxes = SweepAxes> {
  /** The hash of all settings of the networks and of the data. */
  readonly key: string;
  /** The index of its value on each axis, in the order of the axes. */
  readonly at: readonly number[];
  /** Its settings. */
  readonly settings: SweepSettings<Axes>;
  /** Its networks, one for each seed. */
  readonly specs: readonly TrainingSpec[];
  /** The same for all cells that kernels can train together. */
  readonly group: string;
  /** The estimated memory in bytes that the training of its networks takes. */
  readonly bytes: number;
}

/** A sweep before its training, as plain data. */
export interface SweepPlan<Axes extends SweepAxes = SweepAxes> {
  /** The first line of its file. */
  readonly header: StoreHeader;
  /** The values of each setting. */
  readonly axes: Axes;
  /** The seeds of the networks of each combination. */
  readonly seeds: readonly number[];
  /** All combinations: the last axis changes fastest. */
  readonly cells: readonly PlannedCell<Axes>[];
  /** The device, the data, and the settings that all networks share. */
  readonly training: TrainingOptions;
}

const optionList = optionNames<SweepOptions>({
  ...{ axes: true, seeds: true, device: true, data: true, test: true, sampleWeights: true },
  ...{ consumeTestLoaderRng: true, loss: true, batchSize: true, epochs: true },
  ...{ labelSmoothing: true, classWeights: true, stop: true },
});

const ACTION = "plan the sweep";

/**
 * Plans a sweep: makes the networks of each combination of settings, and checks them all.
 *
 * @param specOf Makes the network of a combination. Its seed is set by the sweep.
 * @param options The values of the settings, the device, the data, and what all networks share.
 * @returns The plan, for {@linkcode sweep}.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds, an axis has no value or one twice, or
 * there are more networks than fit in memory
 *
 * @example Two rates and two widths
 * ```ts
 * import { makeMoons, openDevice, planSweep, sgd } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const { cells } = await planSweep(
 *   ({ learningRate, width }) => ({ sizes: [2, width, 2], optimizer: sgd({ learningRate }) }),
 *   { axes: { learningRate: [0.1, 1], width: [4, 8] }, device, data: makeMoons(60), epochs: 2 },
 * );
 * assertEquals(cells.map(({ settings }) => settings), [
 *   { learningRate: 0.1, width: 4 },
 *   { learningRate: 0.1, width: 8 },
 *   { learningRate: 1, width: 4 },
 *   { learningRate: 1, width: 8 },
 * ]);
 * ```
 */
export async function planSweep<const Axes extends SweepAxes>(
  specOf: (settings: SweepSettings<Axes>) => TrainingSpec,
  options: SweepOptions<Axes>,
): Promise<SweepPlan<Axes>> {
  if (typeof specOf !== "function") {
    throw new TypeError(validationMessage(ACTION, "specOf", "a function", specOf));
  }
  const { axes, seeds = [42], ...training } = checkOptions(ACTION, options, optionList);
  checkAxes(axes, checkSeeds(ACTION, seeds));
  const combinations = combinationsOf(axes);
  const networks = combinations.map(({ settings }) =>
    resolveNetworks(specsOf(specOf, settings as SweepSettings<Axes>, seeds), training)
  );
  const data = await dataHash(training);
  const cells = await Promise.all(
    combinations.map(async ({ at, settings }, index): Promise<PlannedCell<Axes>> => ({
      ...{ at, settings: settings as SweepSettings<Axes> },
      ...await planCell(networks[index], training, data),
    })),
  );
  const id = await hashOf({ axes, keys: cells.map(({ key }) => key) });
  const description = describe(axes, { seeds, training, network: networks[0][0] });
  const header = { kind: "sweep", version: sweepVersion, id, description };
  return { header, axes, seeds, cells, training };
}

/** Returns the seeds if they are a list of at least one seed, each there once. */
export function checkSeeds(action: string, seeds: readonly number[]): readonly number[] {
  const allowed = "a list of at least one seed";
  if (checkList(action, "seeds", seeds, allowed).length === 0) {
    throw new RangeError(validationMessage(action, "seeds", allowed, seeds));
  }
  seeds.forEach((seed) => checkSeed(action, seed));
  checkDistinct(action, "seeds", seeds);
  return seeds;
}

function checkAxes(axes: SweepAxes, seeds: readonly number[]): void {
  const allowed = "lists of values, by the name of their setting";
  if (!isObject(axes)) throw new TypeError(validationMessage(ACTION, "axes", allowed, axes));
  const entries = Object.entries(checkOptions(ACTION, axes, undefined, "axes"));
  if (entries.length === 0) throw new RangeError(validationMessage(ACTION, "axes", allowed, axes));
  for (const [name, values] of entries) {
    const wanted = "a list of at least one number or text";
    const place = /^\w{1,40}$/.test(name) ? `axes.${name}` : `axes[${show(name)}]`;
    if (checkList(ACTION, place, values, wanted).length === 0) {
      throw new RangeError(validationMessage(ACTION, place, wanted, values));
    }
    const wrong = values.find((each) => typeof each !== "string" && !Number.isFinite(each));
    if (wrong !== undefined) {
      throw new TypeError(validationMessage(ACTION, place, wanted, wrong));
    }
    checkDistinct(ACTION, place, values);
  }
  const networks = entries.reduce((product, [, { length }]) => product * length, seeds.length);
  checkCount(ACTION, "the number of networks", networks, { minimum: 1, maximum: maxNetworks });
}

function checkDistinct(action: string, name: string, values: readonly AxisValue[]): void {
  const twice = values.find((value, at) => values.indexOf(value) < at);
  if (twice === undefined) return;
  throw new RangeError(validationMessage(action, `each value of ${name}`, "there once", twice));
}

/** All combinations, the last axis changing fastest. */
function combinationsOf(axes: SweepAxes): { at: number[]; settings: SweepSettings }[] {
  return Object.entries(axes).reduce(
    (all, [name, values]) =>
      all.flatMap(({ at, settings }) =>
        values.map((value, index) => ({
          at: [...at, index],
          settings: { ...settings, [name]: value },
        }))
      ),
    [{ at: [] as number[], settings: {} as SweepSettings }],
  );
}

function specsOf<Axes extends SweepAxes>(
  specOf: (settings: SweepSettings<Axes>) => TrainingSpec,
  settings: SweepSettings<Axes>,
  seeds: readonly number[],
): TrainingSpec[] {
  const spec = checkShape(ACTION, "the spec of each combination", specOf(settings), "spec");
  if (spec.seed !== undefined) {
    const allowed = "left out, as seeds are an option of the sweep";
    throw new RangeError(validationMessage(ACTION, "the seed of a spec", allowed, spec.seed));
  }
  return seeds.map((seed) => ({ ...spec, seed }));
}

/**
 * Plans the networks of a cell.
 *
 * @param networks Their settings, one for each seed.
 * @param training What all networks of the sweep share.
 * @param data The hash of the data, as {@linkcode dataHash} returns it.
 */
export async function planCell(
  networks: readonly NetworkSettings[],
  training: TrainingOptions,
  data: string,
): Promise<Pick<PlannedCell, "key" | "specs" | "group" | "bytes">> {
  return {
    key: await keyOf(networks, training, data),
    specs: networks.map(specOfNetwork),
    group: groupKey(networks[0]),
    bytes: networks.reduce((sum, each) => sum + bytesOf(each, training.data), 0),
  };
}

/** The spec of a network with all its settings; those of a given model are its own. */
function specOfNetwork({ model, sizes, activation, ...settings }: NetworkSettings): TrainingSpec {
  return model === undefined ? { ...settings, sizes, activation } : { ...settings, model };
}

/** The hash of the data of a sweep, without their names. */
export async function dataHash({ data, test, sampleWeights }: TrainingOptions): Promise<string> {
  const numbersOf = ({ inputs, labels, targets, samples, features, classes, task }: Dataset) => {
    return { inputs, labels, targets, samples, features, classes, task };
  };
  const weights = sampleWeights && Float64Array.from(sampleWeights);
  return await hashOf({ data: numbersOf(data), test: test && numbersOf(test), weights });
}

/** The key of the networks of a cell: their settings without their names, and the data. */
async function keyOf(
  networks: readonly NetworkSettings[],
  training: TrainingOptions,
  data: string,
): Promise<string> {
  const orders = orderSettings(training);
  const specs = networks.map(({ model, ...network }) => {
    const { name: _, ...settings } = settingsRecord({ ...network, model, ...orders });
    return { ...settings, parameters: model?.parameters };
  });
  return await hashOf({ version: sweepVersion, specs, data });
}

/**
 * An estimate of the memory of a network in training, in bytes: its parameters as they were drawn, as they
 * are and as they are read, their gradients and the optimizer state; its curves and their copies; an order.
 */
function bytesOf({ sizes, epochs }: NetworkSettings, { samples }: Dataset): number {
  return 4 * 8 * parameterCount(sizes) + 80 * epochs + 4 * samples;
}

/** A sweep in words. */
function describe(
  axes: SweepAxes,
  { seeds, training, network }: {
    seeds: readonly number[];
    training: TrainingOptions;
    network: NetworkSettings;
  },
): string {
  const { data } = training;
  return [
    ...Object.entries(axes).map(([name, values]) =>
      values.length === 1
        ? `${name} ${values[0]}`
        : `${name} ${values[0]} to ${values[values.length - 1]} (${values.length} values)`
    ),
    `${network.epochs} epochs on ${data.name} of ${data.samples}`,
    seeds.length === 1 ? `seed ${seeds[0]}` : `${seeds.length} seeds from ${seeds[0]}`,
  ].join(", ");
}
