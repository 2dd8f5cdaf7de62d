/** Creates datasets from given points. */

import { checkCount, validationMessage } from "../check.ts";
import { checkOptions, isArray, isTyped, optionNames } from "../check_shape.ts";
import { checkClasses, checkMatrix, checkText, MAX_WIDTH, outputsOf } from "./check_dataset.ts";
import {
  checkDescription,
  type DataDescription,
  descriptionNames,
  descriptionOf,
} from "../data_description.ts";
import type { Dataset } from "./dataset.ts";

/** The parts of a dataset, for {@linkcode createDataset}. */
export interface DatasetParts extends DataDescription {
  /** The name of the data in titles and files; `points` by default. */
  name?: string;
  /** The coordinates: one row per sample, or all rows in one array `[samples × features]`. */
  inputs: readonly (readonly number[])[] | Float64Array;
  /**
   * The class of each sample, `[samples]`, from 0. Optional if there are targets; the label is then the
   * argmax of the row, or, for a single column, 1 if the target is above 0.5. A regression has none.
   */
  labels?: readonly number[] | Int32Array;
  /**
   * The desired outputs of a network, which replace one-hot labels: soft labels, or values. One row per
   * sample, or all rows in one array `[samples × outputs]`.
   */
  targets?: readonly (readonly number[])[] | Float64Array;
  /**
   * The number of classes, above the highest label. The default is the highest label plus 1, or the
   * number of class names if there are more; without labels it is the number of columns of the targets, or
   * 2 for a single column. A regression has none.
   */
  classes?: number;
}

const ACTION = "create the dataset";

const names = optionNames<DatasetParts>({
  name: true,
  inputs: true,
  labels: true,
  targets: true,
  classes: true,
  ...descriptionNames,
});

/**
 * Creates a dataset from given points, which are copied.
 *
 * @param parts the points, and their classes or targets
 * @returns the dataset
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if a part is unknown, there are no points, rows differ in length, a coordinate or
 * a target is not finite in float32, or a label is negative, fractional, missing or not below `classes`
 *
 * @example Three points of two classes
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createDataset } from "@neural-lab/lab";
 *
 * const { samples, features, classes } = createDataset({
 *   inputs: [[0, 0], [1, 0], [0, 1]],
 *   labels: [0, 1, 1],
 * });
 * assertEquals([samples, features, classes], [3, 2, 2]);
 * ```
 *
 * @example A regression
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createDataset } from "@neural-lab/lab";
 *
 * const { targets, task } = createDataset({
 *   inputs: [[20], [35]],
 *   targets: [[1.5], [2.25]],
 *   task: "regression",
 *   featureNames: ["age"],
 *   targetNames: ["height"],
 * });
 * assertEquals([[...targets!], task], [[1.5, 2.25], "regression"]);
 * ```
 *
 * @example Soft labels
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createDataset } from "@neural-lab/lab";
 *
 * const { labels, classes } = createDataset({
 *   inputs: [[0, 0], [1, 0]],
 *   targets: [[0.2, 0.7, 0.1], [0.8, 0.1, 0.1]],
 * });
 * assertEquals([[...labels], classes], [[1, 0], 3]);
 * ```
 */
export function createDataset(parts: DatasetParts): Dataset {
  const { name = "points", labels: given } = checkOptions(ACTION, parts, names, "parts");
  checkText(ACTION, "name", name);
  if (parts.task === "regression") checkRegression(parts);
  const counted = countSamples(parts);
  const { samples } = counted;
  const inputs = readMatrix("inputs", parts.inputs, counted);
  const targets = parts.targets === undefined
    ? undefined
    : readMatrix("targets", parts.targets, counted);
  const labels = parts.task === "regression"
    ? new Int32Array(samples)
    : given === undefined
    ? labelsOf(targets!, samples)
    : readLabels(given);
  const classes = countClasses(parts, { labels, samples, targets });
  const features = inputs.length / samples;
  const dataset: Dataset = {
    ...{ name, inputs, labels, samples, features, classes },
    ...(targets !== undefined && { targets }),
    ...descriptionOf(parts),
  };
  const sizes = { features, classes, outputs: outputsOf(dataset) };
  checkDescription(ACTION, "", dataset, sizes);
  return dataset;
}

/** Throws if the parts of a regression lack targets, or have classes. */
function checkRegression(parts: DatasetParts): void {
  if (parts.targets === undefined) {
    throw new TypeError(validationMessage(ACTION, "targets", "given in a regression", undefined));
  }
  for (const part of ["labels", "classes"] as const) {
    if (parts[part] === undefined) continue;
    const allowed = "left out in a regression";
    throw new RangeError(validationMessage(ACTION, part, allowed, parts[part]));
  }
}

/** The number of classes: the given one, or the least that there must be. */
function countClasses(
  { labels: given, classNames, task, ...parts }: DatasetParts,
  { labels, samples, targets }: Pick<Dataset, "labels" | "samples" | "targets">,
): number {
  if (task === "regression") return 1;
  const highest = labels.reduce((maximum, label) => Math.max(maximum, label), 0);
  const minimum = given === undefined ? Math.max(2, targets!.length / samples) : highest + 1;
  const named = isArray(classNames) ? classNames.length : 0;
  const { classes = Math.max(minimum, named) } = parts;
  checkCount(ACTION, "classes", classes, { minimum });
  checkClasses(ACTION, "classes", { samples, classes });
  return classes;
}

/** The number of samples, and the part that determines it, for errors. */
interface Counted {
  readonly samples: number;
  readonly by: string;
}

/** Counts the labels, or without labels the rows of the inputs or targets. */
function countSamples({ labels, inputs, targets }: DatasetParts): Counted {
  if (labels === undefined && targets !== undefined) {
    const rows = Object.entries({ inputs, targets }).find(([, part]) => isArray(part));
    if (rows === undefined) {
      const allowed = "given where neither inputs nor targets are rows";
      throw new TypeError(validationMessage(ACTION, "labels", allowed, labels));
    }
    const [name, { length }] = rows;
    checkCount(ACTION, `the number of rows of ${name}`, length);
    return { samples: length, by: `rows of ${name}` };
  }
  if (!isArray(labels) && !isTyped(labels, Int32Array)) {
    throw new TypeError(validationMessage(ACTION, "labels", "an array or an Int32Array", labels));
  }
  if (labels.length === 0) {
    throw new RangeError(validationMessage(ACTION, "labels", "one or more", labels));
  }
  return { samples: labels.length, by: "labels" };
}

function readLabels(labels: readonly number[] | Int32Array): Int32Array {
  const bounds = { minimum: 0, maximum: MAX_WIDTH - 1 };
  return Int32Array.from(
    labels,
    (label, index) => checkCount(ACTION, `label ${index}`, label, bounds),
  );
}

/** Computes labels from targets: the argmax of each row, or of a single column whether it is above 0.5. */
function labelsOf(targets: Float64Array, samples: number): Int32Array {
  const outputs = targets.length / samples;
  return Int32Array.from({ length: samples }, (_, sample) => {
    const row = targets.subarray(sample * outputs, (sample + 1) * outputs);
    return outputs === 1 ? Number(row[0] > 0.5) : row.indexOf(Math.max(...row));
  });
}

/** Copies a matrix, given as rows or as one array, and checks that it has one row per sample. */
function readMatrix(name: string, matrix: unknown, counted: Counted): Float64Array {
  const { samples } = counted;
  const values = isTyped(matrix, Float64Array)
    ? matrix.slice()
    : Float64Array.from(checkRows(name, matrix, counted).flat());
  if (values.length === 0 || values.length % samples !== 0) {
    const allowed = `rows of one length for each of ${samples} ${counted.by}`;
    throw new RangeError(validationMessage(ACTION, name, allowed, `${values.length} numbers`));
  }
  checkMatrix(ACTION, name, values, { rows: samples, columns: values.length / samples });
  return values;
}

/** Returns the rows if there is one per sample, and all are lists of numbers of equal length. */
function checkRows(name: string, rows: unknown, { samples, by }: Counted): readonly number[][] {
  if (!isArray(rows)) {
    const allowed = "an array of rows or a Float64Array";
    throw new TypeError(validationMessage(ACTION, name, allowed, rows));
  }
  if (rows.length !== samples) {
    const allowed = `as many rows as there are ${by}, ${samples}`;
    throw new RangeError(validationMessage(ACTION, name, allowed, rows.length));
  }
  const [first] = rows;
  const length = isArray(first) ? first.length : 0;
  for (const [index, row] of rows.entries()) checkRow(name, { row, index, length });
  return rows;
}

function checkRow(
  name: string,
  { row, index, length }: { row: unknown; index: number; length: number },
): void {
  const place = `row ${index} of ${name}`;
  if (!isArray(row)) {
    throw new TypeError(validationMessage(ACTION, place, "an array of numbers", row));
  }
  if (row.length !== length) {
    throw new RangeError(
      validationMessage(ACTION, place, `of length ${length}, as row 0 is`, row),
    );
  }
  // By index, because the wrong value may be undefined or a hole of a sparse array.
  for (let column = 0; column < row.length; column++) {
    if (typeof row[column] === "number") continue;
    throw new TypeError(
      validationMessage(
        ACTION,
        `row ${index}, column ${column} of ${name}`,
        "a number",
        row[column],
      ),
    );
  }
}
