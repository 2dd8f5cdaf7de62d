/** Planes in the space of a network's parameters, and the places of networks in them. */

import { show, validationMessage } from "../check.ts";
import { checkList, checkShape, isArray, isTyped } from "../check_shape.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";

/** A plane of parameters: `origin + x · directions[0] + y · directions[1]`. */
export interface ParameterPlane {
  /** The network at `[0, 0]`. */
  readonly origin: Mlp;
  /** Two directions in the layout of the parameters. */
  readonly directions: readonly [Float64Array, Float64Array];
}

/**
 * The places of networks in a plane: the nearest points of the plane, in units of its directions.
 *
 * @param plane The plane.
 * @param models Networks of its sizes; parameters that are not finite have places that are not.
 * @returns `[x, y]` of each.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if sizes differ
 *
 * @example The origin is at [0, 0]
 * ```ts
 * import { createMlp, filterPlane, placesIn } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const model = createMlp([2, 8, 2]);
 * assertEquals(placesIn(filterPlane(model), [model]), [[0, 0]]);
 * ```
 */
export function placesIn(
  plane: ParameterPlane,
  models: readonly Mlp[],
): (readonly [x: number, y: number])[] {
  const action = "find the places";
  const { origin, directions: [one, other] } = checkParameterPlane(action, plane);
  checkList(action, "models", models, "a list of networks");
  // Directions need not be at right angles: the products of both are solved for both shares.
  const [a, b, c] = [dot(one, one), dot(one, other), dot(other, other)];
  const determinant = a * c - b * b;
  return models.map((model, at) => {
    checkMlp(action, model);
    if (show(model.sizes) !== show(origin.sizes)) {
      const allowed = `${show(origin.sizes)}, as the plane's`;
      throw new RangeError(
        validationMessage(action, `the sizes of models[${at}]`, allowed, model.sizes),
      );
    }
    const from = Float64Array.from(
      model.parameters,
      (value, at) => value - origin.parameters[at],
    );
    const [p, q] = [dot(one, from), dot(other, from)];
    return [(c * p - b * q) / determinant, (a * q - b * p) / determinant] as const;
  });
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at] * other[at];
  return sum;
}

/** Returns `plane` if it is a plane of parameters. */
export function checkParameterPlane<Plane extends ParameterPlane>(
  action: string,
  plane: Plane,
): Plane {
  const { origin, directions } = checkShape(action, "plane", plane, "parameterPlane");
  checkMlp(action, origin);
  const { length } = origin.parameters;
  const isRight = isArray(directions) && directions.length === 2 &&
    Array.from(directions).every((each) => isTyped(each, Float64Array) && each.length === length);
  if (isRight) return plane;
  const allowed = `two Float64Arrays of ${length} numbers`;
  throw new TypeError(validationMessage(action, "directions of the plane", allowed, directions));
}
