/** Two concentric circles, equal to those of scikit-learn's `make_circles`. */

import { checkNumber, checkSeed } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import { RandomState } from "../random/numpy.ts";
import type { Dataset } from "./dataset.ts";
import { checkNoise, countsOfTwo, type LabelledPoint, shuffledDataset } from "./shuffled.ts";

/** The default standard deviation of the noise. */
export const CIRCLES_NOISE = 0.1;

/** Settings of {@linkcode makeCircles}. */
export interface CirclesOptions {
  /** The radius of the inner circle, at least 0 and below 1; 0.5 by default. */
  factor?: number;
  /** The standard deviation of the noise on both coordinates, at least 0; 0.1 by default. */
  noise?: number;
  /** The seed of the NumPy stream, from 0 to 2^32 - 1; 42 by default. */
  seed?: number;
}

const names = optionNames<CirclesOptions>({ factor: true, noise: true, seed: true });

/**
 * Generates a circle of radius `factor` inside a circle of radius 1, equal to those of scikit-learn's
 * `make_circles(samples, noise=noise, factor=factor, random_state=seed)`.
 *
 * Class 0 is the outer circle, class 1 the inner one. An odd number of samples gives class 1 one more.
 * (scikit-learn's default for `factor` is 0.8, at which the classes overlap with little noise.)
 *
 * @param samples the number of points, at least 2; or the number of points of each class
 * @param options the factor, the noise and the seed
 * @returns the dataset, with inputs `[samples × 2]` and 2 classes
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown, or an argument is out of bounds
 *
 * @example Without noise every point lies on its circle
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { makeCircles } from "@neural-lab/lab";
 *
 * const { inputs, labels } = makeCircles(10, { noise: 0, factor: 0.25 });
 * labels.forEach((label, index) => {
 *   const radius = Math.hypot(inputs[2 * index], inputs[2 * index + 1]);
 *   assertAlmostEquals(radius, label === 0 ? 1 : 0.25);
 * });
 * ```
 */
export function makeCircles(
  samples: number | readonly [number, number],
  options: CirclesOptions = {},
): Dataset {
  const action = "make the circles";
  const { factor = 0.5, noise = CIRCLES_NOISE, seed = 42 } = checkOptions(action, options, names);
  const counts = countsOfTwo(action, samples);
  checkNumber(action, "factor", factor, { minimum: 0, below: 1 });
  checkNoise(action, "noise", noise);
  checkSeed(action, seed);

  const [outer, inner] = counts;
  const points = [...circle(outer, 1, 0), ...circle(inner, factor, 1)];
  const state = new RandomState(seed);
  return shuffledDataset(points, { name: "circles", classes: 2, state, noise });
}

/** Returns evenly spaced points of a circle around the origin, the first at angle 0. */
function circle(count: number, radius: number, label: number): LabelledPoint[] {
  const step = 2 * Math.PI / count;
  return Array.from({ length: count }, (_, index) => {
    const angle = index * step;
    return [Math.cos(angle) * radius, Math.sin(angle) * radius, label];
  });
}
