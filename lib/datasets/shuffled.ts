/** The last step of each generated dataset: the points are shuffled, and noise is added. */

import { checkCount, checkNumber } from "../check.ts";
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
