/** A dataset as a device takes it. */

import { checkCount, validationMessage } from "../check.ts";
import { checkShape } from "../check_shape.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { SampleMatrix } from "../devices/device.ts";

/**
 * A dataset as float32 matrices: inputs as they are, classes one-hot. Where a model of two classes
 * has a single output, the target is the class itself, 0 or 1.
 *
 * @param dataset What to convert; it is not changed.
 * @param width Outputs of the model: as many as there are classes or more, or 1.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if there are fewer outputs than classes, but not 1
 *
 * @example A row a sample, a 1 at its class
 * ```ts
 * import { toSamples } from "./samples.ts";
 * import { createDataset } from "../datasets/create.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const data = createDataset({ inputs: [[0.5, 1], [2, 3]], labels: [0, 1] });
 * assertEquals([...toSamples(data, 2).targets], [1, 0, 0, 1]);
 * assertEquals([...toSamples(data, 1).targets], [0, 1]);
 * ```
 */
export function toSamples(dataset: Dataset, width: number): SampleMatrix {
  const action = "make the samples";
  const { samples: count, labels, classes } = checkShape(action, "dataset", dataset, "dataset");
  checkCount(action, "width", width);
  if (width !== 1 && width < classes) {
    throw new RangeError(validationMessage(action, "width", `1, or at least ${classes}`, width));
  }
  const targets = new Float32Array(count * width);
  for (let sample = 0; sample < count; sample++) {
    if (width === 1) targets[sample] = labels[sample];
    else targets[sample * width + labels[sample]] = 1;
  }
  return { count, inputs: Float32Array.from(dataset.inputs), targets };
}
