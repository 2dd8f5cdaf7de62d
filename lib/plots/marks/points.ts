/** Sets of labelled points: class by colour and shape, train and test by filled and hollow. */

import { checkBoolean, checkCount, checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkOptions } from "../../check_shape.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import { clamp, contains, markerOf, markerPath, type Point } from "../geometry.ts";
import type { Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { checkText } from "../text.ts";
import { seriesColor } from "../theme.ts";

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
  const sets = isList(points)
    ? checkList(ACTION, "points", points, "a list of sets")
    : [{ name: "", data: points }];
  const ready = sets.map((set, at): ReadyPoints => {
    const name = isList(points) ? `points[${at}]` : "points";
    if (isList(points)) checkSet(set, name);
    checkData(set.data, { name, classes });
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

function checkSet(set: PointSet, name: string): void {
  if (typeof set !== "object" || set === null) {
    throw new TypeError(validationMessage(ACTION, name, "a set: { name, data }", set));
  }
  checkOptions(`draw ${name}`, set, ["name", "data", "hollow"]);
  checkBoolean(ACTION, `hollow of ${name}`, set.hollow);
}

function checkData(
  data: Dataset | undefined,
  { name, classes }: { name: string; classes: number },
): void {
  const isDataset = typeof data === "object" && data !== null &&
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

/** About `max` points of all, the same share of each set, evenly chosen in their order. */
export function thinned(sets: readonly ReadyPoints[], max: number): ReadyPoints[] {
  const step = Math.ceil(sets.reduce((sum, { places }) => sum + places.length, 0) / max);
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

/** So many points of a class are drawn before those of the next class: no class covers all others. */
const BATCH = 10;

/** A marker's half-width as a share of the distance that points would have, were they spread evenly. */
const DENSITY = 0.29;

/** The points that lie in the plot, a few paths for each set. */
export function drawPoints(sets: readonly ReadyPoints[], plot: Plot): Shape[] {
  const { rectangle: { width, height }, theme } = plot;
  const count = sets.reduce((sum, { places }) => sum + places.length, 0);
  const distance = Math.sqrt(width * height / count);
  const radius = clamp(DENSITY * distance, ...theme.sizes.pointMarker);
  return sets.flatMap((set) => drawSet(set, plot, radius));
}

function drawSet({ places, labels, hollow }: ReadyPoints, plot: Plot, radius: number): Shape[] {
  const { halo } = plot.theme.colors;
  const inside = places.map(([x, y], at) => {
    return { place: [plot.x(x), plot.y(y)] as const, label: labels[at] };
  }).filter(({ place }) => contains(plot.rectangle, place));
  return alternating(inside).flatMap(({ label, places }) => {
    const color = seriesColor(plot.theme, label);
    const path = element("path", {
      d: places.map((place) => markerPath(markerOf(label), place, radius)).join(""),
      fill: hollow ? halo : color,
      stroke: hollow ? color : halo,
      "stroke-width": hollow ? 0.4 * radius : 1,
    });
    return marked({ role: "points", label: String(label) }, [path]);
  });
}

interface Batch {
  readonly label: number;
  readonly places: readonly Point[];
}

/** Each class's points in batches, and the batches of all classes alternating. */
function alternating(
  points: readonly { readonly place: Point; readonly label: number }[],
): Batch[] {
  const classes = [...Map.groupBy(points, ({ label }) => label)];
  return classes.flatMap(([label, own]) =>
    Array.from({ length: Math.ceil(own.length / BATCH) }, (_, batch) => ({
      batch,
      label,
      places: own.slice(batch * BATCH, (batch + 1) * BATCH).map(({ place }) => place),
    }))
  ).sort((one, other) => one.batch - other.batch);
}
