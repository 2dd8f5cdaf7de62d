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

/** The values of a network's units at the points of a grid. */
export interface UnitMaps extends Pick<Field, "x" | "y" | "size"> {
  /** The layers in order: the inputs, the hidden layers, and the outputs. */
  readonly layers: readonly UnitLayer[];
}

/** The units of one layer, or some of them. */
export interface UnitLayer {
  /** The number of all its units. */
  readonly width: number;
  /** The units that have maps, in the order of the maps. */
  readonly units: readonly number[];
  /**
   * The weights `[units × units before]` from the units of the layer before that have maps; empty for the
   * inputs.
   */
  readonly weights: Float32Array;
  /**
   * The activations `[units × rows × columns]`; of the outputs, logits or values. Row 0 is at the lowest y.
   */
  readonly values: Float32Array;
}

/** The line `normal[0] · x + normal[1] · y + offset = 0` of a plane. */
export interface PlaneLine {
  /** The direction in which the left side grows. */
  readonly normal: readonly [x: number, y: number];
  /** The left side at the point (0, 0). */
  readonly offset: number;
}

/** A grid of lines of the plane of the inputs, as a layer of two units bends it. */
export interface FoldedGrid {
  /** The lines, each as the places `[points × 2]` of its points in the plane of the layer's two units. */
  readonly lines: readonly Float32Array[];
}
