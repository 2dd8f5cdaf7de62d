/** Curves as paths and markers, and bands between two curves as pale areas. */

import type { Range } from "../axes/scale.ts";
import {
  clamp,
  clipPolyline,
  clipRing,
  contains,
  pathData,
  type Point,
  type Rectangle,
  simplify,
} from "../geometry.ts";
import { markerOf, markerPath } from "../markers.ts";
import { element, marked, type Shape } from "../shape.ts";
import { emptyMessage } from "../text.ts";
import { seriesColor } from "../theme.ts";
import { drawMarks } from "./curve_marks.ts";
import { marksOf, type ProjectedLine, type Projection, projectLine } from "./projected_line.ts";
import { isShown, type ReadyLine } from "./ready_line.ts";

/** How to draw lines. */
export interface LineDrawing extends Projection {
  /** Whether every line has a few markers. */
  readonly markers: boolean;
  /** Labels that those of marks do not overlap. */
  readonly labels: readonly Rectangle[];
  /** The interval of x that is drawn, without its start: all by default. */
  readonly span?: Range;
}

/** Maximum deviation of a simplified curve, in units: smaller than a projector shows. */
const TOLERANCE = 0.1;

/** Opacity of a band, so that grid lines and other bands show through. */
const OPACITY = 0.22;

/** Number of markers on a line, unless every value has one. */
const MARKER_COUNT = 5;

/** Draws the curves of a panel: test curves, then train curves, markers, and marks with labels. */
export function drawLines(lines: readonly ReadyLine[], drawing: LineDrawing): Shape[] {
  const { plot } = drawing;
  const projected = lines.map((line) => projectLine(line, drawing));
  if (projected.every(({ points, line }) => points.length === 0 && line.earlyEnd === undefined)) {
    return [emptyMessage(drawing.plot.theme.words.say("no data"), plot)];
  }
  const ordered = [...projected].sort((a, b) => Number(b.line.dashed) - Number(a.line.dashed));
  const runs = Map.groupBy(projected, ({ line }) => line.name);
  const names = [...runs.keys()];
  return [
    ...ordered.flatMap((one) => drawPath(one, drawing)),
    ...ordered.flatMap((one) => drawMarkers(one, { drawing, runs: names })),
    ...drawMarks([...runs.values()].flatMap((own) => marksOf(own, plot)), {
      ...{ plot, labels: drawing.labels },
      curves: projected.flatMap(({ parts }) => parts.map((part) => simplify(part, TOLERANCE))),
      isDrawn: ({ x }) => isInSpan(x, drawing),
    }),
  ];
}

/** An interval excludes its start and includes its end, so that adjacent intervals have nothing in common. */
function isInSpan(x: number, { span: [start, end] = [-Infinity, Infinity] }: LineDrawing): boolean {
  return x > start && x <= end;
}

function drawPath({ line, slot, parts }: ProjectedLine, drawing: LineDrawing): Shape[] {
  const { theme } = drawing.plot;
  const drawn = drawing.span === undefined
    ? parts
    : parts.flatMap((part) => clipPolyline(part, spanRectangle(drawing)));
  if (drawn.length === 0) return [];
  return marked({ role: "curve", label: line.name }, [element("path", {
    d: drawn.map((part) => pathData(simplify(part, TOLERANCE))).join(""),
    fill: "none",
    stroke: seriesColor(theme, slot),
    "stroke-width": theme.sizes.line,
    "stroke-linejoin": "round",
    "stroke-linecap": line.dashed ? "butt" : "round",
    "stroke-dasharray": line.dashed ? theme.sizes.dash.join(" ") : undefined,
  })]);
}

/** The part of the plot in the interval that is drawn. */
function spanRectangle({ plot, span = [-Infinity, Infinity] }: LineDrawing): Rectangle {
  const { left, width } = plot.rectangle;
  const [start, end] = span.map((x, at) => {
    if (!Number.isFinite(x)) return at === 0 ? left : left + width;
    const place = plot.x(x);
    return Number.isFinite(place) ? clamp(place, left, left + width) : left;
  });
  return { ...plot.rectangle, left: start, width: end - start };
}

/** Filled markers on solid lines, hollow ones on dashed lines. */
function drawMarkers(
  { line, slot, points, places }: ProjectedLine,
  { drawing, runs }: { drawing: LineDrawing; runs: readonly string[] },
): Shape[] {
  const { plot } = drawing;
  const inside = [...points.keys()].filter((at) => contains(plot.rectangle, points[at]));
  if (inside.length === 1 && line.earlyEnd !== undefined) return [];
  const chosen = line.marker || inside.length === 1
    ? inside
    : drawing.markers
    ? sparse(inside, (runs.indexOf(line.name) + (line.dashed ? 0.5 : 0)) / runs.length)
    : [];
  const shown = chosen.filter((at) => isInSpan(places[at][0], drawing)).map((at) => points[at]);
  if (shown.length === 0) return [];
  const { colors, sizes } = plot.theme;
  const color = seriesColor(plot.theme, slot);
  return marked({ role: "marker", label: line.name }, [element("path", {
    d: shown.map((place) => markerPath(markerOf(slot), place, sizes.lineMarker)).join(""),
    fill: line.dashed ? colors.halo : color,
    stroke: line.dashed ? color : colors.halo,
    "stroke-width": line.dashed ? 2.5 : 1.5,
  })]);
}

/** Chooses a few points evenly; the offset differs between runs, so that their markers do not overlap. */
function sparse(points: readonly number[], offset: number): number[] {
  if (points.length <= MARKER_COUNT) return [...points];
  return Array.from({ length: MARKER_COUNT }, (_, at) => {
    return points[Math.floor((at + 0.25 + offset * 0.75) * points.length / MARKER_COUNT)];
  });
}

/** Draws the bands of lines inside the plot; parts that an axis cannot show are left out. */
export function drawBands(
  lines: readonly ReadyLine[],
  { plot, xKind, yKind }: Projection,
): Shape[] {
  return lines.flatMap(({ name, x, band, color }) => {
    if (band === undefined) return [];
    const places = x.flatMap((at, index) => {
      const [low, high] = [band.low[index], band.high[index]];
      const isDrawn = isShown(at, xKind) && isShown(low, yKind) && isShown(high, yKind) &&
        Number.isFinite(low) && Number.isFinite(high);
      return isDrawn ? [{ x: plot.x(at), low: plot.y(low), high: plot.y(high) }] : [];
    });
    const upper = simplify(places.map(({ x, high }): Point => [x, high]), TOLERANCE);
    const lower = simplify(places.map(({ x, low }): Point => [x, low]), TOLERANCE);
    const ring = clipRing([...upper, ...lower.reverse()], plot.rectangle);
    if (ring.length < 3) return [];
    return marked({ role: "band", label: name }, [element("path", {
      d: pathData(ring, true),
      fill: seriesColor(plot.theme, color ?? plot.slotOf(name)),
      "fill-opacity": OPACITY,
    })]);
  });
}
