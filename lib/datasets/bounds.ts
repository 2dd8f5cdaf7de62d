/** The part of the plane in which a dataset of two features lies. */

import { checkNumber, MAX_FLOAT32, validationMessage } from "../check.ts";
import { checkOptions } from "../check_shape.ts";
import { checkDataset } from "./check_dataset.ts";
import type { Dataset } from "./dataset.ts";

/** The intervals of two features. */
export interface Bounds {
  /** Of the first feature. */
  readonly x: readonly [minimum: number, maximum: number];
  /** Of the second one. */
  readonly y: readonly [minimum: number, maximum: number];
}

/**
 * Computes the smallest intervals of `x` and `y` that contain a dataset of two features, with a margin.
 *
 * @param data The dataset.
 * @param options `margin`: the margin on each side, as a fraction of the interval; 0.1 by default.
 * @returns The intervals, for `predictGrid`.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the data do not have two features, or the margin is negative
 *
 * @example A margin of a quarter on each side
 * ```ts
 * import { boundsOf, createDataset } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const data = createDataset({ inputs: [[0, 10], [4, 18]], labels: [0, 1] });
 * assertEquals(boundsOf(data, { margin: 0.25 }), { x: [-1, 5], y: [8, 20] });
 * ```
 */
export function boundsOf(
  data: Dataset,
  options: { margin?: number } = {},
): Bounds {
  checkDataset("find the bounds", "data", data);
  const { margin = 0.1 } = checkOptions("find the bounds", options, ["margin"]);
  if (data.features !== 2) {
    throw new RangeError(validationMessage("find the bounds", "features", "2", data.features));
  }
  checkNumber("find the bounds", "margin", margin, { minimum: 0 });
  const span = (feature: number): [number, number] => {
    let min = Infinity;
    let max = -Infinity;
    for (let at = feature; at < data.inputs.length; at += 2) {
      min = Math.min(min, data.inputs[at]);
      max = Math.max(max, data.inputs[at]);
    }
    // If all coordinates are equal, the interval must still not be empty in float32.
    const room = max > min ? margin * (max - min) : Math.max(1, 1e-6 * Math.abs(max));
    return [Math.max(-MAX_FLOAT32, min - room), Math.min(MAX_FLOAT32, max + room)];
  };
  return { x: span(0), y: span(1) };
}
