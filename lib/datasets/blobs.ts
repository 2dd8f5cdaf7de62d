/** Round clouds of points, as scikit-learn's `make_blobs` makes them. */

import { checkCount, checkSeed } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import { RandomState } from "../random/numpy.ts";
import { MAX_WIDTH } from "./check_dataset.ts";
import type { Dataset } from "./dataset.ts";
import { checkNoise, checkSamples, type LabelledPoint, shuffledDataset } from "./shuffled.ts";

/** Standard deviation of each cloud where none is given. */
export const BLOBS_NOISE = 1;

/** Settings of {@linkcode makeBlobs}. */
export interface BlobsOptions {
  /** How many clouds, each a class of its own: at least 1; 3 where none is given. */
  centers?: number;
  /** Standard deviation of each cloud in either direction, at least 0; 1 where none is given. */
  standardDeviation?: number;
  /** Seed of the NumPy stream, from 0 to 2^32 - 1; 42 where none is given. */
  seed?: number;
}

const names = optionNames<BlobsOptions>({ centers: true, standardDeviation: true, seed: true });

/** Centres are drawn between these two in either direction. */
const CENTER_BOX = { low: -10, high: 10 };

/**
 * Makes normally distributed clouds around random centres, point for point those
 * of scikit-learn's `make_blobs(samples, centers=centers,
 * cluster_std=standardDeviation, random_state=seed)` in two dimensions.
 *
 * Each centre is drawn from -10 to 10; the first classes get the samples that are left over.
 *
 * @param samples how many points in all, at least one a centre
 * @param options number of centres, deviation and seed
 * @returns the dataset `[samples × 2]` with one class a centre
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown, or an argument is out of bounds
 *
 * @example Eleven points around three centres
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { makeBlobs } from "@neural-lab/lab";
 *
 * const { labels, classes } = makeBlobs(11, { centers: 3 });
 * assertEquals(classes, 3);
 * assertEquals([...labels].sort(), [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2]);
 * ```
 */
export function makeBlobs(samples: number, options: BlobsOptions = {}): Dataset {
  const action = "make the blobs";
  const { centers = 3, standardDeviation = BLOBS_NOISE, seed = 42 } = checkOptions(
    action,
    options,
    names,
  );
  checkCount(action, "centers", centers, {
    minimum: 1,
    maximum: MAX_WIDTH,
  });
  checkSamples(action, samples, centers);
  checkNoise(
    action,
    "standardDeviation",
    standardDeviation,
  );
  const state = new RandomState(checkSeed(action, seed));

  const middles = state.uniform(2 * centers, CENTER_BOX);
  const points: LabelledPoint[] = [];
  for (let label = 0; label < centers; label++) {
    const count = Math.floor(samples / centers) + Number(label < samples % centers);
    const offsets = state.normal(2 * count, { standardDeviation });
    for (let index = 0; index < count; index++) {
      const x = middles[2 * label] + offsets[2 * index];
      const y = middles[2 * label + 1] + offsets[2 * index + 1];
      points.push([x, y, label]);
    }
  }
  return shuffledDataset(points, { name: "blobs", classes: centers, state });
}
