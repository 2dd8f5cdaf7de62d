/** Many curves of one kind as a median with a band of quartiles. */

import { validationMessage } from "../../check.ts";
import { checkList, checkNumbers } from "../../check_shape.ts";
import { quartilesOf } from "../../quantiles.ts";
import { checkText } from "../text.ts";
import type { Line } from "./ready_line.ts";

/**
 * The median of several curves, and a band from the lower to the upper quartile, such as for runs with
 * different seeds. Quartiles are interpolated between values, as NumPy's `percentile` does. A value that
 * is not finite counts as the largest: a run that diverged is no better than the others.
 *
 * @param name of the line
 * @param curves of equal length, such as the losses of runs
 * @returns a line for `linePanel`
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if there are no curves, or they differ in length
 *
 * @example Three seeds
 * ```ts
 * import { quartileLine } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const { values, band } = quartileLine("relu", [[3, 1], [5, 1], [4, 2]]);
 * assertEquals([values, band], [[4, 1], { low: [3.5, 1], high: [4.5, 1.5] }]);
 * ```
 */
export function quartileLine(
  name: string,
  curves: readonly ArrayLike<number>[],
): Line & { readonly values: readonly number[]; readonly band: NonNullable<Line["band"]> } {
  const action = "compute the quartiles";
  checkText(action, "name", name);
  checkList(action, "curves", curves, "a list of curves");
  if (curves.length === 0) {
    throw new RangeError(validationMessage(action, "curves", "at least one", curves));
  }
  curves.forEach((curve, at) => checkNumbers(action, `curves[${at}]`, curve));
  const [{ length }] = curves;
  curves.forEach((curve, at) => {
    if (curve.length === length) return;
    const allowed = `${length} long, as the first`;
    throw new RangeError(validationMessage(action, `curves[${at}]`, allowed, curve.length));
  });
  const quartiles = Array.from(
    { length },
    (_, at) =>
      quartilesOf(curves.map((curve) => Number.isFinite(curve[at]) ? curve[at] : Infinity)),
  );
  return {
    name,
    values: quartiles.map(([, median]) => median),
    band: { low: quartiles.map(([low]) => low), high: quartiles.map(([, , high]) => high) },
  };
}
