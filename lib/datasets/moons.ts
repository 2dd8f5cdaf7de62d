/** Two interleaving half circles, equal to those of scikit-learn's `make_moons`. */

import { checkSeed } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import { RandomState } from "../random/numpy.ts";
import type { Dataset } from "./dataset.ts";
import { checkNoise, countsOfTwo, type LabelledPoint, shuffledDataset } from "./shuffled.ts";

/** The default standard deviation of the noise. */
export const MOONS_NOISE = 0.25;

/** Settings of {@linkcode makeMoons}. */
export interface MoonsOptions {
  /** The standard deviation of the noise on both coordinates, at least 0; 0.25 by default. */
  noise?: number;
  /** The seed of the NumPy stream, from 0 to 2^32 - 1; 42 by default. */
  seed?: number;
}

const names = optionNames<MoonsOptions>({ noise: true, seed: true });

/**
 * Generates two interleaving half circles of radius 1, equal to those of scikit-learn's
 * `make_moons(samples, noise=noise, random_state=seed)`.
 *
 * Class 0 is the upper arc around (0, 0), class 1 the lower arc around (1, 0.5). An odd number of
 * samples gives class 1 one more.
 *
 * @param samples the number of points, at least 2; or the number of points of each class
 * @param options the noise and the seed
 * @returns the dataset, with inputs `[samples × 2]` and 2 classes
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown, or an argument is out of bounds
 *
 * @example The tips of the moons
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { makeMoons } from "@neural-lab/lab";
 *
 * const moons = makeMoons(2, { noise: 0, seed: 0 });
 * assertEquals([...moons.inputs], [0, 0.5, 1, 0]);
 * assertEquals([...moons.labels], [1, 0]);
 * ```
 */
export function makeMoons(
  samples: number | readonly [number, number],
  options: MoonsOptions = {},
): Dataset {
  const action = "make the moons";
  const { noise = MOONS_NOISE, seed = 42 } = checkOptions(action, options, names);
  const counts = countsOfTwo(action, samples);
  checkNoise(action, "noise", noise);
  checkSeed(action, seed);

  const [upper, lower] = counts;
  const points = [
    ...halfTurn(upper).map((angle): LabelledPoint => [Math.cos(angle), Math.sin(angle), 0]),
    ...halfTurn(lower).map((angle): LabelledPoint => [
      1 - Math.cos(angle),
      1 - Math.sin(angle) - 0.5,
      1,
    ]),
  ];
  return shuffledDataset(points, {
    name: "moons",
    classes: 2,
    state: new RandomState(seed),
    noise,
  });
}

/** Returns evenly spaced angles from 0 to π, both included; a single angle is 0. */
function halfTurn(count: number): number[] {
  const step = Math.PI / Math.max(1, count - 1);
  return Array.from({ length: count }, (_, index) => index * step);
}
