/** Standardization of features to mean 0 and standard deviation 1, like scikit-learn's `StandardScaler`. */

import { checkNumber, validationMessage } from "../check.ts";
import { checkNumbers, checkShape } from "../check_shape.ts";
import { checkDataset, checkMatrix } from "./check_dataset.ts";
import type { Dataset } from "./dataset.ts";

/** The statistics of a dataset with which data are standardized: `scaled = (raw - mean) / scale`. */
export interface Scaler {
  /** The mean of each feature, `[features]`. */
  readonly mean: Float64Array;
  /** The standard deviation of each feature, `[features]`; 1 for constant features. */
  readonly scale: Float64Array;
}

/**
 * Computes the mean and the standard deviation of each feature, like scikit-learn's `StandardScaler.fit`.
 *
 * The variance is divided by the number of samples, not by one less. A feature
 * counts as constant if its variance is within the rounding error; the bound is
 * scikit-learn's, from Chan, Golub and LeVeque, "Algorithms for computing the
 * sample variance" (1983).
 *
 * @param dataset the dataset
 * @returns the mean and the scale of each feature
 * @throws {TypeError} if it is not a dataset
 * @throws {RangeError} if its sizes do not fit its arrays, or a number is out of bounds
 *
 * @example Test data scaled with the statistics of the training data
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createDataset, fitScaler, scaleDataset } from "@neural-lab/lab";
 *
 * const seen = createDataset({ inputs: [[0, 5], [4, 5]], labels: [0, 1] });
 * const unseen = createDataset({ inputs: [[6, 7]], labels: [1] });
 * assertEquals([...scaleDataset(unseen, fitScaler(seen)).inputs], [2, 2]);
 * ```
 */
export function fitScaler(dataset: Dataset): Scaler {
  const { inputs, samples, features } = checkDataset("fit the scaler", "dataset", dataset);
  const mean = new Float64Array(features);
  inputs.forEach((value, index) => mean[index % features] += value / samples);

  const squares = new Float64Array(features);
  const offsets = new Float64Array(features);
  inputs.forEach((value, index) => {
    const feature = index % features;
    const offset = value - mean[feature];
    squares[feature] += offset * offset;
    offsets[feature] += offset;
  });
  const scale = squares.map((square, feature) => {
    const variance = (square - offsets[feature] ** 2 / samples) / samples;
    const rounding = samples * Number.EPSILON * variance +
      (samples * mean[feature] * Number.EPSILON) ** 2;
    return variance <= rounding ? 1 : Math.sqrt(variance);
  });
  // Corrects the rounding error of the mean, which is large for many samples far from 0.
  return { mean: mean.map((value, feature) => value + offsets[feature] / samples), scale };
}

/**
 * Standardizes a dataset with the statistics of it or of another one, like scikit-learn's
 * `StandardScaler.transform`.
 *
 * @param dataset the dataset; it is not changed
 * @param scaler the statistics from {@linkcode fitScaler}
 * @returns a copy of the dataset with scaled inputs
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the scaler is for another number of features, a number is out of bounds, or a
 * scaled input is not finite in float32
 *
 * @example Mean 10 and scale 2
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createDataset, scaleDataset } from "@neural-lab/lab";
 *
 * const scaler = { mean: Float64Array.of(10), scale: Float64Array.of(2) };
 * const points = createDataset({ inputs: [[10], [14]], labels: [0, 1] });
 * assertEquals([...scaleDataset(points, scaler).inputs], [0, 2]);
 * ```
 */
export function scaleDataset(dataset: Dataset, scaler: Scaler): Dataset {
  const action = "scale the dataset";
  const { inputs, samples, features } = checkDataset(action, "dataset", dataset);
  const { mean, scale } = checkScaler(action, scaler, features);
  const scaled = inputs.map((value, index) =>
    (value - mean[index % features]) / scale[index % features]
  );
  checkMatrix(action, "the scaled inputs", scaled, { rows: samples, columns: features });
  return { ...dataset, inputs: scaled };
}

function checkScaler(action: string, scaler: Scaler, features: number): Scaler {
  const { mean, scale } = checkShape(action, "scaler", scaler, "scaler");
  checkNumbers(action, "mean of the scaler", mean);
  checkNumbers(action, "scale of the scaler", scale);
  if (mean.length !== features || scale.length !== features) {
    const allowed = `of ${features} features, as the dataset is`;
    throw new RangeError(validationMessage(action, "the scaler", allowed, mean.length));
  }
  for (let feature = 0; feature < features; feature++) {
    checkNumber(action, `mean[${feature}] of the scaler`, mean[feature]);
    checkNumber(action, `scale[${feature}] of the scaler`, scale[feature], { above: 0 });
  }
  return scaler;
}

/**
 * Standardizes a dataset to mean 0 and standard deviation 1 in each feature, like scikit-learn's
 * `StandardScaler.fit_transform`. Constant features become 0.
 *
 * @param dataset the dataset; it is not changed
 * @returns a copy of the dataset with scaled inputs
 * @throws {TypeError} if it is not a dataset
 * @throws {RangeError} if its sizes do not fit its arrays, or a number is out of bounds
 *
 * @example Mean 0 and standard deviation 1
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { fitScaler, makeMoons, standardScale } from "@neural-lab/lab";
 *
 * const { mean, scale } = fitScaler(standardScale(makeMoons(50)));
 * assertAlmostEquals(mean[0], 0, 1e-15);
 * assertAlmostEquals(scale[0], 1);
 * ```
 */
export function standardScale(dataset: Dataset): Dataset {
  return scaleDataset(dataset, fitScaler(dataset));
}
