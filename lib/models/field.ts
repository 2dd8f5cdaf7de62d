/** What a model says over a grid of points: the matter of decision boundaries. */

/** Class probabilities at `columns × rows` points that span `x` and `y`, both ends included. */
export interface Field {
  /** Span of the columns. */
  readonly x: readonly [minimum: number, maximum: number];
  /** Span of the rows. */
  readonly y: readonly [minimum: number, maximum: number];
  /** Points along x and along y. */
  readonly size: readonly [columns: number, rows: number];
  /** How many planes of probabilities there are. */
  readonly classes: number;
  /**
   * Probabilities `[classes × rows × columns]`: one plane a class, row 0 at the
   * lowest y, column 0 at the lowest x. At each point they add up to 1.
   */
  readonly probabilities: Float32Array;
}
