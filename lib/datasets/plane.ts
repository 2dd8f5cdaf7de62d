/** Planes through data of any number of features, in which boundaries and points can be drawn. */

import { checkChoice, validationMessage } from "../check.ts";
import { checkList, checkShape } from "../check_shape.ts";
import { checkDataset } from "./check_dataset.ts";
import type { Dataset } from "./dataset.ts";
import { principalComponents } from "./principal.ts";

/** A plane in the space of a dataset's inputs: the point `(u, v)` is `origin + u · x + v · y`. */
export interface Plane {
  /** The inputs at the point (0, 0). */
  readonly origin: readonly number[];
  /** The change of the inputs for one unit along x; at right angles to that along y. */
  readonly x: readonly number[];
  /** The change of the inputs for one unit along y. */
  readonly y: readonly number[];
  /** The names of the axes. */
  readonly labels: readonly [x: string, y: string];
  /** What the plane shows of the data, for the note of a figure; empty if it shows all. */
  readonly note: string;
  /** Whether x and y have the same unit. */
  readonly oneUnit: boolean;
}

/**
 * Returns the plane of two features, in their own units, in which all others have their mean.
 *
 * @param data the dataset, scaled or not
 * @param features the names of two features; by default the first two
 * @returns the plane
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if there are not two different features of these names
 *
 * @example Scaled inputs, and axes in the units from before
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createDataset, featurePlane, standardScale } from "@neural-lab/lab";
 *
 * const inputs = [[170, 60, 1], [190, 80, 2]];
 * const data = createDataset({ inputs, labels: [0, 1], featureNames: ["height", "weight", "shoe"] });
 * const { origin, x, note } = featurePlane(standardScale(data), ["height", "weight"]);
 * assertEquals([origin, x], [[-18, -7, 0], [0.1, 0, 0]]);
 * assertEquals(note, "shoe at its mean");
 * ```
 */
export function featurePlane(data: Dataset, features?: readonly [string, string]): Plane {
  const action = "choose the plane";
  const { inputs, samples, scaler } = checkDataset(action, "data", data);
  if (data.features < 2) {
    throw new RangeError(validationMessage(action, "data.features", "at least 2", data.features));
  }
  const names = featureNamesOf(data);
  const chosen = features === undefined ? [names[0], names[1]] : features;
  checkList(action, "features", chosen, "two names");
  if (chosen.length !== 2 || chosen[0] === chosen[1]) {
    throw new RangeError(validationMessage(action, "features", "two different names", chosen));
  }
  const [a, b] = chosen.map((name, at) => {
    checkChoice(action, `features[${at}]`, name, names);
    return names.indexOf(name);
  });
  const mean = new Float64Array(data.features);
  inputs.forEach((value, at) => mean[at % data.features] += value / samples);
  const { mean: shift, scale } = scaler ?? { mean: [], scale: [] };
  const origin = Array.from(mean, (value, at) => {
    return at === a || at === b ? -(shift[at] ?? 0) / (scale[at] ?? 1) : value;
  });
  const axis = (own: number) => origin.map((_, at) => at === own ? 1 / (scale[at] ?? 1) : 0);
  const others = names.filter((_, at) => at !== a && at !== b);
  const note = others.length === 0
    ? ""
    : others.length === 1
    ? `${others[0]} at its mean`
    : `${others.length} other features at their mean`;
  const labels = [names[a], names[b]] as const;
  return { origin, x: axis(a), y: axis(b), labels, note, oneUnit: false };
}

/**
 * Returns the plane of the first two principal components, which contains the largest share of the
 * variance of the inputs. Its origin is their mean.
 *
 * @param data the dataset, which should be scaled if its features have different units
 * @returns the plane; the sign of each component is that in which its largest entry is positive
 * @throws {TypeError} if it is not a dataset
 * @throws {RangeError} if it has fewer than two features
 *
 * @example Points on a line in three dimensions
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createDataset, principalPlane } from "@neural-lab/lab";
 *
 * const data = createDataset({ inputs: [[0, 0, 0], [0, 3, 0], [0, 6, 0]], labels: [0, 1, 1] });
 * const { x, note } = principalPlane(data);
 * assertEquals(x.map((value) => Math.round(value)), [0, 1, 0]);
 * assertEquals(note, "first two principal components, 100% of the variance");
 * ```
 */
export function principalPlane(data: Dataset): Plane {
  const action = "choose the plane";
  const { inputs, features } = checkDataset(action, "data", data);
  if (features < 2) {
    throw new RangeError(validationMessage(action, "data.features", "at least 2", features));
  }
  const { mean, components, share } = principalComponents(inputs, features);
  const [x, y] = components.map((component) => Array.from(component));
  const percent = `${Math.round(100 * share)}%`;
  return {
    ...{ origin: Array.from(mean), x, y, oneUnit: true },
    labels: ["principal component 1", "principal component 2"],
    note: `first two principal components, ${percent} of the variance`,
  };
}

/**
 * Projects a dataset onto a plane.
 *
 * @param data the dataset, scaled as that from which the plane was chosen
 * @param plane the plane
 * @returns the dataset with two features, the coordinates in the plane
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the plane is of another number of features
 *
 * @example The two features of the plane, in their own units
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { featurePlane, makeMoons, projectDataset, standardScale } from "@neural-lab/lab";
 *
 * const moons = makeMoons(10);
 * const scaled = standardScale(moons);
 * const { inputs } = projectDataset(scaled, featurePlane(scaled));
 * inputs.forEach((value, at) => assertAlmostEquals(value, moons.inputs[at], 1e-12));
 * ```
 */
export function projectDataset(data: Dataset, plane: Plane): Dataset {
  const action = "project the dataset";
  const { inputs, samples, features } = checkDataset(action, "data", data);
  const { origin, x, y, labels } = checkPlane(action, plane, features);
  const projected = new Float64Array(2 * samples);
  for (const [at, axis] of [x, y].entries()) {
    const square = axis.reduce((sum, value) => sum + value * value, 0);
    for (let sample = 0; sample < samples; sample++) {
      let sum = 0;
      for (let feature = 0; feature < features; feature++) {
        sum += (inputs[sample * features + feature] - origin[feature]) * axis[feature];
      }
      projected[2 * sample + at] = sum / square;
    }
  }
  return { ...data, inputs: projected, features: 2, featureNames: labels, scaler: undefined };
}

/** Returns `plane` if it is a plane in a space of so many features. */
export function checkPlane(action: string, plane: Plane, features: number): Plane {
  const { origin, x, y } = checkShape(action, "plane", plane, "plane");
  for (const [name, vector] of Object.entries({ origin, x, y })) {
    const allowed = `a list of ${features} numbers, one for each feature`;
    checkList(action, `${name} of the plane`, vector, allowed);
    if (vector.length === features && vector.every(Number.isFinite)) continue;
    throw new RangeError(validationMessage(action, `${name} of the plane`, allowed, vector));
  }
  return plane;
}

/** The names of the features of a dataset; `feature 1` and so on if it has none. */
export function featureNamesOf({ features, featureNames }: Dataset): readonly string[] {
  return featureNames ?? Array.from({ length: features }, (_, at) => `feature ${at + 1}`);
}
