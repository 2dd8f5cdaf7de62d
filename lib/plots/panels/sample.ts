/** Samples of numbers: what histograms and dots draw. */

import { validationMessage } from "../../check.ts";
import { checkNumbers, checkOptions, isObject } from "../../check_shape.ts";
import { checkText } from "../text.ts";

/** Values of one kind. */
export interface Sample {
  /** Of the run or class; samples of one name have the same colour as its curves. */
  readonly name: string;
  /** Those that are not finite are omitted. */
  readonly values: ArrayLike<number>;
}

/**
 * Returns `sample` if it has a name and numbers.
 *
 * @param place Where it is, for the error: `samples[1]`
 */
export function checkSample(action: string, sample: Sample, place: string): Sample {
  if (!isObject(sample)) {
    const allowed = "a sample with a name and values";
    throw new TypeError(validationMessage(action, place, allowed, sample));
  }
  const { name, values } = checkOptions(`draw ${place}`, sample, ["name", "values"]);
  checkText(action, `the name of ${place}`, name ?? null);
  checkNumbers(action, `the values of ${place}`, values);
  return sample;
}
