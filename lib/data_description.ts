/** The description of data that datasets and models carry: the task, names, and the scaling. */

import { checkChoice, checkNumber, validationMessage } from "./check.ts";
import { checkList, checkNumbers, checkShape } from "./check_shape.ts";

/** The names of all tasks, see {@linkcode Task}. */
export const taskNames = ["classification", "regression"] as const;

/** What a network learns: the class of each sample, or its target values. */
export type Task = typeof taskNames[number];

/** The statistics with which columns are standardized: `scaled = (raw - mean) / scale`. */
export interface Scaler {
  /** The mean of each column. */
  readonly mean: readonly number[];
  /** The standard deviation of each column; 1 for constant columns. */
  readonly scale: readonly number[];
}

/** The statistics of a scaler, of which the lists may be typed arrays. */
export interface ScalerLike {
  /** The mean of each column. */
  readonly mean: ArrayLike<number>;
  /** The standard deviation of each column. */
  readonly scale: ArrayLike<number>;
}

/** What is known of data besides the numbers. Each part is optional. */
export interface DataDescription {
  /** The task; `classification` if it is not given. */
  readonly task?: Task;
  /** The name of each feature, for axes and for matching columns. */
  readonly featureNames?: readonly string[];
  /** The name of each class. */
  readonly classNames?: readonly string[];
  /** The name of each target value. */
  readonly targetNames?: readonly string[];
  /** The scaling that was applied to the inputs; without it they are in their own units. */
  readonly scaler?: Scaler;
  /** The scaling that was applied to the targets; without it they are in their own units. */
  readonly targetScaler?: Scaler;
}

/** The names of the parts of a description. */
export const descriptionNames: Readonly<Record<keyof DataDescription, true>> = {
  task: true,
  featureNames: true,
  classNames: true,
  targetNames: true,
  scaler: true,
  targetScaler: true,
};

/** The numbers of names that a description must have. */
export interface DescribedSizes {
  readonly features: number;
  readonly classes: number;
  /** The number of target values of a sample. */
  readonly outputs: number;
}

/** Returns the parts of a description that are given, and nothing else of the object. */
export function descriptionOf(described: DataDescription): DataDescription {
  const parts = Object.keys(descriptionNames) as (keyof DataDescription)[];
  return Object.fromEntries(
    parts.filter((part) => described[part] !== undefined).map((part) => [part, described[part]]),
  );
}

/**
 * Checks the parts of a description that are given.
 *
 * @param action The action, for the error.
 * @param name The name of the described object with a dot, for the error: `data.`; or empty.
 * @param described The object with the description.
 * @param sizes The numbers of features, classes and target values.
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if a list has another length, a feature is named twice, a scale is not above 0,
 * or there are class names in a regression
 */
export function checkDescription(
  action: string,
  name: string,
  described: DataDescription,
  { features, classes, outputs }: DescribedSizes,
): void {
  const { task, featureNames, classNames, targetNames, scaler, targetScaler } = described;
  if (task !== undefined) checkChoice(action, `${name}task`, task, taskNames);
  checkNames(action, `${name}featureNames`, featureNames, features);
  checkNames(action, `${name}classNames`, classNames, classes);
  checkNames(action, `${name}targetNames`, targetNames, outputs);
  if (scaler !== undefined) {
    checkScaler(action, `${name}scaler`, scaler, { columns: features, of: "features" });
  }
  if (targetScaler !== undefined) {
    checkScaler(action, `${name}targetScaler`, targetScaler, { columns: outputs, of: "targets" });
  }
  if (task === "regression" && classNames !== undefined) {
    const allowed = "left out in a regression";
    throw new RangeError(validationMessage(action, `${name}classNames`, allowed, classNames));
  }
}

/** Throws if names are given and are not a list of as many different texts. */
export function checkNames(
  action: string,
  name: string,
  names: readonly string[] | undefined,
  count: number,
): void {
  if (names === undefined) return;
  const allowed = `a list of ${count} names`;
  checkList(action, name, names, allowed);
  if (names.length !== count) {
    throw new RangeError(validationMessage(action, name, allowed, names));
  }
  const seen = new Set<unknown>();
  names.forEach((each, at) => {
    const place = `${name}[${at}]`;
    if (typeof each !== "string") {
      throw new TypeError(validationMessage(action, place, "text", each));
    }
    if (seen.has(each)) {
      throw new RangeError(validationMessage(action, place, "a name of its own", each));
    }
    seen.add(each);
  });
}

/**
 * Checks the statistics of a number of columns.
 *
 * @throws {TypeError} if it is no scaler, or a part is no list of numbers
 * @throws {RangeError} if it is for another number of columns or a number is out of bounds
 */
export function checkScaler(
  action: string,
  name: string,
  scaler: ScalerLike,
  { columns, of }: { readonly columns: number; readonly of: "features" | "targets" },
): void {
  const { mean, scale } = checkShape(action, name, scaler, "scaler");
  checkNumbers(action, `mean of ${name}`, mean);
  checkNumbers(action, `scale of ${name}`, scale);
  if (mean.length !== columns || scale.length !== columns) {
    const allowed = `of ${columns} ${of}, as the numbers are`;
    throw new RangeError(validationMessage(action, name, allowed, mean.length));
  }
  for (let column = 0; column < columns; column++) {
    checkNumber(action, `mean[${column}] of ${name}`, mean[column]);
    checkNumber(action, `scale[${column}] of ${name}`, scale[column], { above: 0 });
  }
}
