/** The exclusive or of two signs: a dataset that is not linearly separable. */

import { checkSeed } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import { RandomState } from "../random/numpy.ts";
import type { Dataset } from "./dataset.ts";
import { checkNoise, checkSamples, type LabelledPoint, shuffledDataset } from "./shuffled.ts";

/** Standard deviation of the noise where none is given. */
export const XOR_NOISE = 0.1;

/** Settings of {@linkcode makeXor}. */
export interface XorOptions {
  /** Standard deviation of the scatter, at least 0; 0.1 where none is given. */
  noise?: number;
  /** Seed of the NumPy stream, from 0 to 2^32 - 1; 42 where none is given. */
  seed?: number;
}

const names = optionNames<XorOptions>({ noise: true, seed: true });

/** The squares by the signs of x and y, so that each two in turn have both classes. */
const QUADRANTS = [[1, 1, 0], [-1, 1, 1], [-1, -1, 0], [1, -1, 1]] as const;

/**
 * Makes points of the square from -1 to 1 whose class is the exclusive or of the
 * signs: class 0 where x and y have the same sign, class 1 where they differ.
 *
 * The four quadrants get their points in turn, so that the classes are even (class
 * 0 gets the odd sample); within its quadrant a point is uniform. The points are
 * then shuffled and scattered in the order in which scikit-learn draws for its own
 * datasets; it has no such dataset itself. The class is that before the noise is added.
 *
 * @param samples how many points, at least 2
 * @param options noise and seed
 * @returns the dataset `[samples × 2]` of 2 classes
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown, or an argument is out of bounds
 *
 * @example Without noise the signs tell the class
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { makeXor } from "@neural-lab/lab";
 *
 * const { inputs, labels } = makeXor(20, { noise: 0 });
 * labels.forEach((label, index) =>
 *   assertEquals(label, Number(inputs[2 * index] * inputs[2 * index + 1] < 0))
 * );
 * ```
 */
export function makeXor(samples: number, options: XorOptions = {}): Dataset {
  const action = "make the XOR squares";
  const { noise = XOR_NOISE, seed = 42 } = checkOptions(action, options, names);
  checkSamples(action, samples, 2);
  checkNoise(action, "noise", noise);
  const state = new RandomState(checkSeed(action, seed));

  const distances = state.randomSample(2 * samples);
  const points = Array.from({ length: samples }, (_, index): LabelledPoint => {
    const [right, up, label] = QUADRANTS[index % QUADRANTS.length];
    return [right * distances[2 * index], up * distances[2 * index + 1], label];
  });
  return shuffledDataset(points, { name: "xor", classes: 2, state, noise });
}
