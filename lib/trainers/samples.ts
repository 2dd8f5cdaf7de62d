/** A dataset as a device takes it. */

import type { Dataset } from "../datasets/dataset.ts";
import type { SampleMatrix } from "../devices/device.ts";

/**
 * A dataset as float32 matrices: inputs as they are, classes one-hot. Where a model of two classes
 * has a single output, the target is the class itself, 0 or 1.
 *
 * @param dataset What to convert; it is not changed.
 * @param width Outputs of the model: as many as there are classes or more, or 1.
 */
export function toSamples(dataset: Dataset, width: number): SampleMatrix {
  const { samples: count, labels } = dataset;
  const targets = new Float32Array(count * width);
  for (let sample = 0; sample < count; sample++) {
    if (width === 1) targets[sample] = labels[sample];
    else targets[sample * width + labels[sample]] = 1;
  }
  return { count, inputs: Float32Array.from(dataset.inputs), targets };
}
