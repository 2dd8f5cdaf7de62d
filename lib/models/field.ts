/** A model's predictions over a grid of points, for figures of decision boundaries and surfaces. */

/** A model's prediction for each class at the points of a grid. */
export interface Field {
  /** The interval of x, both ends included. */
  readonly x: readonly [minimum: number, maximum: number];
  /** The interval of y, both ends included. */
  readonly y: readonly [minimum: number, maximum: number];
  /** The number of points along x and along y. */
  readonly size: readonly [columns: number, rows: number];
  /** The number of classes. */
  readonly classes: number;
  /**
   * The values `[classes × rows × columns]`; row 0 is at the lowest y, column 0 at the lowest x.
   * Probabilities add up to 1 over the classes at each point; scores need not.
   */
  readonly values: Float32Array;
  /**
   * The kind of values: probabilities from a softmax (the default), or scores, the outputs of a network
   * that was trained by mean squared error.
   */
  readonly measure?: "probability" | "score";
}

/** The values that a regression predicts at the points of a grid. */
export interface Surface extends Pick<Field, "x" | "y" | "size"> {
  /** The values `[rows × columns]` in the target's own unit; row 0 is at the lowest y. */
  readonly values: Float64Array;
}
