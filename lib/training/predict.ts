/** Predictions of models for points: outputs, classes and accuracies. */

import { checkBoolean, validationMessage } from "../check.ts";
import { checkOptions, checkShape, isDetached, isTyped } from "../check_shape.ts";
import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { Device } from "../devices/device.ts";
import { argmax } from "../kernels/losses.ts";
import { checkMlp, classesOf, type Mlp } from "../models/mlp.ts";
import { checkModelFits, evaluateModels, type RowsOfModel } from "./evaluate.ts";
import { unscaler } from "./regression.ts";

/** The predictions of a model for points. */
export interface Prediction {
  /**
   * The class of each point `[count]`: the argmax of the outputs; for a single value 1 if it is above 0.5.
   * Empty for a regression.
   */
  readonly labels: Int32Array;
  /** The outputs `[count × outputs]`: logits or values, depending on the model's head. */
  readonly outputs: Float32Array;
  /** The softmax of the logits `[count × classes]`; null if the outputs are values. */
  readonly probabilities: Float32Array | null;
  /** The number of classes: 2 for a single value; 0 for a regression. */
  readonly classes: number;
  /**
   * The values that a regression predicts `[count × outputs]`, in the target's own unit: the outputs,
   * scaled back by the model's `targetScaler`. Null for a classification.
   */
  readonly values: Float64Array | null;
}

/**
 * Computes a model's outputs for points, and the classes that it predicts.
 *
 * @param model The network.
 * @param options `device`: the device; `inputs`: points `[count × features]`, scaled like the training
 * data; `unscaled`: whether they are in their own units instead, and the model's `scaler` is to be
 * applied, false by default.
 * @returns Labels, outputs, and probabilities if the outputs are logits; of a regression its values.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the length of the inputs is not a multiple of the number of features
 *
 * @example A linear model that predicts class 1 if x is above 0
 * ```ts
 * import { openDevice, predict } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const parameters = Float32Array.of(0, 0, 1, 0, 0, 0);
 * const model = { sizes: [2, 2], activation: "identity", head: "logits", parameters } as const;
 * const { labels } = await predict(model, { device, inputs: Float32Array.of(-1, 5, 1, 5) });
 * assertEquals([...labels], [0, 1]);
 * ```
 */
export async function predict(
  model: Mlp,
  options: { device: Device; inputs: Float32Array | Float64Array; unscaled?: boolean },
): Promise<Prediction> {
  const action = "predict";
  checkMlp(action, model);
  const { device, inputs, unscaled = false } = checkOptions(action, options, [
    ...["device", "inputs", "unscaled"],
  ]);
  checkBoolean(action, "unscaled", unscaled);
  checkShape(action, "device", device, "device");
  checkInputs(action, inputs);
  const scaled = unscaled ? scaledInputs(inputs, model) : Float32Array.from(inputs);
  const outputs = await device.predict([model], scaled);
  const width = model.sizes[model.sizes.length - 1];
  if (model.task === "regression") {
    const values = valuesOf(outputs, model);
    return { labels: new Int32Array(), outputs, probabilities: null, classes: 0, values };
  }
  const labels = new Int32Array(outputs.length / width);
  const rows = rowsOf(model);
  for (let row = 0; row < labels.length; row++) {
    labels[row] = labelAt(outputs, row * rows.width, rows);
  }
  const probabilities = model.head === "logits" ? softmax(outputs, width) : null;
  return { labels, outputs, probabilities, classes: classesOf(model), values: null };
}

/** Returns `inputs` if they are floats. */
export function checkInputs(
  action: string,
  inputs: Float32Array | Float64Array,
): Float32Array | Float64Array {
  const isFloats = isTyped(inputs, Float32Array) || isTyped(inputs, Float64Array);
  if (isFloats && !isDetached(inputs.buffer)) return inputs;
  throw new TypeError(
    validationMessage(action, "inputs", "a Float32Array or Float64Array", inputs),
  );
}

/** Inputs in their own units, scaled by the model's scaler in float64. */
function scaledInputs(inputs: Float32Array | Float64Array, { scaler }: Mlp): Float32Array {
  if (scaler === undefined) return Float32Array.from(inputs);
  const { mean, scale } = scaler;
  const features = mean.length;
  return Float32Array.from(
    inputs,
    (value, at) => (value - mean[at % features]) / scale[at % features],
  );
}

/** The outputs of a regression in the target's own unit. */
export function valuesOf(outputs: Float32Array, { sizes, targetScaler }: Mlp): Float64Array {
  const width = sizes[sizes.length - 1];
  const toUnits = Array.from({ length: width }, (_, column) => unscaler(targetScaler, column));
  return Float64Array.from(outputs, (value, at) => toUnits[at % width](value));
}

/** The class that the row of outputs from `start` predicts; `binary` for a single value of two classes. */
function labelAt(
  outputs: Float32Array,
  start: number,
  { width, binary }: { width: number; binary: boolean },
): number {
  if (binary) return Number(outputs[start] > 0.5);
  // Without a branch, which is mispredicted for half of the samples.
  if (width === 2) return Number(outputs[start + 1] > outputs[start]);
  return argmax(outputs, start, width);
}

/** The rows of a model's outputs. */
function rowsOf({ sizes, head }: Mlp): { width: number; binary: boolean } {
  const width = sizes[sizes.length - 1];
  return { width, binary: width === 1 && head === "values" };
}

/**
 * Computes the accuracy of a model: the fraction of a dataset's samples that it classifies correctly.
 *
 * @param model The network.
 * @param options `device`: the device; `data`: the dataset, scaled like the training data.
 * @returns The accuracy, from 0 to 1.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the data do not have as many features as the model has inputs
 *
 * @example A model that always predicts class 0 has an accuracy of one half on moons
 * ```ts
 * import { accuracyOf, makeMoons, openDevice } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const parameters = new Float32Array(6);
 * const model = { sizes: [2, 2], activation: "identity", head: "logits", parameters } as const;
 * assertEquals(await accuracyOf(model, { device, data: makeMoons(100) }), 0.5);
 * ```
 */
export async function accuracyOf(
  model: Mlp,
  options: { device: Device; data: Dataset },
): Promise<number> {
  const action = "find the accuracy";
  checkMlp(action, model);
  const { device, data } = checkOptions(action, options, ["device", "data"]);
  checkShape(action, "device", device, "device");
  checkDataset(action, "data", data);
  checkModelFits(action, model, data);
  const [[accuracy]] = await evaluateModels([model], { device, sets: [data] }, accuracyOfRows);
  return accuracy;
}

/** The fraction of the samples that one model classifies correctly. */
export function accuracyOfRows(
  { model, outputs, start }: RowsOfModel,
  { labels, samples }: Dataset,
): number {
  const rows = rowsOf(model);
  let right = 0;
  for (let sample = 0, at = start; sample < samples; sample++, at += rows.width) {
    if (labelAt(outputs, at, rows) === labels[sample]) right++;
  }
  return right / samples;
}

/**
 * Softmax of each row of logits.
 *
 * @param options `byClass`: whether the result is `[width × rows]` instead of `[rows × width]`.
 */
export function softmax(
  outputs: Float32Array,
  width: number,
  { byClass = false } = {},
): Float32Array {
  const rows = outputs.length / width;
  const [rowStride, classStride] = byClass ? [1, rows] : [width, 1];
  const probabilities = new Float32Array(outputs.length);
  const powers = new Float64Array(width);
  for (let row = 0, start = 0; row < rows; row++, start += width) {
    const largest = outputs[start + argmax(outputs, start, width)];
    let sum = 0;
    for (let k = 0; k < width; k++) {
      const difference = outputs[start + k] - largest;
      // Half of the exponentials of two classes.
      sum += powers[k] = difference === 0 ? 1 : Math.exp(difference);
    }
    for (let k = 0, at = row * rowStride; k < width; k++, at += classStride) {
      probabilities[at] = powers[k] / sum;
    }
  }
  return probabilities;
}
