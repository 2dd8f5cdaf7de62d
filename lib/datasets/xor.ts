/** The exclusive or of the signs of x and y: a dataset that is not linearly separable. */

import { checkSeed } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import { RandomState } from "../random/numpy.ts";
import type { Dataset } from "./dataset.ts";
import { checkNoise, checkSamples, type LabelledPoint, shuffledDataset } from "./shuffled.ts";

/** The default standard deviation of the noise. */
export const XOR_NOISE = 0.1;

/** Settings of {@linkcode makeXor}. */
export interface XorOptions {
  /** The standard deviation of the noise on both coordinates, at least 0; 0.1 by default. */
  noise?: number;
  /** The seed of the NumPy stream, from 0 to 2^32 - 1; 42 by default. */
  seed?: number;
}

const names = optionNames<XorOptions>({ noise: true, seed: true });

/** The signs of x and y of each quadrant, and its class; neighbours in the list differ in class. */
const QUADRANTS = [[1, 1, 0], [-1, 1, 1], [-1, -1, 0], [1, -1, 1]] as const;

/**
 * Generates points of the square from -1 to 1 whose class is the exclusive or of the signs of their
 * coordinates: 0 if x and y have the same sign, 1 if they differ.
 *
 * The points are uniform within the quadrants, which take turns, so that the classes are balanced. An
 * odd number of samples gives class 0 one more. The class is that before the noise is added, so noise may
 * move a point into a quadrant of the other class. scikit-learn has no such dataset; shuffling and noise
 * are drawn in the same order as in its other datasets.
 *
 * @param samples the number of points, at least 2
 * @param options the noise and the seed
 * @returns the dataset, with inputs `[samples × 2]` and 2 classes
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown, or an argument is out of bounds
 *
 * @example Without noise the signs determine the class
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
