/** Standardization of features to mean 0 and standard deviation 1, like scikit-learn's `StandardScaler`. */

import { validationMessage } from "../check.ts";
import { checkScaler, type Scaler, type ScalerLike } from "../data_description.ts";
import { checkDataset, checkMatrix, outputsOf } from "./check_dataset.ts";
import type { Dataset } from "./dataset.ts";

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
  return statisticsOf(inputs, { rows: samples, columns: features });
}

/** Computes the mean and the standard deviation of each column of a matrix. */
function statisticsOf(
  values: Float64Array,
  { rows, columns }: { rows: number; columns: number },
): Scaler {
  const mean = new Float64Array(columns);
  values.forEach((value, index) => mean[index % columns] += value / rows);

  const squares = new Float64Array(columns);
  const offsets = new Float64Array(columns);
  values.forEach((value, index) => {
    const column = index % columns;
    const offset = value - mean[column];
    squares[column] += offset * offset;
    offsets[column] += offset;
  });
  const scale = squares.map((square, column) => {
    const variance = (square - offsets[column] ** 2 / rows) / rows;
    const rounding = rows * Number.EPSILON * variance +
      (rows * mean[column] * Number.EPSILON) ** 2;
    return variance <= rounding ? 1 : Math.sqrt(variance);
  });
  // Corrects the rounding error of the mean, which is large for many samples far from 0.
  const corrected = mean.map((value, column) => value + offsets[column] / rows);
  return { mean: Array.from(corrected), scale: Array.from(scale) };
}

/**
 * Standardizes a dataset with the statistics of it or of another one, like scikit-learn's
 * `StandardScaler.transform`.
 *
 * @param dataset the dataset; it is not changed
 * @param scaler the statistics from {@linkcode fitScaler}
 * @returns a copy of the dataset with scaled inputs; its `scaler` converts numbers in their own units, so
 * after two scalings it is that of both
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
export function scaleDataset(dataset: Dataset, scaler: ScalerLike): Dataset {
  const action = "scale the dataset";
  const { inputs, samples, features } = checkDataset(action, "dataset", dataset);
  checkScaler(action, "the scaler", scaler, { columns: features, of: "features" });
  const scaled = scaledBy(scaler, inputs);
  checkMatrix(action, "the scaled inputs", scaled, { rows: samples, columns: features });
  return { ...dataset, inputs: scaled, scaler: joined(dataset.scaler, scaler) };
}

function scaledBy({ mean, scale }: ScalerLike, values: Float64Array): Float64Array {
  const columns = mean.length;
  return values.map((value, index) => (value - mean[index % columns]) / scale[index % columns]);
}

/** One scaler with the effect of two, one after the other. */
function joined(first: Scaler | undefined, { mean, scale }: ScalerLike): Scaler {
  if (first === undefined) return { mean: Array.from(mean), scale: Array.from(scale) };
  return {
    mean: first.mean.map((value, column) => value + first.scale[column] * mean[column]),
    scale: first.scale.map((value, column) => value * scale[column]),
  };
}

/**
 * Standardizes the targets of a regression to mean 0 and standard deviation 1, so that a learning rate
 * suits targets in any unit. The dataset keeps the scaler, with which predictions are scaled back.
 *
 * @param dataset the dataset of a regression; it is not changed
 * @param scaler the statistics to scale with; by default those of these targets
 * @returns a copy of the dataset with scaled targets
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if it is not a regression, its sizes do not fit its arrays, or a number is out of
 * bounds
 *
 * @example Prices around 200
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createDataset, scaleTargets } from "@neural-lab/lab";
 *
 * const prices = createDataset({ inputs: [[1], [2]], targets: [[190], [210]], task: "regression" });
 * const { targets, targetScaler } = scaleTargets(prices);
 * assertEquals([[...targets!], targetScaler], [[-1, 1], { mean: [200], scale: [10] }]);
 * ```
 */
export function scaleTargets(dataset: Dataset, scaler?: ScalerLike): Dataset {
  const action = "scale the targets";
  const { targets, task, samples, targetScaler } = checkDataset(action, "dataset", dataset);
  if (task !== "regression" || targets === undefined) {
    throw new RangeError(validationMessage(action, "dataset.task", '"regression"', task));
  }
  const shape = { rows: samples, columns: outputsOf(dataset) };
  const chosen = scaler === undefined ? statisticsOf(targets, shape) : scaler;
  checkScaler(action, "the scaler", chosen, { columns: shape.columns, of: "targets" });
  const scaled = scaledBy(chosen, targets);
  checkMatrix(action, "the scaled targets", scaled, shape);
  return { ...dataset, targets: scaled, targetScaler: joined(targetScaler, chosen) };
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
