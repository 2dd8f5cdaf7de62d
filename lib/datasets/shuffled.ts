/** The last step of each generated dataset: the points are shuffled, and noise is added. */

import { checkCount, checkNumber, validationMessage } from "../check.ts";
import { checkList, isArray } from "../check_shape.ts";
import type { RandomState } from "../random/numpy.ts";
import type { Dataset } from "./dataset.ts";

/** A point of the plane and its class. */
export type LabelledPoint = readonly [x: number, y: number, label: number];

/** The maximum number of points, which fit in memory while they are generated. */
const MAX_SAMPLES = 10_000_000;

/** The maximum noise at which coordinates are finite in float32: no draw exceeds 13 deviations. */
const MAX_NOISE = 1e37;

/** Returns `samples` if that number of points can be generated. */
export function checkSamples(action: string, samples: number, minimum: number): number {
  return checkCount(action, "samples", samples, { minimum, maximum: MAX_SAMPLES });
}

/**
 * The numbers of points of two classes: as they are given, or halves of a total, of which the second is
 * larger if the total is odd, as in scikit-learn.
 */
export function countsOfTwo(
  action: string,
  samples: number | readonly [number, number],
): readonly [number, number] {
  if (!isArray(samples)) {
    const half = Math.floor(checkSamples(action, samples as number, 2) / 2);
    return [half, samples as number - half];
  }
  const allowed = "a number, or the numbers of points of two classes";
  checkList(action, "samples", samples, allowed);
  if (samples.length !== 2) {
    throw new RangeError(validationMessage(action, "samples", allowed, samples));
  }
  const limits = { minimum: 1, maximum: MAX_SAMPLES };
  samples.forEach((count, at) => checkCount(action, `samples[${at}]`, count, limits));
  checkSamples(action, samples[0] + samples[1], 2);
  return [samples[0], samples[1]];
}

/** Returns `noise` if it is a standard deviation at which coordinates are finite in float32. */
export function checkNoise(action: string, name: string, noise: number): number {
  checkNumber(action, name, noise, { minimum: 0 });
  return checkNumber(action, name, noise, { maximum: MAX_NOISE });
}

/**
 * Shuffles points and then adds normal noise. The draws are in scikit-learn's order: one permutation of
 * the indices, then two normal numbers per point.
 *
 * @param points the points before shuffling
 * @param options the dataset's name and number of classes, the random stream, and the standard
 * deviation of the noise. For 0 no noise is drawn, which has no effect on later draws, as there are none
 * @returns the dataset, with inputs `[points × 2]`
 */
export function shuffledDataset(
  points: readonly LabelledPoint[],
  options: { name: string; classes: number; state: RandomState; noise?: number },
): Dataset {
  const { name, classes, state, noise = 0 } = options;
  const order = Array.from(state.permutation(points.length), (index) => points[index]);
  const inputs = Float64Array.from(order.flatMap(([x, y]) => [x, y]));
  if (noise > 0) {
    const offsets = state.normal(inputs.length, { standardDeviation: noise });
    offsets.forEach((offset, index) => inputs[index] += offset);
  }
  const labels = Int32Array.from(order, ([, , label]) => label);
  return { name, inputs, labels, samples: points.length, features: 2, classes };
}
