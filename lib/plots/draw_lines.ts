/** Curves as shapes: paths, markers, and crosses where a curve stops. */

import { isShown, type ReadyLine } from "./curves.ts";
import { clamp, clipPolyline, contains, pathData, type Point, simplify } from "./geometry.ts";
import { markerOf, markerPath } from "./markers.ts";
import type { Plot } from "./panel.ts";
import type { ScaleKind } from "./scale.ts";
import { type DrawnStop, drawStops } from "./divergence_marks.ts";
import { saidInside } from "./empty_message.ts";
import { element, type Shape } from "./svg.ts";
import { seriesColor } from "./colors.ts";

/** How to draw lines. */
export interface LineDrawing {
  readonly plot: Plot;
  readonly xKind: ScaleKind;
  readonly yKind: ScaleKind;
  /** Whether a few markers go along every line. */
  readonly markers: boolean;
}

/** Further out a coordinate says no more than "far beyond the edge". */
const FAR = 1e9;

/** A tenth of a unit is below what a projector shows. */
const TOLERANCE = 0.1;

/** Markers along a line that has none of its own. */
const SPARSE = 5;

/** The curves of a panel, test curves under train curves, crosses and labels on top. */
export function drawLines(lines: readonly ReadyLine[], drawing: LineDrawing): Shape[] {
  const { plot } = drawing;
  const drawn = lines.map((line) => drawnLine(line, drawing));
  if (drawn.every(({ parts, stop }) => parts.length === 0 && stop === undefined)) {
    return [saidInside("no data", plot)];
  }
  const ordered = [...drawn].sort((a, b) => Number(b.line.dashed) - Number(a.line.dashed));
  const runs = [...new Set(lines.map(({ name }) => name))];
  return [
    ...ordered.flatMap((one) => drawPath(one, plot)),
    ...ordered.flatMap((one) => drawMarkers(one, { drawing, runs })),
    ...drawStops(drawn.flatMap(({ stop }) => stop ?? []), {
      plot,
      curves: drawn.flatMap(({ parts }) => parts.map((part) => simplify(part, TOLERANCE))),
    }),
  ];
}

interface DrawnLine {
  readonly line: ReadyLine;
  readonly slot: number;
  readonly points: readonly Point[];
  readonly parts: readonly Point[][];
  readonly stop: DrawnStop | undefined;
}

function drawnLine(line: ReadyLine, { plot, xKind, yKind }: LineDrawing): DrawnLine {
  const stretches: Point[][] = [[]];
  line.values.forEach((value, at) => {
    const x = line.x[at];
    if (!isShown(value, yKind) || !isShown(x, xKind)) stretches.push([]);
    else stretches[stretches.length - 1].push([plot.x(x), clamp(plot.y(value), -FAR, FAR)]);
  });
  const parts = stretches.filter((points) => points.length > 0)
    .flatMap((points) => clipPolyline(points, plot.rectangle));
  const slot = line.color ?? plot.slotOf(line.name);
  const { stop } = line;
  const end = parts.at(-1)?.at(-1) ??
    (stop === undefined ? undefined : [plot.x(stop.x), plot.rectangle.top] as const);
  const points = stretches.flat();
  const isOff = points.length > 0 && parts.length === 0;
  const place = stop === undefined || end === undefined
    ? undefined
    : { place: end, label: stop.label, slot, isOff };
  return { line, slot, points, parts, stop: place };
}

function drawPath({ line, slot, parts }: DrawnLine, { theme }: Plot): Shape[] {
  if (parts.length === 0) return [];
  return [element("path", {
    d: parts.map((part) => pathData(simplify(part, TOLERANCE))).join(""),
    fill: "none",
    stroke: seriesColor(theme, slot),
    "stroke-width": theme.sizes.line,
    "stroke-linejoin": "round",
    "stroke-linecap": line.dashed ? "butt" : "round",
    "stroke-dasharray": line.dashed ? theme.sizes.dash.join(" ") : undefined,
  })];
}

/** Filled markers on solid lines, hollow ones on dashed lines. */
function drawMarkers(
  { line, slot, points, stop }: DrawnLine,
  { drawing, runs }: { drawing: LineDrawing; runs: readonly string[] },
): Shape[] {
  const { plot } = drawing;
  const inside = points.filter((point) => contains(plot.rectangle, point));
  if (inside.length === 1 && stop !== undefined) return [];
  const places = line.marker || inside.length === 1
    ? inside
    : drawing.markers
    ? sparse(inside, (runs.indexOf(line.name) + (line.dashed ? 0.5 : 0)) / runs.length)
    : [];
  if (places.length === 0) return [];
  const { colors, sizes } = plot.theme;
  const color = seriesColor(plot.theme, slot);
  return [element("path", {
    d: places.map((place) => markerPath(markerOf(slot), place, sizes.lineMarker)).join(""),
    fill: line.dashed ? colors.halo : color,
    stroke: line.dashed ? color : colors.halo,
    "stroke-width": line.dashed ? 2.5 : 1.5,
  })];
}

/** A few points evenly along the line, each run's a little further on, so that markers do not pile up. */
function sparse(points: readonly Point[], offset: number): Point[] {
  if (points.length <= SPARSE) return [...points];
  return Array.from({ length: SPARSE }, (_, at) => {
    return points[Math.floor((at + 0.25 + offset * 0.75) * points.length / SPARSE)];
  });
}
