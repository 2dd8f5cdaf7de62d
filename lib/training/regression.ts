/** The scores of a regression: the determination coefficient, and the errors in the target's own units. */

import { validationMessage } from "../check.ts";
import { checkOptions, checkShape } from "../check_shape.ts";
import type { Scaler } from "../data_description.ts";
import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { Device } from "../devices/device.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";
import { checkModelFits, evaluateModels, type RowsOfModel } from "./evaluate.ts";

/** How well the outputs of a network fit the targets of a dataset. */
export interface RegressionScores {
  /**
   * The coefficient of determination R²: 1 for a perfect fit, 0 for the mean of the targets as the only
   * output. With several targets it is the mean of their coefficients, as in scikit-learn's `r2_score`.
   * NaN for a single sample, which has no spread.
   */
  readonly r2: number;
  /** The mean squared error, in the square of the target's own unit. */
  readonly meanSquaredError: number;
  /** The mean absolute error, in the target's own unit. */
  readonly meanAbsoluteError: number;
}

/**
 * Computes the scores of a model on the data of a regression. Targets and outputs that were scaled are
 * converted to their own units first.
 *
 * @param model The network.
 * @param options `device`: the device; `data`: the dataset, scaled like the training data.
 * @returns R², the mean squared error and the mean absolute error.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if it is not a regression, or the sizes do not fit
 *
 * @example A line through all points
 * ```ts
 * import { createDataset, openDevice, regressionScoresOf } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const parameters = Float32Array.of(2, 1);
 * const model = { sizes: [1, 1], activation: "identity", head: "values", parameters } as const;
 * const data = createDataset({ inputs: [[0], [3]], targets: [[1], [7]], task: "regression" });
 * const { r2, meanAbsoluteError } = await regressionScoresOf(model, { device, data });
 * assertEquals([r2, meanAbsoluteError], [1, 0]);
 * ```
 */
export async function regressionScoresOf(
  model: Mlp,
  options: { device: Device; data: Dataset },
): Promise<RegressionScores> {
  const action = "find the errors";
  checkMlp(action, model);
  const { device, data } = checkOptions(action, options, ["device", "data"]);
  checkShape(action, "device", device, "device");
  checkDataset(action, "data", data);
  if (data.task !== "regression") {
    throw new RangeError(validationMessage(action, "data.task", '"regression"', data.task));
  }
  checkModelFits(action, model, data);
  const [[scores]] = await evaluateModels([model], { device, sets: [data] }, regressionScores);
  return scores;
}

/** The scores of one model's outputs. */
export function regressionScores(
  { outputs, start, width }: RowsOfModel,
  { targets, samples, targetScaler }: Dataset,
): RegressionScores {
  const sums = { r2: 0, squared: 0, absolute: 0 };
  for (let column = 0; column < width; column++) {
    const inUnits = unscaler(targetScaler, column);
    let [mean, squared, absolute, spread] = [0, 0, 0, 0];
    for (let sample = 0; sample < samples; sample++) {
      mean += inUnits(targets![sample * width + column]) / samples;
    }
    for (let sample = 0; sample < samples; sample++) {
      const target = inUnits(targets![sample * width + column]);
      const error = inUnits(outputs[start + sample * width + column]) - target;
      squared += error * error;
      absolute += Math.abs(error);
      spread += (target - mean) ** 2;
    }
    // As scikit-learn: equal targets have no spread to explain, and a single one cannot have any.
    sums.r2 += samples < 2 ? NaN : spread > 0 ? 1 - squared / spread : Number(squared === 0);
    sums.squared += squared / samples;
    sums.absolute += absolute / samples;
  }
  return {
    r2: sums.r2 / width,
    meanSquaredError: sums.squared / width,
    meanAbsoluteError: sums.absolute / width,
  };
}

/** Converts scaled values of one target to its own unit. */
export function unscaler(scaler: Scaler | undefined, column: number): (value: number) => number {
  if (scaler === undefined) return (value) => value;
  const { mean: { [column]: mean }, scale: { [column]: scale } } = scaler;
  return (value) => mean + scale * value;
}
