/** Conversion of datasets to the matrices that devices train on. */

import { checkChoice, checkCount, validationMessage } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import { checkClasses, checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { SampleMatrix } from "../devices/device.ts";
import { type Head, headNames } from "../models/mlp.ts";

/** The outputs of the network that the samples are for. */
export interface SampleOptions {
  /** The number of outputs. */
  outputs: number;
  /** The meaning of the outputs; `logits` by default. */
  head?: Head;
}

const names = optionNames<SampleOptions>({ outputs: true, head: true });

/**
 * Converts a dataset to float32 matrices. The targets are the dataset's own if it has some; otherwise
 * the one-hot classes, or, for a single output of the head `values`, the class itself, 0 or 1.
 *
 * @param dataset The dataset; it is not changed.
 * @param options `outputs`: the network's number of outputs; `head`: their meaning, `logits` by default.
 * @returns Inputs `[samples × features]` and targets `[samples × outputs]`, row after row.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the number of outputs does not fit the classes or targets
 *
 * @example One-hot targets, and classes as values
 * ```ts
 * import { createDataset, toSamples } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const data = createDataset({ inputs: [[0.5, 1], [2, 3]], labels: [0, 1] });
 * assertEquals([...toSamples(data, { outputs: 2 }).targets], [1, 0, 0, 1]);
 * assertEquals([...toSamples(data, { outputs: 1, head: "values" }).targets], [0, 1]);
 * ```
 */
export function toSamples(
  dataset: Dataset,
  options: SampleOptions,
): SampleMatrix {
  const action = "make the samples";
  const { samples: count, inputs } = checkDataset(action, "dataset", dataset);
  const { outputs, head = "logits" } = checkOptions(action, options, names);
  checkCount(action, "outputs", outputs);
  checkChoice(action, "head", head, headNames);
  checkOutputs(action, dataset, { outputs, head });
  return { count, inputs: Float32Array.from(inputs), targets: targetsOf(dataset, outputs, head) };
}

/** Checks that the number of outputs fits the classes or targets of a dataset. */
export function checkOutputs(
  action: string,
  { classes, samples, targets, task }: Pick<Dataset, "classes" | "samples" | "targets" | "task">,
  { outputs, head }: { outputs: number; head: Head },
): void {
  if (task === "regression" && head !== "values") {
    const allowed = '"values" in a regression, as by meanSquaredError';
    throw new RangeError(validationMessage(action, "head", allowed, head));
  }
  if (targets) {
    const columns = targets.length / samples;
    if (outputs === columns) return;
    const allowed = `${columns}, the number of the data's targets`;
    throw new RangeError(validationMessage(action, "the number of outputs", allowed, outputs));
  }
  // The one-hot targets must fit in memory.
  checkClasses(action, "outputs", { samples, classes: outputs });
  // A single value separates two classes.
  if (outputs >= classes || (outputs === 1 && classes === 2 && head === "values")) return;
  const allowed = `at least ${classes}, the number of the data's classes`;
  throw new RangeError(validationMessage(action, "the number of outputs", allowed, outputs));
}

function targetsOf({ samples, labels, targets }: Dataset, outputs: number, head: Head) {
  if (targets) return Float32Array.from(targets);
  if (outputs === 1 && head === "values") return Float32Array.from(labels);
  const oneHot = new Float32Array(samples * outputs);
  for (let sample = 0; sample < samples; sample++) oneHot[sample * outputs + labels[sample]] = 1;
  return oneHot;
}
