/** Mistakes: the samples that a model takes for another class, the most certain ones first. */

import { checkCount } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import { checkClassified } from "./check_classified.ts";

/** The settings of {@linkcode mistakes}. */
export interface MistakesOptions {
  /** The maximum number of mistakes: all by default. */
  readonly most?: number;
}

/** A sample that a model takes for another class. */
export interface Mistake {
  /** The index of the sample. */
  readonly sample: number;
  /** Its class. */
  readonly actual: number;
  /** The class that the model takes it for. */
  readonly predicted: number;
  /** The probability that the model gives that class. */
  readonly probability: number;
}

const ACTION = "find the mistakes";

const names = optionNames<MistakesOptions>({ most: true });

/**
 * Finds the samples whose most probable class is not their own, in descending order of that probability.
 * The first ones are the most certain mistakes; of equal ones the first sample is first.
 *
 * @param probabilities The probabilities of all classes `[samples × classes]`, as `predict` returns them,
 * or those of class 1 alone `[samples]`.
 * @param labels The class of each sample.
 * @param options The maximum number of mistakes.
 * @returns The mistakes; none if all samples are classified correctly.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if they are no probabilities, the lengths do not fit, a label is no class, or an
 * option is unknown or out of bounds
 *
 * @example Two of three samples are taken for the other class
 * ```ts
 * import { mistakes } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(mistakes([0.6, 0.9, 0.75], [0, 1, 0]), [
 *   { sample: 2, actual: 0, predicted: 1, probability: 0.75 },
 *   { sample: 0, actual: 0, predicted: 1, probability: 0.6 },
 * ]);
 * ```
 */
export function mistakes(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  options: MistakesOptions = {},
): Mistake[] {
  const { most } = checkOptions(ACTION, options, names);
  if (most !== undefined) checkCount(ACTION, "most", most);
  const { samples, actual, predicted, probability } = checkClassified(
    ACTION,
    probabilities,
    labels,
  );
  const found: Mistake[] = [];
  for (let sample = 0; sample < samples; sample++) {
    const [own, other] = [actual(sample), predicted(sample)];
    if (own === other) continue;
    found.push({ sample, actual: own, predicted: other, probability: probability(sample, other) });
  }
  return found.sort((one, other) => other.probability - one.probability).slice(0, most);
}
