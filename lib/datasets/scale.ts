/** Standardization: every feature gets mean 0 and standard deviation 1, as scikit-learn's `StandardScaler` does. */

import { checkNumber, validationMessage } from "../check.ts";
import { checkShape } from "../check_shape.ts";
import { checkDataset, checkMatrix } from "./check_dataset.ts";
import type { Dataset } from "./dataset.ts";

/** What a scaler has learnt of a dataset: `scaled = (raw - mean) / scale`. */
export interface Scaler {
  /** Mean of each feature, `[features]`. */
  readonly mean: Float64Array;
  /** Standard deviation of each feature, `[features]`; 1 where the feature is constant. */
  readonly scale: Float64Array;
}

/**
 * Learns the mean and the standard deviation of each feature, as `StandardScaler.fit`.
 *
 * The deviation is that of the whole population (divided by the number of
 * samples). A feature counts as constant where its variance is no more than the
 * rounding error, by the bound that scikit-learn takes from Chan, Golub and
 * LeVeque, "Algorithms for computing the sample variance" (1983).
 *
 * @param dataset what to learn from
 * @returns the mean and the scale of each feature
 * @throws {TypeError} if it is no dataset
 * @throws {RangeError} if its sizes do not fit its arrays, or a number is out of bounds
 *
 * @example Test data are scaled by the statistics of the training data
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
  const leftovers = new Float64Array(features);
  inputs.forEach((value, index) => {
    const feature = index % features;
    const offset = value - mean[feature];
    squares[feature] += offset * offset;
    leftovers[feature] += offset;
  });
  const scale = squares.map((square, feature) => {
    const variance = (square - leftovers[feature] ** 2 / samples) / samples;
    const rounding = samples * Number.EPSILON * variance +
      (samples * mean[feature] * Number.EPSILON) ** 2;
    return variance <= rounding ? 1 : Math.sqrt(variance);
  });
  // What rounding left out of the mean: much, where there are many samples far from 0.
  return { mean: mean.map((value, feature) => value + leftovers[feature] / samples), scale };
}

/**
 * Scales a dataset by what was learnt, of it or of another, as `StandardScaler.transform`.
 *
 * @param dataset what to scale; it stays as it is
 * @param scaler what {@linkcode fitScaler} returned
 * @returns a dataset with scaled inputs, all else alike
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the scaler has learnt of another number of features, a number of either
 * is out of bounds, or a scaled input would not be finite in float32
 *
 * @example Scaled by hand: 10 becomes 0, and 2 more become 1 more
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
 * Scales a dataset to mean 0 and deviation 1 in every feature, as `StandardScaler.fit_transform`.
 *
 * @param dataset what to scale; it stays as it is
 * @returns a dataset with scaled inputs, all else alike
 * @throws {TypeError} if it is no dataset
 * @throws {RangeError} if its sizes do not fit its arrays, or a number is out of bounds
 *
 * @example Mean 0 and deviation 1
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
