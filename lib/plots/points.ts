/** Sets of labelled points, checked and made ready to draw. */

import { checkNumber, validationMessage } from "../check.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { Point } from "./geometry.ts";
import { checkText } from "./panel_text.ts";

/** Points that go together: `train`, `test`. */
export interface PointSet {
  /** For the legend; empty for none. */
  readonly name: string;
  /** Two features, in the space of the field. */
  readonly data: Dataset;
  /** Hollow markers: by default those of every set after the first. */
  readonly hollow?: boolean;
}

/** A point set that is ready to draw. */
export interface ReadyPoints {
  readonly name: string;
  readonly hollow: boolean;
  /** In the space of the field. */
  readonly places: readonly Point[];
  /** The class of each. */
  readonly labels: readonly number[];
}

const ACTION = "draw the points";

/**
 * Checks what a caller gave as points.
 *
 * @param points a dataset, or sets with a name each
 * @param classes that the points may have
 * @returns the sets, the hollow ones last so that they are seen
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if the points do not have two features, or a class that the field lacks
 */
export function readyPoints(
  points: Dataset | readonly PointSet[] | undefined,
  classes: number,
): ReadyPoints[] {
  if (points === undefined) return [];
  const sets = isList(points) ? points : [{ name: "", data: points }];
  const ready = sets.map((set, at): ReadyPoints => {
    const name = isList(points) ? `points[${at}]` : "points";
    checkData(set?.data, { name, classes });
    const { inputs, labels } = set.data;
    return {
      name: checkText(ACTION, `the name of ${name}`, set.name),
      hollow: set.hollow ?? at > 0,
      places: Array.from(labels, (_, at): Point => [inputs[2 * at], inputs[2 * at + 1]]),
      labels: Array.from(labels),
    };
  });
  return [...ready.filter(({ hollow }) => !hollow), ...ready.filter(({ hollow }) => hollow)];
}

function isList(points: Dataset | readonly PointSet[]): points is readonly PointSet[] {
  return Array.isArray(points);
}

function checkData(
  data: Dataset | undefined,
  { name, classes }: { name: string; classes: number },
): void {
  const isDataset = typeof data === "object" && data !== null &&
    ArrayBuffer.isView(data.inputs) && ArrayBuffer.isView(data.labels);
  if (!isDataset) throw new TypeError(validationMessage(ACTION, name, "a dataset", data));
  checkNumber(ACTION, `features of ${name}`, data.features, { minimum: 2, maximum: 2 });
  const expected = { inputs: 2 * data.samples, labels: data.samples };
  for (const part of ["inputs", "labels"] as const) {
    if (data[part].length === expected[part]) continue;
    const allowed = `${expected[part]} long for ${data.samples} samples`;
    throw new RangeError(
      validationMessage(ACTION, `${part} of ${name}`, allowed, data[part].length),
    );
  }
  const stranger = data.labels.find((label) => !(label >= 0 && label < classes));
  if (stranger === undefined) return;
  const allowed = `classes of the field, 0 to ${classes - 1}`;
  throw new RangeError(validationMessage(ACTION, `labels of ${name}`, allowed, stranger));
}

/** About `most` points of all, the same share of each set, evenly chosen in their order. */
export function thinned(sets: readonly ReadyPoints[], most: number): ReadyPoints[] {
  const step = Math.ceil(sets.reduce((sum, { places }) => sum + places.length, 0) / most);
  if (step <= 1) return [...sets];
  return sets.map((set) => ({
    ...set,
    places: set.places.filter((_, at) => at % step === 0),
    labels: set.labels.filter((_, at) => at % step === 0),
  }));
}

/**
 * What is out of the ordinary about points, in words: there are none, all are in one place, or all
 * of one class although there are several.
 *
 * @param sets all that are drawn together
 * @param names of the classes
 * @returns nothing where points are as they should be
 */
export function pointsState(sets: readonly ReadyPoints[], names: readonly string[]): string {
  if (sets.length === 0) return "";
  const places = sets.flatMap((set) => set.places).filter((place) => place.every(Number.isFinite));
  if (places.length === 0) return "no points";
  if (places.length === 1) return "";
  const [[x, y]] = places;
  if (places.every((place) => place[0] === x && place[1] === y)) {
    return "all points are in one place";
  }
  const labels = new Set(sets.flatMap((set) => set.labels));
  const [only] = labels;
  return labels.size === 1 && names.length > 1 ? `all points are of ${names[only]}` : "";
}
