/** Paths in a plane, such as the trajectory of a training: checked, and drawn with their ends. */

import { checkBoolean, validationMessage } from "../../check.ts";
import { checkNumbers, checkOptions, isObject } from "../../check_shape.ts";
import { clamp, clipPolyline, contains, pathData, type Point, simplify } from "../geometry.ts";
import { markerOf, markerPath } from "../markers.ts";
import type { Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { checkText } from "../text.ts";
import { seriesColor } from "../theme.ts";
import { type CurveMark, drawMarks } from "./curve_marks.ts";
import { shortName } from "./ready_line.ts";

/** A path from place to place; a single place is a marker alone. */
export interface Path {
  /** Name of the run. */
  readonly name: string;
  /** The x of each place. The first place that is not finite ends the path. */
  readonly x: ArrayLike<number>;
  /** The y of each place. */
  readonly y: ArrayLike<number>;
  /** Whether the run diverged, so that the path ends at a cross: false by default. */
  readonly diverged?: boolean;
}

const ACTION = "draw the paths";

/** Coordinates are clamped to this: so far outside the plot there is no visible difference. */
const MAX_COORDINATE = 1e9;

/** Maximum deviation of a simplified path, in units. */
const TOLERANCE = 0.1;

/**
 * Checks a path.
 *
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if x and y differ in length, or there is no part of that name
 */
export function checkPath(path: Path, name: string): Path {
  if (!isObject(path)) {
    throw new TypeError(validationMessage(ACTION, name, "a path: { name, x, y }", path));
  }
  checkOptions(ACTION, path, ["name", "x", "y", "diverged"], name);
  if (path.name === undefined) {
    throw new TypeError(validationMessage(ACTION, `the name of ${name}`, "text", path.name));
  }
  checkText(ACTION, `the name of ${name}`, path.name);
  checkNumbers(ACTION, `x of ${name}`, path.x);
  checkNumbers(ACTION, `y of ${name}`, path.y);
  checkBoolean(ACTION, `diverged of ${name}`, path.diverged);
  if (path.x.length === path.y.length) return path;
  const allowed = `as many as its x, ${path.x.length}`;
  throw new RangeError(validationMessage(ACTION, `y of ${name}`, allowed, path.y.length));
}

/** Draws paths, a hollow marker at each start, and the run's marker or a cross at each end. */
export function drawPaths(paths: readonly Path[], plot: Plot): Shape[] {
  const projected = paths.map((path) => ({ path, points: pointsOf(path, plot) }));
  const marks = projected.flatMap(({ path, points }) => crossOf(path, points, plot));
  const curves = projected.flatMap(({ points }) => clipPolyline(points, plot.rectangle));
  return [
    ...projected.flatMap(({ path, points }) => drawPath(path, points, plot)),
    ...projected.flatMap(({ path, points }) => drawEnds(path, points, plot)),
    ...drawMarks(marks, { plot, curves, labels: [], isDrawn: () => true }),
  ];
}

/** The places up to the first one that is not finite. */
function pointsOf({ x, y }: Path, plot: Plot): Point[] {
  const points: Point[] = [];
  for (let at = 0; at < x.length; at++) {
    if (!Number.isFinite(x[at]) || !Number.isFinite(y[at])) break;
    const place = [plot.x(x[at]), plot.y(y[at])];
    const [left, top] = place.map((value) => clamp(value, -MAX_COORDINATE, MAX_COORDINATE));
    points.push([left, top]);
  }
  return points;
}

function drawPath({ name }: Path, points: readonly Point[], plot: Plot): Shape[] {
  const { theme, rectangle, slotOf } = plot;
  const parts = clipPolyline(points, rectangle).filter(({ length }) => length > 1);
  if (parts.length === 0) return [];
  const line = {
    d: parts.map((part) => pathData(simplify(part, TOLERANCE))).join(""),
    fill: "none",
    "stroke-linejoin": "round",
    "stroke-linecap": "round",
  };
  const { line: width, halo } = theme.sizes;
  return marked({ role: "curve", label: name }, [
    element("path", { ...line, stroke: theme.colors.halo, "stroke-width": width + 2 * halo }),
    element("path", { ...line, stroke: seriesColor(theme, slotOf(name)), "stroke-width": width }),
  ]);
}

function drawEnds({ name, diverged }: Path, points: readonly Point[], plot: Plot): Shape[] {
  const { theme, rectangle, slotOf } = plot;
  const { colors, sizes } = theme;
  const slot = slotOf(name);
  const color = seriesColor(theme, slot);
  const [start, end] = [points[0], points[points.length - 1]];
  const radius = 1.5 * sizes.lineMarker;
  const shapes = [
    ...(points.length > 1 && contains(rectangle, start)
      ? [element("path", {
        d: markerPath("circle", start, radius),
        ...{ fill: colors.halo, stroke: colors.ink, "stroke-width": 2.5 },
      })]
      : []),
    ...(points.length > 0 && !diverged && contains(rectangle, end)
      ? [element("path", {
        d: markerPath(markerOf(slot), end, radius),
        ...{ fill: color, stroke: colors.halo, "stroke-width": 2 },
      })]
      : []),
  ];
  return shapes.length === 0 ? [] : marked({ role: "marker", label: name }, shapes);
}

/** A cross where a run that diverged was seen last. */
function crossOf({ name, diverged }: Path, points: readonly Point[], plot: Plot): CurveMark[] {
  if (!diverged || points.length === 0) return [];
  const { theme: { words }, slotOf, rectangle } = plot;
  const parts = clipPolyline(points, rectangle);
  const place = parts.at(-1)?.at(-1) ?? points[0];
  const label = `${shortName(name, words)}: ${words.say("diverged")}`;
  return [{ kind: "cross", place, label, slot: slotOf(name), x: 0 }];
}
