/** Making a dataset of one's own points. */

import { checkCount, validationMessage } from "../check.ts";
import { checkShape } from "../check_shape.ts";
import type { Dataset } from "./dataset.ts";

/** What {@linkcode createDataset} makes a dataset of. */
export interface DatasetParts {
  /** Where the points come from, as it stands in titles and files; `points` where none is given. */
  name?: string;
  /** Coordinates: a row a sample, or all rows in one `[samples × features]`. */
  inputs: readonly (readonly number[])[] | Float64Array;
  /** Class of each sample, from 0 up. */
  labels: readonly number[] | Int32Array;
  /** How many classes there are: above the highest label, which decides where none is given. */
  classes?: number;
}

const ACTION = "create the dataset";

/**
 * Creates a dataset of one's own points, which are copied.
 *
 * @param parts the points and their classes
 * @returns the dataset
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if there are no points, rows differ in length, a coordinate is
 * not finite, or a label is negative, fractional, missing or not below `classes`
 *
 * @example Three points of two classes
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createDataset } from "./create.ts";
 *
 * const { samples, features, classes } = createDataset({
 *   inputs: [[0, 0], [1, 0], [0, 1]],
 *   labels: [0, 1, 1],
 * });
 * assertEquals([samples, features, classes], [3, 2, 2]);
 * ```
 */
export function createDataset(parts: DatasetParts): Dataset {
  const { name = "points" } = checkShape(ACTION, "parts", parts, "options");
  if (typeof name !== "string") {
    throw new TypeError(validationMessage(ACTION, "name", "text", name));
  }
  const labels = checkLabels(parts.labels);
  const inputs = checkInputs(parts.inputs, labels.length);
  const highest = labels.reduce((most, label) => Math.max(most, label), 0);
  const classes = checkCount(ACTION, "classes", parts.classes ?? highest + 1, {
    minimum: highest + 1,
  });
  const samples = labels.length;
  return { name, inputs, labels, samples, features: inputs.length / samples, classes };
}

function checkLabels(labels: unknown): Int32Array {
  if (!Array.isArray(labels) && !(labels instanceof Int32Array)) {
    throw new TypeError(validationMessage(ACTION, "labels", "an array or an Int32Array", labels));
  }
  if (labels.length === 0) {
    throw new RangeError(validationMessage(ACTION, "labels", "one or more", labels));
  }
  const bounds = { minimum: 0, maximum: 0x7fffffff - 1 };
  return Int32Array.from(
    labels,
    (label, index) => checkCount(ACTION, `label ${index}`, label, bounds),
  );
}

function checkInputs(inputs: unknown, samples: number): Float64Array {
  const values = inputs instanceof Float64Array ? inputs.slice() : flatten(inputs, samples);
  if (values.length === 0 || values.length % samples !== 0) {
    const allowed = `rows of one length for each of ${samples} labels`;
    throw new RangeError(validationMessage(ACTION, "inputs", allowed, `${values.length} numbers`));
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new RangeError(
      validationMessage(ACTION, `input ${wrong}`, "a finite number", values[wrong]),
    );
  }
  return values;
}

/** The rows one after another, if there is one a sample and all are of one length. */
function flatten(rows: unknown, samples: number): Float64Array {
  if (!Array.isArray(rows)) {
    throw new TypeError(
      validationMessage(ACTION, "inputs", "an array of rows or a Float64Array", rows),
    );
  }
  if (rows.length !== samples) {
    const allowed = `as many rows as there are labels, ${samples}`;
    throw new RangeError(validationMessage(ACTION, "inputs", allowed, rows.length));
  }
  rows.forEach((row, index) => checkRow(row, index, rows[0]?.length));
  return Float64Array.from(rows.flat());
}

function checkRow(row: unknown, index: number, length: number): void {
  if (!Array.isArray(row) || !row.every((value) => typeof value === "number")) {
    throw new TypeError(
      validationMessage(ACTION, `row ${index} of inputs`, "an array of numbers", row),
    );
  }
  if (row.length !== length) {
    const allowed = `of length ${length}, as row 0 is`;
    throw new RangeError(validationMessage(ACTION, `row ${index} of inputs`, allowed, row));
  }
}
