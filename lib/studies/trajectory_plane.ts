/** The plane of the principal components of networks, such as the snapshots of a training. */

import { show, validationMessage } from "../check.ts";
import { checkList } from "../check_shape.ts";
import { symmetricEigen, upright } from "../datasets/principal.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";
import type { ParameterPlane } from "./parameter_plane.ts";

/** The plane of a trajectory. */
export interface TrajectoryPlane extends ParameterPlane {
  /** The share of the variance of all networks that lies in the plane, from 0 to 1. */
  readonly share: number;
}

/** The maximum of networks times networks times parameters: about ten seconds. */
const maxProducts = 2e10;

/**
 * Finds the plane of the two principal components of networks, such as the snapshots of one or several
 * trainings. Its directions are unit vectors at right angles, and its origin is the mean of the networks.
 *
 * Source: H. Li et al., "Visualizing the loss landscape of neural nets", NeurIPS 2018, section 7.
 *
 * @param models Networks of equal sizes, at least one.
 * @returns The plane, and the share of the variance in it.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if sizes differ, parameters are not finite, or there are too many networks
 *
 * @example Networks that lie in a plane
 * ```ts
 * import { createMlp, filterPlane, placesIn, trajectoryPlane } from "@neural-lab/lab";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const model = createMlp([2, 3, 2], { seed: 1 });
 * const { directions: [x, y] } = filterPlane(model);
 * const moved = [[0, 0], [1, 0], [2, 1]].map(([a, b]) => ({
 *   ...model,
 *   parameters: model.parameters.map((value, at) => value + a * x[at] + b * y[at]),
 * }));
 * const plane = trajectoryPlane(moved);
 * assertAlmostEquals(plane.share, 1, 1e-6);
 * const [first, last] = [placesIn(plane, moved)[0], placesIn(plane, moved)[2]];
 * const length = Math.hypot(...x.map((value, at) => 2 * value + y[at]));
 * assertAlmostEquals(Math.hypot(last[0] - first[0], last[1] - first[1]), length, 1e-6);
 * ```
 */
export function trajectoryPlane(models: readonly Mlp[]): TrajectoryPlane {
  const action = "find the plane";
  checkModels(action, models);
  const [first] = models;
  const { sizes, activation, head, parameters: { length } } = first;
  const count = models.length;
  if (count ** 2 * length > maxProducts) {
    const most = Math.floor(Math.sqrt(maxProducts / length));
    const allowed = `at most ${most} for ${length} parameters`;
    throw new RangeError(validationMessage(action, "the number of models", allowed, count));
  }
  const mean = new Float64Array(length);
  for (const { parameters } of models) {
    for (let at = 0; at < length; at++) mean[at] += parameters[at] / count;
  }
  // The eigenvectors of the small matrix of products of networks give those of the covariance.
  const products = productsOf(models, mean);
  const { values, vectors } = symmetricEigen(products, count);
  let total = 0;
  for (let at = 0; at < count; at++) total += products[at * (count + 1)];
  const directions: Float64Array[] = [];
  for (let axis = 0; axis < 2; axis++) {
    const isFlat = !((values[axis] ?? 0) > 1e-12 * total);
    const direction = isFlat ? unitOutside(directions, length) : sumOf(models, mean, vectors[axis]);
    directions.push(upright(normalized(direction)));
  }
  const inside = Math.max(0, values[0]) + Math.max(0, values[1] ?? 0);
  return {
    origin: { ...first, sizes, activation, head, parameters: Float32Array.from(mean) },
    directions: [directions[0], directions[1]],
    share: total > 0 ? Math.min(1, inside / total) : 1,
  };
}

function checkModels(action: string, models: readonly Mlp[]): void {
  const allowed = "a list of at least one network";
  if (checkList(action, "models", models, allowed).length === 0) {
    throw new TypeError(validationMessage(action, "models", allowed, models));
  }
  for (const [at, model] of models.entries()) {
    checkMlp(action, model);
    const expected = `${show(models[0].sizes)}, as the first network's`;
    if (show(model.sizes) !== show(models[0].sizes)) {
      throw new RangeError(
        validationMessage(action, `the sizes of models[${at}]`, expected, model.sizes),
      );
    }
    const wrong = model.parameters.find((value) => !Number.isFinite(value));
    if (wrong === undefined) continue;
    const name = `each parameter of models[${at}]`;
    throw new RangeError(validationMessage(action, name, "finite", wrong));
  }
}

/** The products of all pairs of networks, relative to their mean. */
function productsOf(models: readonly Mlp[], mean: Float64Array): Float64Array {
  const count = models.length;
  const products = new Float64Array(count * count);
  const own = new Float64Array(mean.length);
  for (let row = 0; row < count; row++) {
    const { parameters } = models[row];
    for (let at = 0; at < own.length; at++) own[at] = parameters[at] - mean[at];
    for (let column = 0; column <= row; column++) {
      const { parameters: other } = models[column];
      let sum = 0;
      for (let at = 0; at < own.length; at++) sum += own[at] * (other[at] - mean[at]);
      products[row * count + column] = sum;
      products[column * count + row] = sum;
    }
  }
  return products;
}

function sumOf(
  models: readonly Mlp[],
  mean: Float64Array,
  weights: readonly number[],
): Float64Array {
  const sum = new Float64Array(mean.length);
  models.forEach(({ parameters }, index) => {
    for (let at = 0; at < sum.length; at++) sum[at] += weights[index] * (parameters[at] - mean[at]);
  });
  return sum;
}

/** An axis at right angles to the directions so far, where networks do not differ in a second one. */
function unitOutside(directions: readonly Float64Array[], length: number): Float64Array {
  const axis = new Float64Array(length);
  const [first] = directions;
  // The axis along which the first direction is shortest is farthest from it.
  const least =
    first?.reduce((best, value, at) => Math.abs(value) < Math.abs(first[best]) ? at : best, 0) ?? 0;
  axis[least] = 1;
  const share = first?.[least] ?? 0;
  return axis.map((value, at) => value - share * (first?.[at] ?? 0));
}

function normalized(vector: Float64Array): Float64Array {
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / norm);
}
