/** Checks of a dataset's sizes, numbers and labels. */

import { checkCount, MAX_FLOAT32, validationMessage } from "../check.ts";
import { checkShape, isTyped } from "../check_shape.ts";
import { checkDescription } from "../data_description.ts";
import type { Dataset } from "./dataset.ts";

/** The maximum number of features, classes and outputs, equal to that of units in a layer. */
export const MAX_WIDTH = 65_536;

/** The maximum of samples times classes: one-hot targets of 4 GiB in float32. */
const MAX_TARGETS = 2 ** 30;

/**
 * Returns `dataset` if its arrays have the lengths of its sizes, its numbers are finite in float32, and
 * its labels are below `classes`.
 *
 * @param action The action, for the error: `split the dataset`.
 * @param name The name of the argument, for the error: `test`.
 * @param dataset The dataset.
 * @throws {TypeError} if it is not a dataset, or a part of it is of the wrong kind
 * @throws {RangeError} if a size is out of bounds, an array has another length, or a number or a label
 * is out of bounds; the error names its row and column; or the description does not fit the sizes
 */
export function checkDataset(action: string, name: string, dataset: Dataset): Dataset {
  const { inputs, samples, features, classes, targets } = checkShape(
    action,
    name,
    dataset,
    "dataset",
  );
  checkText(action, `${name}.name`, dataset.name);
  checkCount(action, `${name}.samples`, samples);
  checkCount(action, `${name}.features`, features, { minimum: 1, maximum: MAX_WIDTH });
  checkMatrix(action, `${name}.inputs`, inputs, { rows: samples, columns: features });
  checkClasses(action, `${name}.classes`, dataset);
  checkLabels(action, name, dataset, classes);
  if (targets !== undefined) {
    checkFloat64Array(action, `${name}.targets`, targets);
    const columns = Math.max(1, Math.floor(targets.length / samples));
    checkMatrix(action, `${name}.targets`, targets, { rows: samples, columns });
  } else if (dataset.task === "regression") {
    const allowed = "given in a regression";
    throw new TypeError(validationMessage(action, `${name}.targets`, allowed, targets));
  }
  if (dataset.sampleWeights !== undefined) {
    checkWeights(action, name, dataset.sampleWeights, samples);
  }
  const outputs = outputsOf(dataset);
  checkDescription(action, `${name}.`, dataset, { features, classes, outputs });
  return dataset;
}

/** Throws if there is not one weight per sample, or one is not above 0 in float32. */
function checkWeights(action: string, name: string, weights: Float64Array, samples: number): void {
  checkMatrix(action, `${name}.sampleWeights`, weights, { rows: samples, columns: 1 });
  const wrong = weights.findIndex((weight) => !isWeight(weight));
  if (wrong < 0) return;
  const place = `sampleWeights[${wrong}] of ${name}`;
  throw new RangeError(validationMessage(action, place, WEIGHT, weights[wrong]));
}

/** The weights that are allowed, in words. */
export const WEIGHT = "above 0 and finite in float32";

/** Whether a number can be the weight of a sample: networks are trained in float32. */
export function isWeight(value: number): boolean {
  return Math.fround(value) > 0 && isFiniteInFloat32(value);
}

/** The number of target values of a sample; of labels, that of the classes. */
export function outputsOf(
  { targets, samples, classes }: Pick<Dataset, "targets" | "samples" | "classes">,
): number {
  return targets === undefined ? classes : targets.length / samples;
}

/** Throws if there are so many classes that the one-hot targets would not fit in memory. */
export function checkClasses(
  action: string,
  name: string,
  { samples, classes }: Pick<Dataset, "samples" | "classes">,
): void {
  const maximum = Math.min(MAX_WIDTH, Math.max(1, Math.floor(MAX_TARGETS / samples)));
  checkCount(action, name, classes, { minimum: 1, maximum });
}

/** Throws if a name is not a string. */
export function checkText(action: string, name: string, value: unknown): void {
  if (typeof value === "string") return;
  throw new TypeError(validationMessage(action, name, "text", value));
}

/**
 * Throws if there is not one label per sample, or a label is not below `classes`.
 *
 * @param action The action, for the error.
 * @param name The name of the dataset, for the error.
 * @param dataset The labels and the number of samples.
 * @param classes The number of classes.
 */
export function checkLabels(
  action: string,
  name: string,
  { labels, samples }: Pick<Dataset, "labels" | "samples">,
  classes: number = MAX_WIDTH,
): void {
  if (!isTyped(labels, Int32Array)) {
    throw new TypeError(validationMessage(action, `${name}.labels`, "an Int32Array", labels));
  }
  if (labels.length !== samples) {
    const allowed = `one for each of ${samples} samples`;
    throw new RangeError(validationMessage(action, `${name}.labels`, allowed, labels.length));
  }
  const wrong = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong < 0) return;
  const allowed = `a whole number from 0 to ${classes - 1}`;
  throw new RangeError(
    validationMessage(action, `label ${wrong} of ${name}`, allowed, labels[wrong]),
  );
}

/** Throws if a matrix is not `[rows × columns]`, or a number is not finite in float32. */
export function checkMatrix(
  action: string,
  name: string,
  values: Float64Array,
  { rows, columns }: { rows: number; columns: number },
): void {
  checkFloat64Array(action, name, values);
  const width = { minimum: 1, maximum: MAX_WIDTH };
  checkCount(action, `the number of columns of ${name}`, columns, width);
  if (values.length !== rows * columns) {
    const allowed = `${rows} rows of ${columns} numbers`;
    const found = `${values.length} numbers`;
    throw new RangeError(validationMessage(action, name, allowed, found));
  }
  const wrong = values.findIndex((value) => !isFiniteInFloat32(value));
  if (wrong < 0) return;
  const place = `row ${Math.floor(wrong / columns)}, column ${wrong % columns} of ${name}`;
  throw new RangeError(
    validationMessage(action, place, "a finite number in float32", values[wrong]),
  );
}

/** Whether a number is finite in float32, the precision in which networks are computed. */
function isFiniteInFloat32(value: number): boolean {
  return Math.abs(value) <= MAX_FLOAT32;
}

function checkFloat64Array(action: string, name: string, values: unknown): void {
  if (isTyped(values, Float64Array)) return;
  throw new TypeError(validationMessage(action, name, "a Float64Array", values));
}
