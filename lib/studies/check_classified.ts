/** Probabilities of classes and the classes that came true: what calibration and mistakes are found in. */

import { checkCount, checkNumber, validationMessage } from "../check.ts";
import { checkNumbers } from "../check_shape.ts";
import { argmax } from "../kernels/losses.ts";

/** Samples with the probabilities that a model gave their classes. */
export interface Classified {
  readonly samples: number;
  /** The number of classes. */
  readonly classes: number;
  /** Whether there is one probability a sample, that of class 1. */
  readonly isSingle: boolean;
  /** The class that came true. */
  readonly actual: (sample: number) => number;
  /** The class with the largest probability, of equal ones the first. */
  readonly predicted: (sample: number) => number;
  /** The probability of a class. */
  readonly probability: (sample: number, label: number) => number;
}

/** How far the probabilities of a sample may be from a sum of 1, as they are rounded. */
const TOLERANCE = 1e-3;

/**
 * Checks probabilities and labels.
 *
 * @param action The action, for the error: `find the calibration`.
 * @param probabilities Those of all classes `[samples × classes]`, or of class 1 alone `[samples]`.
 * @param labels The class of each sample.
 * @throws {TypeError} if one is no list of numbers
 * @throws {RangeError} if they are no probabilities, the lengths do not fit, or a label is no class
 */
export function checkClassified(
  action: string,
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
): Classified {
  const { length } = checkNumbers(action, "probabilities", probabilities);
  const { length: samples } = checkNumbers(action, "labels", labels);
  checkCount(action, "the number of labels", samples);
  if (length === 0 || length % samples !== 0) {
    const allowed = `one for each of ${samples} labels, or for each label and class`;
    throw new RangeError(
      validationMessage(action, "the number of probabilities", allowed, length),
    );
  }
  const values = Float64Array.from(probabilities);
  const width = length / samples;
  const classes = Math.max(2, width);
  const isSingle = width === 1;
  for (let sample = 0; sample < samples; sample++) {
    const bounds = { minimum: 0, maximum: classes - 1 };
    checkCount(action, `[${sample}] of labels`, labels[sample], bounds);
    checkRow(action, values, { start: sample * width, width });
  }
  return {
    samples,
    classes,
    isSingle,
    actual: (sample) => labels[sample],
    predicted: (sample) =>
      isSingle ? Number(values[sample] > 0.5) : argmax(values, sample * width, width),
    probability: (sample, label) => {
      if (!isSingle) return values[sample * width + label];
      return label === 1 ? values[sample] : 1 - values[sample];
    },
  };
}

/** Throws if the probabilities of a sample are out of bounds, or do not add up to 1. */
function checkRow(
  action: string,
  probabilities: Float64Array,
  { start, width }: { start: number; width: number },
): void {
  let sum = 0;
  for (let at = start; at < start + width; at++) {
    const bounds = { minimum: 0, maximum: 1 };
    sum += checkNumber(action, `[${at}] of probabilities`, probabilities[at], bounds);
  }
  if (width === 1 || Math.abs(sum - 1) <= TOLERANCE) return;
  const name = `the sum of [${start}] to [${start + width - 1}] of probabilities`;
  throw new RangeError(validationMessage(action, name, "1", sum));
}
