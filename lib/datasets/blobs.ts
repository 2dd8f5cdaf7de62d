/** Gaussian clusters of points, equal to those of scikit-learn's `make_blobs`. */

import { checkCount, checkSeed } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import { RandomState } from "../random/numpy.ts";
import { MAX_WIDTH } from "./check_dataset.ts";
import type { Dataset } from "./dataset.ts";
import { checkNoise, checkSamples, type LabelledPoint, shuffledDataset } from "./shuffled.ts";

/** The default standard deviation of each cluster. */
export const BLOBS_NOISE = 1;

/** Settings of {@linkcode makeBlobs}. */
export interface BlobsOptions {
  /** The number of clusters, each of which is one class: at least 1; 3 by default. */
  centers?: number;
  /** The standard deviation of each cluster along x and along y, at least 0; 1 by default. */
  standardDeviation?: number;
  /** The seed of the NumPy stream, from 0 to 2^32 - 1; 42 by default. */
  seed?: number;
}

const names = optionNames<BlobsOptions>({ centers: true, standardDeviation: true, seed: true });

/** The bounds of both coordinates of the cluster centres. */
const CENTER_BOX = { low: -10, high: 10 };

/**
 * Generates Gaussian clusters of points around random centres in the plane, equal to those of
 * scikit-learn's `make_blobs(samples, centers=centers, cluster_std=standardDeviation,
 * random_state=seed)`.
 *
 * Both coordinates of a centre are uniform from -10 to 10. If the samples cannot be divided evenly, the
 * first classes have one more.
 *
 * @param samples the total number of points, at least one per centre
 * @param options the number of centres, the standard deviation and the seed
 * @returns the dataset, with inputs `[samples × 2]` and one class per centre
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

  const coordinates = state.uniform(2 * centers, CENTER_BOX);
  const points: LabelledPoint[] = [];
  for (let label = 0; label < centers; label++) {
    const count = Math.floor(samples / centers) + Number(label < samples % centers);
    const offsets = state.normal(2 * count, { standardDeviation });
    for (let index = 0; index < count; index++) {
      const x = coordinates[2 * label] + offsets[2 * index];
      const y = coordinates[2 * label + 1] + offsets[2 * index + 1];
      points.push([x, y, label]);
    }
  }
  return shuffledDataset(points, { name: "blobs", classes: centers, state });
}
