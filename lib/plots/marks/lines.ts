/** Curves: what callers pass as lines, checked, and drawn as paths and markers. */

import { checkBoolean, checkCount, checkNumber, validationMessage } from "../../check.ts";
import { checkNumbers, checkOptions } from "../../check_shape.ts";
import { valueText } from "../format.ts";
import {
  clamp,
  clipPolyline,
  contains,
  markerOf,
  markerPath,
  pathData,
  type Point,
  type Rectangle,
  simplify,
} from "../geometry.ts";
import type { Plot } from "../panel.ts";
import type { Range, ScaleKind } from "../scale.ts";
import { element, marked, type Shape } from "../shape.ts";
import { checkText, emptyMessage } from "../text.ts";
import { seriesColor } from "../theme.ts";
import { type CurveMark, drawMarks } from "./curve_marks.ts";

/** One curve of a line panel. */
export interface Line {
  /** Of the run. Lines of one name share a colour, a marker and a line in the legend. */
  readonly name: string;
  /** One value an epoch. The first that is not finite ends the curve: the run has diverged. */
  readonly values: ArrayLike<number>;
  /** Places of the values along x, in rising order: `1, 2, 3, …` where left out. */
  readonly x?: ArrayLike<number>;
  /** Whether the line is dashed, as test curves are. */
  readonly dashed?: boolean;
  /** A marker at every value rather than a few along the line. */
  readonly marker?: boolean;
  /** Which of the theme's colours, from 0: by order of appearance where left out. */
  readonly color?: number;
  /** Where the run ended before its time, and what to write there: `diverged, epoch 3`. */
  readonly stoppedAt?: { readonly x: number; readonly label?: string };
}

/** A line that is ready to draw. */
export interface ReadyLine {
  readonly name: string;
  readonly dashed: boolean;
  readonly marker: boolean;
  readonly color: number | undefined;
  /** Up to where the curve ends; finite. */
  readonly x: readonly number[];
  readonly values: readonly number[];
  readonly earlyEnd: EarlyEnd | undefined;
}

/** The end of a curve that ended early. */
export interface EarlyEnd {
  readonly x: number;
  readonly label: string;
}

const ACTION = "draw the lines";

/** In letters, of a name in the label of a mark: the legend has it in full. */
const MAX_NAME_LENGTH = 24;

/**
 * Checks a line, and cuts it where it ends early.
 *
 * @param line as the caller gave it
 * @param name of the line in errors: `series[2]`
 * @param xLabel what x counts, for the label where it ends early
 * @returns the line up to its end
 * @throws {TypeError} if a part of it is of the wrong kind
 * @throws {RangeError} if x and values differ in length
 */
export function readyLine(line: Line, name: string, xLabel: string): ReadyLine {
  checkLine(line, name);
  const places = line.x;
  const x = Array.from(line.values, (_, at) => places === undefined ? at + 1 : places[at]);
  const values = Array.from(line.values);
  const limit = line.stoppedAt?.x ?? Infinity;
  const broken = values.findIndex((value, at) => !Number.isFinite(value) || x[at] > limit);
  const end = broken < 0 ? values.length : broken;
  return {
    name: line.name,
    dashed: line.dashed ?? false,
    marker: line.marker ?? false,
    color: line.color,
    x: x.slice(0, end),
    values: values.slice(0, end),
    earlyEnd: earlyEndOf(line, { x, broken, xLabel }),
  };
}

function earlyEndOf(
  line: Line,
  { x, broken, xLabel }: { x: readonly number[]; broken: number; xLabel: string },
): EarlyEnd | undefined {
  const { stoppedAt } = line;
  const at = stoppedAt?.x ?? (broken < 0 ? undefined : x[broken]);
  if (at === undefined) return undefined;
  const label = stoppedAt?.label ?? `${shortName(line.name)}: diverged, ${xLabel} ${at}`;
  return { x: at, label };
}

function shortName(name: string): string {
  return name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name || "unnamed";
}

function checkLine(line: Line, name: string): void {
  if (line === null || typeof line !== "object") {
    throw new TypeError(validationMessage(ACTION, name, "a line with a name and values", line));
  }
  if (typeof line.name !== "string") {
    throw new TypeError(validationMessage(ACTION, `the name of ${name}`, "text", line.name));
  }
  checkOptions(`draw ${name}`, line, LINE_PARTS);
  checkNumbers(ACTION, `the values of ${name}`, line.values);
  checkBoolean(ACTION, `dashed of ${name}`, line.dashed);
  checkBoolean(ACTION, `marker of ${name}`, line.marker);
  if (line.color !== undefined) {
    checkCount(ACTION, `the color of ${name}`, line.color, { minimum: 0 });
  }
  if (line.stoppedAt !== undefined) checkStop(line.stoppedAt, `stoppedAt of ${name}`);
  if (line.x !== undefined) checkPlaces(line.x, line.values.length, name);
}

const LINE_PARTS = [
  "name",
  "values",
  "x",
  "dashed",
  "marker",
  "color",
  "stoppedAt",
] as const satisfies readonly (keyof Line)[];

function checkStop(stoppedAt: NonNullable<Line["stoppedAt"]>, name: string): void {
  if (typeof stoppedAt !== "object" || stoppedAt === null) {
    throw new TypeError(validationMessage(ACTION, name, "a place: { x, label }", stoppedAt));
  }
  checkOptions(`draw ${name}`, stoppedAt, ["x", "label"]);
  checkNumber(ACTION, `the x of ${name}`, stoppedAt.x);
  checkText(ACTION, `the label of ${name}`, stoppedAt.label);
}

function checkPlaces(x: ArrayLike<number>, count: number, name: string): void {
  checkNumbers(ACTION, `the x of ${name}`, x);
  if (x.length !== count) {
    const allowed = `as many as its values, ${count}`;
    throw new RangeError(validationMessage(ACTION, `the x of ${name}`, allowed, x.length));
  }
  const wrong = Array.from(x).find((value) => !Number.isFinite(value));
  if (wrong !== undefined) checkNumber(ACTION, `every x of ${name}`, wrong);
}

/** Whether a place or value can be shown on an axis of that kind. */
export function isShown(value: number, kind: ScaleKind): boolean {
  return kind === "linear" || value > 0;
}
/** The kinds of scale there are, for checks. */
export const SCALE_KINDS: readonly ScaleKind[] = ["linear", "log"];

/** How to draw lines. */
export interface LineDrawing {
  readonly plot: Plot;
  readonly xKind: ScaleKind;
  readonly yKind: ScaleKind;
  /** Whether a few markers go along every line. */
  readonly markers: boolean;
  /** The stretch of x that is drawn: all where left out. */
  readonly span?: Range;
}

/** Coordinates are clamped here: this far beyond the edge they make no visible difference. */
const FAR = 1e9;

/** A tenth of a unit is below what a projector shows. */
const TOLERANCE = 0.1;

/** Markers along a line that has none of its own. */
const SPARSE = 5;

/** The curves of a panel, test curves under train curves, marks and labels on top. */
export function drawLines(lines: readonly ReadyLine[], drawing: LineDrawing): Shape[] {
  const { plot } = drawing;
  const drawn = lines.map((line) => drawnLine(line, drawing));
  if (drawn.every(({ points, line }) => points.length === 0 && line.earlyEnd === undefined)) {
    return [emptyMessage("no data", plot)];
  }
  const ordered = [...drawn].sort((a, b) => Number(b.line.dashed) - Number(a.line.dashed));
  const runs = Map.groupBy(drawn, ({ line }) => line.name);
  const names = [...runs.keys()];
  return [
    ...ordered.flatMap((one) => drawPath(one, drawing)),
    ...ordered.flatMap((one) => drawMarkers(one, { drawing, runs: names })),
    ...drawMarks([...runs.values()].flatMap((own) => marksOf(own, plot)), {
      plot,
      curves: drawn.flatMap(({ parts }) => parts.map((part) => simplify(part, TOLERANCE))),
      isDrawn: ({ x }) => isInSpan(x, drawing),
    }),
  ];
}

/** A stretch begins after its start and ends at its end, so that two that touch share nothing. */
function isInSpan(x: number, { span: [start, end] = [-Infinity, Infinity] }: LineDrawing): boolean {
  return x > start && x <= end;
}

interface DrawnLine {
  readonly line: ReadyLine;
  readonly slot: number;
  /** Of the values that the axes can show, with those beyond their ends. */
  readonly points: readonly Point[];
  /** Places in data units, one a point. */
  readonly places: readonly Point[];
  /** What lies in the plot. */
  readonly parts: readonly Point[][];
}

function drawnLine(line: ReadyLine, { plot, xKind, yKind }: LineDrawing): DrawnLine {
  const stretches: Point[][] = [[]];
  const places: Point[] = [];
  line.values.forEach((value, at) => {
    const x = line.x[at];
    if (!isShown(value, yKind) || !isShown(x, xKind)) {
      stretches.push([]);
      return;
    }
    places.push([x, value]);
    stretches[stretches.length - 1].push(
      [clamp(plot.x(x), -FAR, FAR), clamp(plot.y(value), -FAR, FAR)],
    );
  });
  const parts = stretches.filter((points) => points.length > 0)
    .flatMap((points) => clipPolyline(points, plot.rectangle));
  const slot = line.color ?? plot.slotOf(line.name);
  return { line, slot, points: stretches.flat(), places, parts };
}

/** The mark of a run: a cross where it ended early; else arrows where it leaves the plot, up or down. */
function marksOf(lines: readonly DrawnLine[], plot: Plot): CurveMark[] {
  const extremes = (["up", "down"] as const).flatMap((kind) => extremeBeyond(lines, plot, kind));
  const ended = lines.filter(({ line }) => line.earlyEnd !== undefined);
  if (ended.length === 0) {
    const name = shortName(lines[0].line.name);
    return extremes.map(({ label, ...extreme }) => ({ ...extreme, label: `${name}: ${label}` }));
  }
  const seen = ended.find(({ points }) => isInside(points.at(-1), plot.rectangle));
  const { line: { earlyEnd }, slot, points } = seen ?? ended[0];
  const { x, label } = earlyEnd!;
  const last = points.at(-1);
  if (seen !== undefined && last !== undefined) {
    return [{ kind: "cross", place: last, label, slot, x }];
  }
  return [{
    kind: "cross",
    place: [plot.x(x), last?.[1] ?? plot.rectangle.top],
    label: [label, ...extremes.map((extreme) => extreme.label)].join(", "),
    slot,
    x,
  }];
}

function isInside(point: Point | undefined, rectangle: Rectangle): boolean {
  return point !== undefined && contains(rectangle, point);
}

/** An arrow on the edge beyond which a run goes, at its largest or smallest value there; none where it does not. */
function extremeBeyond(
  lines: readonly DrawnLine[],
  { rectangle: { top, height } }: Plot,
  kind: "up" | "down",
): CurveMark[] {
  const sign = kind === "up" ? 1 : -1;
  let found: CurveMark[] = [];
  let extreme = -Infinity;
  for (const { slot, points, places } of lines) {
    points.forEach((place, at) => {
      const [x, value] = places[at];
      const isBeyond = kind === "up" ? place[1] < top : place[1] > top + height;
      if (!isBeyond || sign * value <= extreme) return;
      extreme = sign * value;
      const label = `${kind === "up" ? "max" : "min"} ${valueText(value)}`;
      found = [{ kind, place, label, slot, x }];
    });
  }
  return found;
}

function drawPath({ line, slot, parts }: DrawnLine, drawing: LineDrawing): Shape[] {
  const { theme } = drawing.plot;
  const drawn = drawing.span === undefined
    ? parts
    : parts.flatMap((part) => clipPolyline(part, spanned(drawing)));
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

/** The part of the plot that is drawn. */
function spanned({ plot, span = [-Infinity, Infinity] }: LineDrawing): Rectangle {
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
  { line, slot, points, places }: DrawnLine,
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

/** A few evenly along the line, each run's a little further on, so that markers do not pile up. */
function sparse(points: readonly number[], offset: number): number[] {
  if (points.length <= SPARSE) return [...points];
  return Array.from({ length: SPARSE }, (_, at) => {
    return points[Math.floor((at + 0.25 + offset * 0.75) * points.length / SPARSE)];
  });
}
