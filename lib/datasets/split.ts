/** Splits datasets into training and test data, like scikit-learn's `train_test_split`. */

import { checkBoolean, checkCount, checkNumber, checkSeed } from "../check.ts";
import { checkOptions, checkShape, optionNames } from "../check_shape.ts";
import { RandomState } from "../random/numpy.ts";
import { checkDataset, checkLabels } from "./check_dataset.ts";
import type { Dataset } from "./dataset.ts";
import { checkSides, stratifiedIndices } from "./stratify.ts";

const ACTION = "split the dataset";

/** Settings of {@linkcode trainTestSplit}. */
export interface SplitOptions {
  /** The fraction of test samples, above 0 and below 1; 0.3 by default. Their number is rounded up. */
  testSize?: number;
  /** The seed of the NumPy stream, from 0 to 2^32 - 1; 42 by default. */
  seed?: number;
  /** Whether both parts have the class proportions of the whole dataset; false by default. */
  stratify?: boolean;
}

const names = optionNames<SplitOptions>({ testSize: true, seed: true, stratify: true });

/** The sample indices of a split, in random order; each sample is in one of the two parts. */
export interface SplitIndices {
  /** The indices of the training samples. */
  readonly train: Uint32Array;
  /** The indices of the test samples. */
  readonly test: Uint32Array;
}

/** A dataset in two parts. */
export interface Split {
  /** The training data. */
  readonly train: Dataset;
  /** The test data. */
  readonly test: Dataset;
}

/**
 * Splits a dataset into training and test data. The samples of both parts are those of scikit-learn's
 * `train_test_split(inputs, labels, test_size=testSize, random_state=seed, stratify=labels)`, or
 * `stratify=None`.
 *
 * @param dataset the dataset; it is not changed
 * @param options the test size, the seed, and whether to stratify
 * @returns both parts; their `classes` is that of the whole dataset
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown or out of bounds, the dataset's sizes do not fit its
 * arrays, a part would be empty, or a class has too few samples to stratify
 *
 * @example Equal class proportions in both parts
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
 * Returns the sample indices of the two parts of {@linkcode trainTestSplit}.
 *
 * @param dataset the labels `[samples]` and the number of samples
 * @param options the test size, the seed, and whether to stratify
 * @returns the indices of both parts, in the order of their samples
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown or out of bounds, the number of labels is another one, a
 * part would be empty, or a class has too few samples to stratify
 *
 * @example Each sample is in one part
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

/** Returns a dataset of the samples with the given indices, in the order of the indices. */
function take(dataset: Dataset, indices: Uint32Array): Dataset {
  const { inputs, labels, targets, sampleWeights, samples } = dataset;
  return {
    ...dataset,
    inputs: takeRows(inputs, samples, indices),
    labels: Int32Array.from(indices, (sample) => labels[sample]),
    samples: indices.length,
    ...(targets && { targets: takeRows(targets, samples, indices) }),
    ...(sampleWeights && { sampleWeights: takeRows(sampleWeights, samples, indices) }),
  };
}

function takeRows(values: Float64Array, rows: number, indices: Uint32Array): Float64Array {
  const columns = values.length / rows;
  const taken = new Float64Array(indices.length * columns);
  indices.forEach((row, index) =>
    taken.set(values.subarray(row * columns, (row + 1) * columns), index * columns)
  );
  return taken;
}
