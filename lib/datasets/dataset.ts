/** Datasets: labelled points as plain data. */

/** Labelled points. Treat it as read-only: nothing in the lab writes into a dataset. */
export interface Dataset {
  /** Where the points come from, as it stands in titles and files: `moons`. */
  readonly name: string;
  /** Coordinates `[samples × features]`, row after row, in float64 as scikit-learn makes them. */
  readonly inputs: Float64Array;
  /** Class of each sample, `[samples]`, from 0 to `classes - 1`. */
  readonly labels: Int32Array;
  /**
   * What each output should be, in place of one-hot labels, `[samples × outputs]`: soft labels, or
   * values. Where there are none, the labels are what a network is trained on.
   */
  readonly targets?: Float64Array;
  /** How many points there are. */
  readonly samples: number;
  /** How many coordinates a point has. */
  readonly features: number;
  /** How many classes there may be, though a part of a dataset need not have them all. */
  readonly classes: number;
}
