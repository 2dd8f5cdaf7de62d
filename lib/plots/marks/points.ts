/** Sets of labelled points: checked, and described in notes and in the legend. */

import { checkBoolean, checkCount, checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkNumbers, checkOptions, isArray, isObject } from "../../check_shape.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { Point } from "../geometry.ts";
import type { LegendEntry } from "../panel.ts";
import { checkText, checkTexts } from "../text.ts";
import type { Words } from "../words.ts";

/** A set of points: `train`, `test`. */
export interface PointSet {
  /** Its label in the legend; empty for none. */
  readonly name: string;
  /** Points of two features, in the same units as the field. */
  readonly data: Dataset;
  /** Whether the markers are hollow: by default those of all sets except the first. */
  readonly hollow?: boolean;
  /**
   * The class that a model predicts for each point: correct points are quiet then, and wrong ones have a
   * ring. All points are equal by default.
   */
  readonly predicted?: ArrayLike<number>;
}

/** A point set that is ready to draw. */
export interface ReadyPoints {
  readonly name: string;
  readonly hollow: boolean;
  /** In the units of the field. */
  readonly places: readonly Point[];
  /** The class of each point. */
  readonly labels: readonly number[];
  /** Whether the prediction for each point is wrong; undefined without predictions. */
  readonly wrong: readonly boolean[] | undefined;
}

const ACTION = "draw the points";

/**
 * Checks the points that a caller passed.
 *
 * @param points a dataset, or named sets
 * @param classes number of classes of the field
 * @returns the sets, the hollow ones last, so that no filled marker covers them
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if the points do not have two features, or a class that the field lacks
 */
export function readyPoints(
  points: Dataset | readonly PointSet[] | undefined,
  classes: number,
): ReadyPoints[] {
  if (points === undefined) return [];
  const sets = isList(points)
    ? checkList(ACTION, "points", points, "a list of sets")
    : [{ name: "", data: points }];
  const ready = sets.map((set, at): ReadyPoints => {
    const name = isList(points) ? `points[${at}]` : "points";
    if (isList(points)) checkSet(set, name);
    checkData(set.data, { name, classes });
    const { predicted } = set;
    if (predicted !== undefined) checkPredicted(predicted, set.data.samples, name);
    const { inputs, labels } = set.data;
    return {
      name: checkText(ACTION, `the name of ${name}`, set.name),
      hollow: set.hollow ?? at > 0,
      places: Array.from(labels, (_, at): Point => [inputs[2 * at], inputs[2 * at + 1]]),
      labels: Array.from(labels),
      wrong: predicted && Array.from(labels, (label, at) => label !== predicted[at]),
    };
  });
  return [...ready.filter(({ hollow }) => !hollow), ...ready.filter(({ hollow }) => hollow)];
}

function isList(points: Dataset | readonly PointSet[]): points is readonly PointSet[] {
  return isArray(points);
}

function checkSet(set: PointSet, name: string): void {
  if (!isObject(set)) {
    throw new TypeError(validationMessage(ACTION, name, "a set: { name, data }", set));
  }
  checkOptions(`draw ${name}`, set, ["name", "data", "hollow", "predicted"]);
  checkBoolean(ACTION, `hollow of ${name}`, set.hollow);
}

function checkPredicted(predicted: ArrayLike<number>, samples: number, name: string): void {
  checkNumbers(ACTION, `predicted of ${name}`, predicted);
  if (predicted.length === samples) return;
  const allowed = `${samples} long, a class for each point`;
  throw new RangeError(
    validationMessage(ACTION, `predicted of ${name}`, allowed, predicted.length),
  );
}

function checkData(
  data: Dataset | undefined,
  { name, classes }: { name: string; classes: number },
): void {
  const isDataset = isObject(data) &&
    ArrayBuffer.isView(data.inputs) && ArrayBuffer.isView(data.labels);
  if (!isDataset) throw new TypeError(validationMessage(ACTION, name, "a dataset", data));
  checkNumber(ACTION, `features of ${name}`, data.features, { minimum: 2, maximum: 2 });
  checkCount(ACTION, `samples of ${name}`, data.samples, { minimum: 0 });
  const expected = { inputs: 2 * data.samples, labels: data.samples };
  for (const part of ["inputs", "labels"] as const) {
    if (data[part].length === expected[part]) continue;
    const allowed = `${expected[part]} long for ${data.samples} samples`;
    throw new RangeError(
      validationMessage(ACTION, `${part} of ${name}`, allowed, data[part].length),
    );
  }
  const outside = data.labels.find((label) => !(label >= 0 && label < classes));
  if (outside === undefined) return;
  const allowed = `classes of the field, 0 to ${classes - 1}`;
  throw new RangeError(validationMessage(ACTION, `labels of ${name}`, allowed, outside));
}

/** More points overlap, and make files that presentation programs process slowly. */
export const MAX_POINTS = 1000;

/** About `max` points: the same share of each set, at equal steps in their order. */
export function thinned(sets: readonly ReadyPoints[], max: number): ReadyPoints[] {
  const step = Math.ceil(sets.reduce((sum, { places }) => sum + places.length, 0) / max);
  if (step <= 1) return [...sets];
  return sets.map((set) => ({
    ...set,
    places: set.places.filter((_, at) => at % step === 0),
    labels: set.labels.filter((_, at) => at % step === 0),
    wrong: set.wrong?.filter((_, at) => at % step === 0),
  }));
}

/**
 * A note on unusual points: there are none, all are in one place, or all are of one class although there
 * are several.
 *
 * @param sets of the panel
 * @param names of the classes, and the language
 * @returns the note; empty for none
 */
export function pointsState(
  sets: readonly ReadyPoints[],
  { names, words }: { readonly names: readonly string[]; readonly words: Words },
): string {
  if (sets.length === 0) return "";
  const places = sets.flatMap((set) => set.places).filter((place) => place.every(Number.isFinite));
  if (places.length === 0) return words.say("no points");
  if (places.length === 1) return "";
  const [[x, y]] = places;
  if (places.every((place) => place[0] === x && place[1] === y)) {
    return words.say("all points are in one place");
  }
  const labels = new Set(sets.flatMap((set) => set.labels));
  const [only] = labels;
  return labels.size === 1 && names.length > 1
    ? words.say("all points are of {name}", { name: names[only] })
    : "";
}

/** Names of the classes, and the language. */
export interface ClassNaming {
  readonly names: readonly string[];
  readonly words: Words;
}

/**
 * The names of classes: those given, or `class 0`, `class 1`, ….
 *
 * @throws {TypeError} if they are not texts
 * @throws {RangeError} if they are not one for each class
 */
export function classNamesOf(
  action: string,
  { given, classes, words }: {
    readonly given: readonly string[] | undefined;
    readonly classes: number;
    readonly words: Words;
  },
): string[] {
  const names = Array.from({ length: classes }, (_, n) => words.say("class {n}", { n }));
  if (given === undefined) return names;
  const texts = checkTexts(action, "classNames", given);
  if (given.length !== classes) {
    throw new RangeError(
      validationMessage(action, "classNames", `one a class, ${classes}`, given),
    );
  }
  return [...texts];
}

/** Legend entries of the classes in `shown` or with a point, of the sets with points, and of wrong points. */
export function pointEntries(
  sets: readonly ReadyPoints[],
  { names, words }: ClassNaming,
  shown: readonly number[] = [],
): LegendEntry[] {
  const present = new Set([...sets.flatMap(({ labels }) => labels), ...shown]);
  const classes = names.flatMap((label, slot): LegendEntry[] => {
    return present.has(slot) ? [{ kind: "point", label, slot, hollow: false }] : [];
  });
  const named = sets.filter(({ name, places }) => name !== "" && places.length > 0)
    .map(({ name: label, hollow }): LegendEntry => {
      return { kind: "point", label, slot: undefined, hollow };
    });
  const wrong: LegendEntry[] = sets.some(({ wrong }) => wrong?.includes(true))
    ? [{ kind: "point", label: words.say("wrong"), slot: undefined, hollow: false, ring: true }]
    : [];
  return [...classes, ...named, ...wrong];
}
