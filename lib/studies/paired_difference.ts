/** Whether two samples that are paired, as by seeds, differ by more than chance. */

import { checkCount, checkNumber, checkSeed, validationMessage } from "../check.ts";
import { checkNumbers, checkOptions } from "../check_shape.ts";
import { sortedQuantile } from "../quantiles.ts";
import { RandomState } from "../random/numpy.ts";

/** How the interval of a difference is computed. */
export interface PairedDifferenceOptions {
  /** The seed of the generator that draws the resamples: 42 by default. */
  readonly seed?: number;
  /** The number of resamples: 10,000 by default. */
  readonly resamples?: number;
  /** The share of resamples whose median is in the interval: 0.95 by default. */
  readonly level?: number;
}

/** The difference of two paired samples. */
export interface PairedDifference {
  /** The number of pairs. */
  readonly n: number;
  /** The median of the differences, each of the first sample's value minus the second's. */
  readonly median: number;
  /** The bootstrap interval of the median. */
  readonly interval: readonly [low: number, high: number];
  /**
   * Whether the interval does not contain 0, and there are enough pairs: of fewer than 6 (at a level of
   * 0.95) all agree in sign by chance more often than the level allows, so none exceeds the spread.
   */
  readonly exceedsSpread: boolean;
  /** The number of pairs in which the first value is lower. */
  readonly lower: number;
  /** The number of pairs in which the first value is higher. */
  readonly higher: number;
  /** The share of resamples whose median is in the interval. */
  readonly level: number;
  /** The number of resamples. */
  readonly resamples: number;
  /** The seed of the generator that drew them. */
  readonly seed: number;
}

const ACTION = "compare the samples";

/** The largest number of draws: about ten seconds. */
const MAX_DRAWS = 2e8;

/**
 * The median difference of two paired samples with its bootstrap interval (percentiles of the medians of
 * resampled pairs; Efron 1979). NumPy's generator draws the pairs, so the interval is the same each time.
 *
 * An infinite value is that of a training that diverged; two of them in a pair differ by 0.
 *
 * @param first The first sample, such as the test losses of a network by seed.
 * @param second The second sample, in the same order.
 * @param options The seed, the number of resamples, and the level.
 * @returns The median of the differences, and its interval.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the samples are empty, differ in length or contain NaN, or an option is out of
 * bounds
 *
 * @example A difference that the spread does not explain
 * ```ts
 * import { pairedDifference } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const [first, second] = [[5, 6, 4, 7, 5, 6], [7, 8, 5, 9, 8, 7]];
 * const { median, interval, exceedsSpread } = pairedDifference(first, second);
 * assertEquals([median, interval, exceedsSpread], [-2, [-2.5, -1], true]);
 * ```
 */
export function pairedDifference(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: PairedDifferenceOptions = {},
): PairedDifference {
  checkNumbers(ACTION, "first", first);
  checkNumbers(ACTION, "second", second);
  checkSample("first", first, first.length);
  checkSample("second", second, first.length);
  const { seed = 42, resamples = 10_000, level = 0.95 } = checkOptions(ACTION, options, [
    ...["seed", "resamples", "level"],
  ]);
  checkSeed(ACTION, seed);
  checkCount(ACTION, "resamples", resamples, { maximum: Math.floor(MAX_DRAWS / first.length) });
  checkNumber(ACTION, "level", level, { above: 0, below: 1 });
  const differences = Float64Array.from(
    first,
    (value, at) => value === second[at] ? 0 : value - second[at],
  );
  const medians = resampledMedians(differences, { seed, resamples }).sort();
  const [low, high] = [(1 - level) / 2, (1 + level) / 2]
    .map((share) => sortedQuantile(medians, share));
  return {
    n: differences.length,
    median: sortedQuantile(Float64Array.from(differences).sort(), 0.5),
    interval: [low, high],
    // With few pairs all of them agree by chance: the sign test asks for as many as this.
    exceedsSpread: 2 ** (1 - differences.length) <= 1 - level && (low > 0 || high < 0),
    lower: differences.filter((difference) => difference < 0).length,
    higher: differences.filter((difference) => difference > 0).length,
    level,
    resamples,
    seed,
  };
}

/** Draws as many of the values as there are, with replacement, and takes the median; many times. */
function resampledMedians(
  values: Float64Array,
  { seed, resamples }: { readonly seed: number; readonly resamples: number },
): Float64Array {
  const random = new RandomState(seed);
  const { length } = values;
  return Float64Array.from({ length: resamples }, () => {
    const drawn = random.randomSample(length).map((share) => values[Math.floor(share * length)]);
    return sortedQuantile(drawn.sort(), 0.5);
  });
}

function checkSample(name: string, values: ArrayLike<number>, length: number): void {
  const isSample = values.length > 0 && values.length === length &&
    !Array.from(values).some(Number.isNaN);
  if (isSample) return;
  const allowed = "as many numbers as the other, at least one, and not NaN";
  throw new RangeError(validationMessage(ACTION, name, allowed, values));
}
