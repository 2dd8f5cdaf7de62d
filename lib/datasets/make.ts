/** Datasets by name. */

import { checkOptions, givenOptions, isArray } from "../check_shape.ts";
import { checkChoice, checkCount } from "../check.ts";
import { BLOBS_NOISE, type BlobsOptions, makeBlobs } from "./blobs.ts";
import { CIRCLES_NOISE, type CirclesOptions, makeCircles } from "./circles.ts";
import type { Dataset } from "./dataset.ts";
import { makeMoons, MOONS_NOISE, type MoonsOptions } from "./moons.ts";
import { makeSpiral, SPIRAL_NOISE, type SpiralOptions } from "./spiral.ts";
import { makeXor, XOR_NOISE, type XorOptions } from "./xor.ts";

/** The names of the generated datasets. */
export type DatasetName = "moons" | "circles" | "blobs" | "spiral" | "xor";

/** The settings of all generated datasets; each dataset accepts only its own. */
export interface DatasetOptions
  extends MoonsOptions, CirclesOptions, BlobsOptions, SpiralOptions, XorOptions {}

/** A total, or the sizes of both classes. */
type Samples = number | readonly [number, number];

interface Recipe {
  readonly make: (samples: Samples, options: DatasetOptions) => Dataset;
  readonly noise: number;
}

const recipes: Readonly<Record<DatasetName, Recipe>> = {
  moons: { make: makeMoons, noise: MOONS_NOISE },
  circles: { make: makeCircles, noise: CIRCLES_NOISE },
  blobs: {
    make: (samples, { noise, standardDeviation = noise, ...options }) =>
      makeBlobs(total(samples), { ...options, standardDeviation }),
    noise: BLOBS_NOISE,
  },
  spiral: {
    make: (samples, options) => makeSpiral(total(samples), options),
    noise: SPIRAL_NOISE,
  },
  xor: { make: (samples, options) => makeXor(total(samples), options), noise: XOR_NOISE },
};

const ACTION = "make the dataset";

/** Returns `samples` if it is a total. */
function total(samples: Samples): number {
  return checkCount(ACTION, "samples", samples, { minimum: 2 });
}

/** All names of type {@linkcode DatasetName}, in the order in which they are shown. */
export const datasetNames: readonly DatasetName[] = Object.keys(recipes) as DatasetName[];

/**
 * Generates the dataset with the given name.
 *
 * @param name `moons`, `circles`, `blobs`, `spiral` or `xor`
 * @param samples the total number of points, at least 2 and at least one per class; for `moons` and
 * `circles` also the numbers of points of both classes
 * @param options the settings of that dataset; undefined values count as not given. For `blobs`, `noise`
 * is the standard deviation of each cluster, unless `standardDeviation` is given too
 * @returns the dataset, with inputs `[samples × 2]`
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the name or a setting is unknown, or an argument is out of bounds
 *
 * @example The same dataset as from `makeCircles`
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { makeCircles, makeDataset } from "@neural-lab/lab";
 *
 * assertEquals(makeDataset("circles", 50, { factor: 0.3 }), makeCircles(50, { factor: 0.3 }));
 * ```
 */
export function makeDataset(
  name: DatasetName,
  samples: number | readonly [number, number],
  options: DatasetOptions = {},
): Dataset {
  checkChoice(ACTION, "name", name, datasetNames);
  if (!isArray(samples)) total(samples);
  return recipes[name].make(samples, givenOptions(checkOptions(ACTION, options)));
}

/**
 * Returns the default noise of a generated dataset.
 *
 * @param name `moons`, `circles`, `blobs`, `spiral` or `xor`
 * @returns the standard deviation, in units of the coordinates
 * @throws {TypeError} if the name is not a string
 * @throws {RangeError} if the name is unknown
 *
 * @example Half moons and clusters
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
