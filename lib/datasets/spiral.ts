/** Interleaving spirals: a dataset that small networks fit badly. */

import { checkCount, checkNumber, checkSeed } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import { RandomState } from "../random/numpy.ts";
import { MAX_WIDTH } from "./check_dataset.ts";
import type { Dataset } from "./dataset.ts";
import { checkNoise, checkSamples, type LabelledPoint, shuffledDataset } from "./shuffled.ts";

/** The default standard deviation of the noise. */
export const SPIRAL_NOISE = 0.04;

/** Settings of {@linkcode makeSpiral}. */
export interface SpiralOptions {
  /** The number of arms, each of which is one class: at least 2; 2 by default. */
  classes?: number;
  /** The number of turns of an arm around the centre, above 0 and at most a million; 1.5 by default. */
  turns?: number;
  /** The standard deviation of the noise on both coordinates, at least 0; 0.04 by default. */
  noise?: number;
  /** The seed of the NumPy stream, from 0 to 2^32 - 1; 42 by default. */
  seed?: number;
}

const names = optionNames<SpiralOptions>({ classes: true, turns: true, noise: true, seed: true });

/**
 * Generates Archimedean spirals from the centre to radius 1, counter-clockwise, one per class and evenly
 * rotated. Neighbouring arms are `1 / (turns · classes)` apart.
 *
 * Point `i` of the `n` points of an arm has the radius `r = √((i + ½) / n)` and the angle
 * `2π · (turns · r + class / classes)`: the root spaces the points evenly along the arm. If the samples
 * cannot be divided evenly, the first classes have one more. scikit-learn has no such dataset; shuffling
 * and noise are drawn in the same order as in its other datasets.
 *
 * @param samples the total number of points, at least one per class
 * @param options the number of classes, the turns, the noise and the seed
 * @returns the dataset, with inputs `[samples × 2]` and one class per arm
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown, or an argument is out of bounds
 *
 * @example Two arms of one point each, on opposite sides of the centre
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { makeSpiral } from "@neural-lab/lab";
 *
 * const [ax, ay, bx, by] = makeSpiral(2, { noise: 0 }).inputs;
 * assertAlmostEquals(Math.hypot(ax, ay), Math.SQRT1_2);
 * assertAlmostEquals(ax + bx, 0, 1e-15);
 * assertAlmostEquals(ay + by, 0, 1e-15);
 * ```
 */
export function makeSpiral(samples: number, options: SpiralOptions = {}): Dataset {
  const action = "make the spiral";
  const { classes = 2, turns = 1.5, noise = SPIRAL_NOISE, seed = 42 } = checkOptions(
    action,
    options,
    names,
  );
  checkCount(action, "classes", classes, {
    minimum: 2,
    maximum: MAX_WIDTH,
  });
  checkSamples(action, samples, classes);
  checkNumber(action, "turns", turns, {
    above: 0,
    maximum: 1e6,
  });
  checkNoise(action, "noise", noise);
  const state = new RandomState(checkSeed(action, seed));

  const points: LabelledPoint[] = [];
  for (let label = 0; label < classes; label++) {
    const count = Math.floor(samples / classes) + Number(label < samples % classes);
    for (let index = 0; index < count; index++) {
      const radius = Math.sqrt((index + 0.5) / count);
      const angle = 2 * Math.PI * (turns * radius + label / classes);
      points.push([radius * Math.cos(angle), radius * Math.sin(angle), label]);
    }
  }
  return shuffledDataset(points, { name: "spiral", classes, state, noise });
}
