/** Interleaved spirals: a dataset that shallow networks fit badly. */

import { checkCount, checkNumber, checkSeed } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import { RandomState } from "../random/numpy.ts";
import { MAX_WIDTH } from "./check_dataset.ts";
import type { Dataset } from "./dataset.ts";
import { checkNoise, checkSamples, type LabelledPoint, shuffledDataset } from "./shuffled.ts";

/** Standard deviation of the noise where none is given. */
export const SPIRAL_NOISE = 0.04;

/** Settings of {@linkcode makeSpiral}. */
export interface SpiralOptions {
  /** How many arms, each a class of its own: at least 2; 2 where none is given. */
  classes?: number;
  /** How often an arm winds around the centre, above 0 and at most a million; 1.5 where none is given. */
  turns?: number;
  /** Standard deviation of the scatter, at least 0; 0.04 where none is given. */
  noise?: number;
  /** Seed of the NumPy stream, from 0 to 2^32 - 1; 42 where none is given. */
  seed?: number;
}

const names = optionNames<SpiralOptions>({ classes: true, turns: true, noise: true, seed: true });

/**
 * Makes Archimedean spirals that wind counter-clockwise from the centre out to
 * radius 1, one a class, evenly turned against each other. Neighbouring arms are
 * `1 / (turns · classes)` apart.
 *
 * Of the `n` points of an arm, point `i` lies at radius `r = √((i + ½) / n)` and
 * at the angle `2π · (turns · r + class / classes)`: the root spreads the points
 * evenly along the arm. The first classes get the samples that are left over.
 * The points are then shuffled and scattered in the order in which scikit-learn
 * draws for its own datasets; it has no spiral itself.
 *
 * @param samples how many points in all, at least one a class
 * @param options number of classes, turns, noise and seed
 * @returns the dataset `[samples × 2]` with one class an arm
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown, or an argument is out of bounds
 *
 * @example Two arms of one point each, on either side of the centre
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
