/** The last step of every generated dataset: points are shuffled, and noise is added. */

import { checkCount, checkNumber } from "../check.ts";
import type { RandomState } from "../random/numpy.ts";
import type { Dataset } from "./dataset.ts";

/** A point of the plane and its class. */
export type LabelledPoint = readonly [x: number, y: number, label: number];

/** So many points still fit into memory while they are made. */
const MAX_SAMPLES = 10_000_000;

/** Scattered by so much, every coordinate is finite in float32: no draw is beyond 13 deviations. */
const MAX_NOISE = 1e37;

/** Returns `samples` if so many points can be made. */
export function checkSamples(action: string, samples: number, minimum: number): number {
  return checkCount(action, "samples", samples, { minimum, maximum: MAX_SAMPLES });
}

/** Returns `noise` if it is a standard deviation that points can be scattered by. */
export function checkNoise(action: string, name: string, noise: number): number {
  checkNumber(action, name, noise, { minimum: 0 });
  return checkNumber(action, name, noise, { maximum: MAX_NOISE });
}

/**
 * Puts points in random order and then scatters them, in the order in which
 * scikit-learn's generators draw: one shuffle of the indices, then two normal
 * numbers a point.
 *
 * @param points the points in their own order
 * @param options the dataset's name and number of classes, the stream, and the
 * standard deviation of the scatter (none is drawn where it is 0, which
 * changes no point: nothing is drawn after it)
 * @returns the dataset `[points × 2]`
 */
export function shuffledDataset(
  points: readonly LabelledPoint[],
  options: { name: string; classes: number; state: RandomState; noise?: number },
): Dataset {
  const { name, classes, state, noise = 0 } = options;
  const order = Array.from(state.permutation(points.length), (index) => points[index]);
  const inputs = Float64Array.from(order.flatMap(([x, y]) => [x, y]));
  if (noise > 0) {
    const scatter = state.normal(inputs.length, { standardDeviation: noise });
    scatter.forEach((offset, index) => inputs[index] += offset);
  }
  const labels = Int32Array.from(order, ([, , label]) => label);
  return { name, inputs, labels, samples: points.length, features: 2, classes };
}
