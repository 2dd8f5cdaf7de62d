/** Datasets: labelled points as plain data. */

import type { DataDescription } from "../data_description.ts";

/**
 * Labelled points as plain data. Its description says what the numbers mean: the task, the names of
 * features, classes and targets, and how the numbers were scaled. Treat them as read-only: no
 * function of the lab changes a dataset.
 */
export interface Dataset extends DataDescription {
  /** The name of the data in titles and files, for example `moons`. */
  readonly name: string;
  /** The coordinates `[samples × features]`, row after row, in float64 like scikit-learn's. */
  readonly inputs: Float64Array;
  /** The class of each sample, `[samples]`, from 0 to `classes - 1`; all 0 in a regression. */
  readonly labels: Int32Array;
  /**
   * The desired outputs of a network `[samples × outputs]`, which replace one-hot labels: soft labels, or
   * values. Without targets networks are trained on the labels. A regression always has targets.
   */
  readonly targets?: Float64Array;
  /**
   * The weight of each sample in a training, `[samples]`, each above 0, where the data have weights.
   * {@linkcode trainTestSplit} keeps them with their samples; a training takes those of its data if they
   * are its `sampleWeights`.
   */
  readonly sampleWeights?: Float64Array;
  /** The number of points. */
  readonly samples: number;
  /** The number of coordinates of a point. */
  readonly features: number;
  /** The number of classes; not every class needs to have a sample. 1 in a regression. */
  readonly classes: number;
}
