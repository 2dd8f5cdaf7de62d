/** Setting samples aside for testing, as scikit-learn's `train_test_split` does. */

import { checkBoolean, checkCount, checkNumber, checkSeed } from "../check.ts";
import { checkOptions, checkShape, optionNames } from "../check_shape.ts";
import { RandomState } from "../random/numpy.ts";
import { checkDataset, checkLabels } from "./check_dataset.ts";
import type { Dataset } from "./dataset.ts";
import { checkSides, stratifiedIndices } from "./stratify.ts";

const ACTION = "split the dataset";

/** Settings of {@linkcode trainTestSplit}. */
export interface SplitOptions {
  /** Part of the samples to test with, above 0 and below 1; 0.3 where none is given. The number is rounded up. */
  testSize?: number;
  /** Seed of the NumPy stream, from 0 to 2^32 - 1; 42 where none is given. */
  seed?: number;
  /** Whether both sides get the classes in the whole's proportions; not so where none is given. */
  stratify?: boolean;
}

const names = optionNames<SplitOptions>({ testSize: true, seed: true, stratify: true });

/** Which samples are on which side, in random order; every sample is on one of them. */
export interface SplitIndices {
  /** Indices of the samples to train with. */
  readonly train: Uint32Array;
  /** Indices of the samples to test with. */
  readonly test: Uint32Array;
}

/** A dataset in two parts. */
export interface Split {
  /** What to train with. */
  readonly train: Dataset;
  /** What to test with: unseen in training. */
  readonly test: Dataset;
}

/**
 * Splits a dataset into one part to train with and one to test with, sample for
 * sample as scikit-learn's `train_test_split(inputs, labels, test_size=testSize,
 * random_state=seed, stratify=labels)`, or `stratify=None`.
 *
 * @param dataset what to split; it stays as it is
 * @param options test size, seed, and whether to stratify
 * @returns both parts, each with the number of classes of the whole
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown or out of bounds, the dataset's sizes do not fit its
 * arrays, a side would be empty, or a
 * class has too few samples to be stratified
 *
 * @example Half the classes on either side
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { makeMoons, trainTestSplit } from "@neural-lab/lab";
 *
 * const { train, test } = trainTestSplit(makeMoons(100), { testSize: 0.3, stratify: true });
 * assertEquals([train.samples, test.samples], [70, 30]);
 * assertEquals(test.labels.filter((label) => label === 0).length, 15);
 * ```
 */
export function trainTestSplit(dataset: Dataset, options: SplitOptions = {}): Split {
  checkDataset(ACTION, "dataset", dataset);
  const { train, test } = splitIndices(dataset, options);
  return { train: take(dataset, train), test: take(dataset, test) };
}

/**
 * Tells which samples {@linkcode trainTestSplit} puts on which side.
 *
 * @param dataset what to split
 * @param options test size, seed, and whether to stratify
 * @returns the indices of both sides, in the order in which they come
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown or out of bounds, the dataset's sizes do not fit its
 * arrays, a side would be empty, or a
 * class has too few samples to be stratified
 *
 * @example Every sample is on one side
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { makeMoons, splitIndices } from "@neural-lab/lab";
 *
 * const { train, test } = splitIndices(makeMoons(10), { testSize: 0.3 });
 * assertEquals([...train, ...test].sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
 * ```
 */
export function splitIndices(
  dataset: Pick<Dataset, "labels" | "samples">,
  options: SplitOptions = {},
): SplitIndices {
  const { labels, samples } = checkShape(ACTION, "dataset", dataset, "labels");
  checkCount(ACTION, "dataset.samples", samples);
  checkLabels(ACTION, "dataset", dataset);
  const { seed, stratify, train, test } = settle(samples, options);
  const state = new RandomState(seed);
  if (stratify) return stratifiedIndices(labels, { train, test, state });
  const order = state.permutation(samples);
  return { train: order.slice(test), test: order.slice(0, test) };
}

/**
 * Checks the settings of a split before the dataset exists: large ones take seconds to generate.
 *
 * @param dataset the number of samples, and of classes that occur in them
 * @param options test size, seed, and whether to stratify
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown or out of bounds, or a side would have too few samples
 *
 * @example A test side of one sample cannot have both classes
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { checkSplit } from "@neural-lab/lab";
 *
 * const data = { samples: 10, classes: 2 };
 * assertThrows(() => checkSplit(data, { testSize: 0.1, stratify: true }), RangeError, "test side");
 * ```
 */
export function checkSplit(
  dataset: Pick<Dataset, "samples" | "classes">,
  options: SplitOptions = {},
): void {
  const { samples, classes } = checkShape(ACTION, "dataset", dataset, "sampleCounts");
  checkCount(ACTION, "dataset.samples", samples);
  checkCount(ACTION, "dataset.classes", classes);
  const { stratify, ...sides } = settle(samples, options);
  if (stratify) checkSides(classes, sides);
}

/** The settings with their defaults, and the number of samples on each side. */
function settle(samples: number, options: SplitOptions) {
  const { testSize = 0.3, seed = 42, stratify = false } = checkOptions(ACTION, options, names);
  checkBoolean(ACTION, "stratify", stratify);
  checkNumber(ACTION, "testSize", testSize, { above: 0, below: 1 });
  checkSeed(ACTION, seed);
  const test = Math.ceil(testSize * samples);
  if (test >= samples) {
    throw new RangeError(
      `Cannot ${ACTION} as none of its ${samples} samples would be left to train with: ` +
        `current value of testSize is ${testSize}`,
    );
  }
  return { seed, stratify, train: samples - test, test };
}

/** The samples of the given indices, in their order. */
function take(dataset: Dataset, indices: Uint32Array): Dataset {
  const { inputs, labels, targets, samples } = dataset;
  const taken = {
    ...dataset,
    inputs: takeRows(inputs, samples, indices),
    labels: Int32Array.from(indices, (sample) => labels[sample]),
    samples: indices.length,
  };
  return targets === undefined ? taken : { ...taken, targets: takeRows(targets, samples, indices) };
}

function takeRows(values: Float64Array, rows: number, indices: Uint32Array): Float64Array {
  const columns = values.length / rows;
  const taken = new Float64Array(indices.length * columns);
  indices.forEach((row, index) =>
    taken.set(values.subarray(row * columns, (row + 1) * columns), index * columns)
  );
  return taken;
}
