/** Points with a target: what figures of regressions show beside a fit or a surface. */

import { checkBoolean, validationMessage } from "../../check.ts";
import { checkOptions, checkShape, isTyped } from "../../check_shape.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { PointSet } from "../marks/points.ts";
import { checkText } from "../text.ts";

/** A checked set of points. */
export interface TargetPoints {
  readonly name: string;
  readonly hollow: boolean;
  /** Its dataset, with one target for each sample. */
  readonly data: Dataset & { readonly targets: Float64Array };
}

/**
 * Returns the parts of a set of points; sets after the first one are hollow by default.
 *
 * @param at Its index among the sets
 * @param features The number of features that the figure shows, and the same in words: `one feature`
 */
export function checkTargetPoints(
  action: string,
  set: PointSet,
  { at, features, words }: { at: number; features: number; words: string },
): TargetPoints {
  const place = `points[${at}]`;
  checkOptions(`draw ${place}`, set, ["name", "data", "hollow"]);
  checkBoolean(action, `hollow of ${place}`, set.hollow);
  const data = checkShape(action, `the data of ${place}`, set.data, "dataset");
  const { inputs, targets, samples } = data;
  if (!isTyped(inputs, Float64Array) || inputs.length !== samples * data.features) {
    const allowed = "with the inputs of its samples";
    throw new TypeError(validationMessage(action, `the data of ${place}`, allowed, data));
  }
  if (data.features !== features || targets?.length !== samples) {
    const found = `${data.features} features, ${(targets?.length ?? 0) / samples} targets`;
    const allowed = `of ${words} and one target`;
    throw new RangeError(validationMessage(action, `the data of ${place}`, allowed, found));
  }
  const name = checkText(action, `the name of ${place}`, set.name);
  // Not a copy, which would lack what the dataset inherits.
  return { name, hollow: set.hollow ?? at > 0, data: data as TargetPoints["data"] };
}
