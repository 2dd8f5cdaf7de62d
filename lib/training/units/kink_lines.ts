/** The lines at which the units of the first hidden layer change over. */

import { validationMessage } from "../../check.ts";
import { checkOptions } from "../../check_shape.ts";
import { checkPlane, type Plane } from "../../datasets/plane.ts";
import type { PlaneLine } from "../../models/field.ts";
import { layersOf } from "../../models/layout.ts";
import { checkMlp, type Mlp } from "../../models/mlp.ts";

/** The line of one unit. */
export interface KinkLine extends PlaneLine {
  /** The number of the unit. */
  readonly unit: number;
}

/**
 * Finds the line of each unit of the first hidden layer on which its pre-activation is 0: the kink of a
 * ReLU, and the middle of a sigmoid or a tanh. The normal points to the side where the pre-activation is
 * positive. Between these lines a network of one hidden layer of ReLUs is linear (G. Montúfar et al., "On
 * the number of linear regions of deep neural networks", NeurIPS 2014).
 *
 * @param model A network of two inputs, or of any number with a `plane`.
 * @param options `plane`: the plane of the lines; by default the inputs are x and y.
 * @returns A line for each unit, in order; none without a hidden layer. The normal of a unit that is
 * constant over the plane is 0.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the model does not have two inputs or those of the plane
 *
 * @example A unit that is active where x is above 1
 * ```ts
 * import { kinkLines } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const parameters = Float32Array.of(2, 0, -2, 1, 0);
 * const model = { sizes: [2, 1, 1], activation: "relu", head: "values", parameters } as const;
 * assertEquals(kinkLines(model), [{ unit: 0, normal: [2, 0], offset: -2 }]);
 * ```
 */
export function kinkLines(model: Mlp, options: { plane?: Plane } = {}): KinkLine[] {
  const action = "find the kinks";
  const { sizes, parameters } = checkMlp(action, model);
  const { plane } = checkOptions(action, options, ["plane"]);
  if (plane !== undefined) checkPlane(action, plane, sizes[0]);
  if (plane === undefined && sizes[0] !== 2) {
    throw new RangeError(validationMessage(action, "the first of sizes", "2, x and y", sizes));
  }
  if (sizes.length < 3) return [];
  const { origin, x, y } = plane ?? { origin: [0, 0], x: [1, 0], y: [0, 1] };
  const { inputs, outputs, weight, bias } = layersOf(sizes)[0];
  return Array.from({ length: outputs }, (_, unit): KinkLine => {
    const start = weight + unit * inputs;
    const along = (vector: readonly number[]) =>
      vector.reduce((sum, value, at) => sum + value * parameters[start + at], 0);
    return { unit, normal: [along(x), along(y)], offset: along(origin) + parameters[bias + unit] };
  });
}
