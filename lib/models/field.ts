/** What a model says over a grid of points: the matter of decision boundaries. */

/**
 * What a model gives for each class at `columns × rows` points that span `x` and `y`, both ends
 * included.
 */
export interface Field {
  /** Span of the columns. */
  readonly x: readonly [minimum: number, maximum: number];
  /** Span of the rows. */
  readonly y: readonly [minimum: number, maximum: number];
  /** Points along x and along y. */
  readonly size: readonly [columns: number, rows: number];
  /** How many planes of values there are, one a class. */
  readonly classes: number;
  /**
   * Values `[classes × rows × columns]`: one plane a class, row 0 at the lowest y, column 0 at the
   * lowest x. Probabilities add up to 1 at each point; scores need not.
   */
  readonly values: Float32Array;
  /**
   * What the values are: probabilities, as a softmax gave them (where it is left out), or scores, the
   * outputs themselves of a network trained by mean squared error.
   */
  readonly measure?: "probability" | "score";
}
