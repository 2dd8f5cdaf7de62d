/** Curves in figure units: their points, their parts in the plot, and the marks of their runs. */

import type { ScaleKind } from "../axes/scale.ts";
import { valueText } from "../format.ts";
import {
  clamp,
  clipPolyline,
  contains,
  type Point,
  type Rectangle,
  withoutUnseen,
} from "../geometry.ts";
import type { Plot } from "../panel.ts";
import type { CurveMark } from "./curve_marks.ts";
import { isShown, type ReadyLine, shortName } from "./ready_line.ts";

/** Coordinates are clamped to this: so far outside the plot there is no visible difference. */
const MAX_COORDINATE = 1e9;

/** More points of a line for each unit of a plot's width cannot be seen. */
const MAX_DENSITY = 4;

/** A line in figure units. */
export interface ProjectedLine {
  readonly line: ReadyLine;
  /** Of its colour and marker. */
  readonly slot: number;
  /** The values that the axes can show, those outside the plot included. */
  readonly points: readonly Point[];
  /** The same in data units. */
  readonly places: readonly Point[];
  /** The polylines in the plot. */
  readonly parts: readonly Point[][];
}

/** A plot, and the kinds of its axes. */
export interface Projection {
  readonly plot: Plot;
  readonly xKind: ScaleKind;
  readonly yKind: ScaleKind;
}

/** Projects a line into a plot. */
export function projectLine(
  line: ReadyLine,
  { plot, xKind, yKind }: Projection,
): ProjectedLine {
  const polylines: Point[][] = [[]];
  const places: Point[] = [];
  line.values.forEach((value, at) => {
    const x = line.x[at];
    if (!isShown(value, yKind) || !isShown(x, xKind)) {
      polylines.push([]);
      return;
    }
    places.push([x, value]);
    polylines[polylines.length - 1].push(
      [
        clamp(plot.x(x), -MAX_COORDINATE, MAX_COORDINATE),
        clamp(plot.y(value), -MAX_COORDINATE, MAX_COORDINATE),
      ],
    );
  });
  const isDense = places.length > MAX_DENSITY * plot.rectangle.width;
  const parts = polylines.filter((points) => points.length > 0)
    .flatMap((points) => clipPolyline(isDense ? withoutUnseen(points) : points, plot.rectangle));
  const slot = line.color ?? plot.slotOf(line.name);
  return { line, slot, points: polylines.flat(), places, parts };
}

/**
 * The marks of a run: a cross where it ended early, or else arrows where it leaves the plot. Their labels
 * give the maximum and minimum outside the plot.
 */
export function marksOf(lines: readonly ProjectedLine[], plot: Plot): CurveMark[] {
  const arrows = (["up", "down"] as const).flatMap((kind) => arrowOutside(lines, plot, kind));
  const ended = lines.filter(({ line }) => line.earlyEnd !== undefined);
  if (ended.length === 0) {
    const name = shortName(lines[0].line.name, plot.theme.words);
    return arrows.map(({ label, ...arrow }) => ({ ...arrow, label: `${name}: ${label}` }));
  }
  const visible = ended.find(({ points }) => isInside(points.at(-1), plot.rectangle));
  const { line: { earlyEnd }, slot, points } = visible ?? ended[0];
  const { x } = earlyEnd!;
  const last = points.at(-1);
  const label = [earlyEnd!.label, ...arrows.map((arrow) => arrow.label)].join(", ");
  const place: Point = visible !== undefined && last !== undefined
    ? last
    : [plot.x(x), last?.[1] ?? plot.rectangle.top];
  return [{ kind: "cross", place, label, slot, x }];
}

function isInside(point: Point | undefined, rectangle: Rectangle): boolean {
  return point !== undefined && contains(rectangle, point);
}

/** An arrow at the maximum or minimum of a run that leaves the plot in that direction; else none. */
function arrowOutside(
  lines: readonly ProjectedLine[],
  { rectangle: { left, top, width, height }, theme: { words } }: Plot,
  kind: "up" | "down",
): CurveMark[] {
  const sign = kind === "up" ? 1 : -1;
  let found: CurveMark[] = [];
  let extreme = -Infinity;
  for (const { slot, points, places } of lines) {
    points.forEach((place, at) => {
      const [x, value] = places[at];
      const isOutside = kind === "up" ? place[1] < top : place[1] > top + height;
      const isBeside = place[0] < left - 0.01 || place[0] > left + width + 0.01;
      if (!isOutside || isBeside || sign * value <= extreme) return;
      extreme = sign * value;
      const values = { value: words.digits(valueText(value)) };
      const label = words.say(kind === "up" ? "max {value}" : "min {value}", values);
      found = [{ kind, place, label, slot, x }];
    });
  }
  return found;
}
