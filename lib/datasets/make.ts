/** The one place that finds a dataset by its name. */

import { checkOptions, givenOptions } from "../check_shape.ts";
import { checkChoice, checkCount } from "../check.ts";
import { BLOBS_NOISE, type BlobsOptions, makeBlobs } from "./blobs.ts";
import { CIRCLES_NOISE, type CirclesOptions, makeCircles } from "./circles.ts";
import type { Dataset } from "./dataset.ts";
import { makeMoons, MOONS_NOISE, type MoonsOptions } from "./moons.ts";
import { makeSpiral, SPIRAL_NOISE, type SpiralOptions } from "./spiral.ts";
import { makeXor, XOR_NOISE, type XorOptions } from "./xor.ts";

/** The datasets that can be made. */
export type DatasetName = "moons" | "circles" | "blobs" | "spiral" | "xor";

/** The settings of all datasets; each takes its own and refuses the others. */
export interface DatasetOptions
  extends MoonsOptions, CirclesOptions, BlobsOptions, SpiralOptions, XorOptions {}

interface Recipe {
  readonly make: (samples: number, options: DatasetOptions) => Dataset;
  readonly noise: number;
}

const recipes: Readonly<Record<DatasetName, Recipe>> = {
  moons: { make: makeMoons, noise: MOONS_NOISE },
  circles: { make: makeCircles, noise: CIRCLES_NOISE },
  blobs: {
    make: (samples, { noise, standardDeviation = noise, ...options }) =>
      makeBlobs(samples, { ...options, standardDeviation }),
    noise: BLOBS_NOISE,
  },
  spiral: { make: makeSpiral, noise: SPIRAL_NOISE },
  xor: { make: makeXor, noise: XOR_NOISE },
};

/** The names of {@linkcode DatasetName}, in the order in which they are shown. */
export const datasetNames: readonly DatasetName[] = Object.keys(recipes) as DatasetName[];

/**
 * Makes the dataset of a name.
 *
 * @param name `moons`, `circles`, `blobs`, `spiral` or `xor`
 * @param samples how many points in all, at least 2 and one a class
 * @param options the dataset's own settings; what is undefined counts as not given.
 * `noise` means the deviation of each cloud where the dataset is `blobs` (`standardDeviation`
 * takes precedence)
 * @returns the dataset `[samples × 2]`
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if there is no such dataset, it has no such setting, or an argument is out of
 * bounds
 *
 * @example The same as by its own function
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { makeCircles, makeDataset } from "@neural-lab/lab";
 *
 * assertEquals(makeDataset("circles", 50, { factor: 0.3 }), makeCircles(50, { factor: 0.3 }));
 * ```
 */
export function makeDataset(
  name: DatasetName,
  samples: number,
  options: DatasetOptions = {},
): Dataset {
  const action = "make the dataset";
  checkChoice(action, "name", name, datasetNames);
  checkCount(action, "samples", samples, { minimum: 2 });
  return recipes[name].make(samples, givenOptions(checkOptions(action, options)));
}

/**
 * How noisy a dataset is where no `noise` is given.
 *
 * @param name `moons`, `circles`, `blobs`, `spiral` or `xor`
 * @returns the standard deviation, in units of the coordinates
 * @throws {RangeError} if there is no such dataset
 *
 * @example Half moons, and clouds
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { defaultNoise } from "@neural-lab/lab";
 *
 * assertEquals([defaultNoise("moons"), defaultNoise("blobs")], [0.25, 1]);
 * ```
 */
export function defaultNoise(name: DatasetName): number {
  return recipes[checkChoice("look up the noise", "name", name, datasetNames)].noise;
}
