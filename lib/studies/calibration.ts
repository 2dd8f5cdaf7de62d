/** Calibration: whether what a model gives a probability of 80% comes true in 80% of cases. */

import { checkCount } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import { checkClassified, type Classified } from "./check_classified.ts";

/** The settings of a calibration. */
export interface CalibrationOptions {
  /** The number of equal intervals from 0 to 1: 10 by default. */
  readonly bins?: number;
}

/** The samples whose probability lies in an interval. */
export interface CalibrationBin {
  /** The lower bound, which is not in the interval; the first interval has its 0. */
  readonly from: number;
  /** The upper bound, which is in the interval. */
  readonly to: number;
  /** The number of samples. */
  readonly count: number;
  /** The mean of their probabilities; null if there are no samples. */
  readonly meanProbability: number | null;
  /** The share of them whose prediction came true; null if there are no samples. */
  readonly share: number | null;
}

/** How well probabilities agree with what came true. */
export interface Calibration {
  /**
   * The probability that is examined: `confidence`, that of the predicted class, which comes true if the
   * prediction is right; or `class 1`, if there is one probability a sample.
   */
  readonly of: "confidence" | "class 1";
  /** The intervals in ascending order, the empty ones too. */
  readonly bins: readonly CalibrationBin[];
  /** The number of samples. */
  readonly samples: number;
  /** The mean of the examined probability over all samples: the mean confidence. */
  readonly meanProbability: number;
  /** The share of all samples whose prediction came true: the accuracy. */
  readonly share: number;
  /**
   * The expected calibration error (ECE): the mean of the differences of share and mean probability,
   * without their signs, weighted by the count of their intervals.
   */
  readonly expectedCalibrationError: number;
  /** The maximum calibration error (MCE): the largest of these differences. */
  readonly maximumCalibrationError: number;
  /**
   * The Brier score: the mean squared difference of the probability and what came true, 1 or 0. Of two
   * classes it is that of one of them, from 0 to 1; of more classes the sum over all, from 0 to 2.
   */
  readonly brierScore: number;
}

const ACTION = "find the calibration";

const names = optionNames<CalibrationOptions>({ bins: true });

/**
 * Compares probabilities with what came true: in intervals of the probability, by the expected and the
 * maximum calibration error (Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017), and by the Brier score
 * (Brier 1950). Intervals are those of scikit-learn's `calibration_curve`, the Brier score that of its
 * `brier_score_loss`.
 *
 * @param probabilities The probabilities of all classes `[samples × classes]`, as `predict` returns them:
 * then the confidence is examined, the probability of the predicted class. Or one probability a sample
 * `[samples]`, that of class 1, which is examined then.
 * @param labels The class of each sample.
 * @param options The number of intervals.
 * @returns The intervals and the errors.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if they are no probabilities, the lengths do not fit, a label is no class, or an
 * option is unknown or out of bounds
 *
 * @example A model that is certain, and wrong in one of four cases
 * ```ts
 * import { calibration } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const probabilities = [1, 0, 1, 0, 0, 1, 0, 1];
 * const found = calibration(probabilities, [0, 0, 1, 0], { bins: 5 });
 * assertEquals([found.meanProbability, found.share], [1, 0.75]);
 * assertEquals([found.expectedCalibrationError, found.brierScore], [0.25, 0.25]);
 * assertEquals(found.bins[4], { from: 0.8, to: 1, count: 4, meanProbability: 1, share: 0.75 });
 * ```
 */
export function calibration(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  options: CalibrationOptions = {},
): Calibration {
  const { bins: wanted = 10 } = checkOptions(ACTION, options, names);
  checkCount(ACTION, "bins", wanted, { minimum: 1, maximum: 1000 });
  const classified = checkClassified(ACTION, probabilities, labels);
  const { samples, isSingle } = classified;
  const { bins, sums } = binned(classified, wanted);
  const gaps = bins.map(({ share, meanProbability }) =>
    share === null || meanProbability === null ? 0 : Math.abs(share - meanProbability)
  );
  return {
    of: isSingle ? "class 1" : "confidence",
    bins,
    samples,
    meanProbability: sums.probability / samples,
    share: sums.right / samples,
    expectedCalibrationError: gaps.reduce((sum, gap, at) => sum + bins[at].count * gap, 0) /
      samples,
    maximumCalibrationError: Math.max(...gaps),
    brierScore: brierScoreOf(classified),
  };
}

/**
 * The inner bounds of the intervals with both ends, to the bit those of NumPy's `linspace(0, 1, bins + 1)`.
 */
function boundsOf(bins: number): number[] {
  const step = 1 / bins;
  return Array.from({ length: bins + 1 }, (_, at) => at === bins ? 1 : at * step);
}

/** Divides the samples among intervals, and sums over all of them. */
function binned(
  { samples, isSingle, actual, predicted, probability }: Classified,
  wanted: number,
) {
  const bounds = boundsOf(wanted);
  const all = bounds.slice(1).map(() => ({ count: 0, probability: 0, right: 0 }));
  const sums = { probability: 0, right: 0 };
  for (let sample = 0; sample < samples; sample++) {
    const label = isSingle ? 1 : predicted(sample);
    const value = probability(sample, label);
    const right = Number(actual(sample) === label);
    const bin = all[binOf(value, bounds)];
    bin.count++;
    for (const each of [bin, sums]) {
      each.probability += value;
      each.right += right;
    }
  }
  const bins = all.map(({ count, probability, right }, at): CalibrationBin => ({
    ...{ from: bounds[at], to: bounds[at + 1], count },
    meanProbability: count === 0 ? null : probability / count,
    share: count === 0 ? null : right / count,
  }));
  return { bins, sums };
}

/** The interval of a value: the first whose upper bound is not below it, as NumPy's `searchsorted`. */
function binOf(value: number, bounds: readonly number[]): number {
  const last = bounds.length - 2;
  let at = Math.min(last, Math.floor(value * (last + 1)));
  while (at > 0 && value <= bounds[at]) at--;
  while (at < last && value > bounds[at + 1]) at++;
  return at;
}

function brierScoreOf({ samples, classes, actual, probability }: Classified): number {
  const labels = Array.from({ length: classes }, (_, label) => label).slice(classes === 2 ? 1 : 0);
  let sum = 0;
  for (let sample = 0; sample < samples; sample++) {
    for (const label of labels) {
      sum += (probability(sample, label) - Number(actual(sample) === label)) ** 2;
    }
  }
  return sum / samples;
}
