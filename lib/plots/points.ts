/** Sets of labelled points: class by colour and shape, train and test by filled and hollow. */

import { checkNumber, complaint } from "../check.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { contains, type Point } from "./geometry.ts";
import { markerOf, markerPath } from "./markers.ts";
import type { Plot } from "./panel.ts";
import { checkText } from "./panel_text.ts";
import { element, type Shape } from "./svg.ts";
import { seriesColor } from "./theme.ts";

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
  readonly data: Dataset;
  readonly hollow: boolean;
}

const ACTION = "draw the points";

/** So many points of a class are drawn before it is another class's turn: none lies on top of all others. */
const TURN = 10;

/**
 * Checks what a caller gave as points.
 *
 * @param points a dataset, or sets with a name each
 * @returns the sets, the hollow ones last so that they are seen
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if the points do not have two features
 */
export function readyPoints(points: Dataset | readonly PointSet[] | undefined): ReadyPoints[] {
  if (points === undefined) return [];
  const sets = isList(points) ? points : [{ name: "", data: points }];
  const ready = sets.map((set, at) => {
    const name = isList(points) ? `points[${at}]` : "points";
    checkData(set?.data, name);
    return {
      name: checkText(ACTION, `the name of ${name}`, set.name),
      data: set.data,
      hollow: set.hollow ?? at > 0,
    };
  });
  return [...ready.filter(({ hollow }) => !hollow), ...ready.filter(({ hollow }) => hollow)];
}

function isList(points: Dataset | readonly PointSet[]): points is readonly PointSet[] {
  return Array.isArray(points);
}

function checkData(data: Dataset | undefined, name: string): void {
  const isDataset = typeof data === "object" && data !== null &&
    ArrayBuffer.isView(data.inputs) && ArrayBuffer.isView(data.labels);
  if (!isDataset) throw new TypeError(complaint(ACTION, name, "a dataset", data));
  checkNumber(ACTION, `features of ${name}`, data.features, { minimum: 2, maximum: 2 });
  const expected = { inputs: 2 * data.samples, labels: data.samples };
  for (const part of ["inputs", "labels"] as const) {
    if (data[part].length === expected[part]) continue;
    const allowed = `${expected[part]} long for ${data.samples} samples`;
    throw new RangeError(complaint(ACTION, `${part} of ${name}`, allowed, data[part].length));
  }
}

/** The points that lie in the plot, a few paths for each set. */
export function drawPoints(sets: readonly ReadyPoints[], plot: Plot): Shape[] {
  return sets.flatMap((set) => drawSet(set, plot));
}

function drawSet({ data, hollow }: ReadyPoints, plot: Plot): Shape[] {
  const { colors, sizes } = plot.theme;
  const turns = new Map<string, { label: number; places: Point[] }>();
  const seen = new Map<number, number>();
  for (let at = 0; at < data.samples; at++) {
    const place: Point = [plot.x(data.inputs[2 * at]), plot.y(data.inputs[2 * at + 1])];
    if (!contains(plot.rectangle, place)) continue;
    const label = data.labels[at];
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    const turn = Math.floor(before / TURN);
    const key = `${turn} ${label}`;
    const group = turns.get(key) ?? { label, places: [] };
    group.places.push(place);
    turns.set(key, group);
  }
  const ordered = [...turns].sort(([one], [other]) => parseInt(one) - parseInt(other));
  return ordered.map(([, { label, places }]) => {
    const color = seriesColor(plot.theme, label);
    return element("path", {
      d: places.map((place) => markerPath(markerOf(label), place, sizes.pointMarker)).join(""),
      fill: hollow ? colors.halo : color,
      stroke: hollow ? color : colors.halo,
      "stroke-width": hollow ? 2 : 1,
    });
  });
}
