/** Crosses where curves end early, and arrows where they leave the plot, with labels that do not overlap. */

import { clamp, pathData, type Point, type Rectangle } from "../geometry.ts";
import { crossPath } from "../markers.ts";
import type { Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { seriesColor } from "../theme.ts";
import { GAP, placeLabel } from "./place_label.ts";

/** Where a run ends early or leaves the plot, and its label. */
export interface CurveMark {
  readonly kind: "cross" | "up" | "down";
  readonly place: Point;
  readonly label: string;
  /** Of its colour. */
  readonly slot: number;
  /** In data units. */
  readonly x: number;
}

/** The plot, its curves, and which marks to draw. */
export interface MarkDrawing {
  readonly plot: Plot;
  /** Labels cover as little of these as possible. */
  readonly curves: readonly Point[][];
  /** Other labels, which these do not overlap. */
  readonly labels: readonly Rectangle[];
  /** Whether to draw a mark. All marks are placed, so that none moves when others are not drawn. */
  isDrawn(mark: CurveMark): boolean;
}

/** Half the width of a mark, in units. */
const MARK = 9;

/** Distance of the points at which a curve is sampled, in units. */
const CURVE_STEP = 6;

/** Cost of covering a point of a curve: a distance of the label from its mark, in units. */
const CURVE_COST = 60;

/** Draws a cross or an arrow for each mark, and one label for all marks with the same text. */
export function drawMarks(
  marks: readonly CurveMark[],
  { plot, curves, labels, isDrawn }: MarkDrawing,
): Shape[] {
  const placed = marks.map((mark) => ({ ...mark, place: movedInside(mark.place, plot) }));
  const taken = [...labels].concat(placed.map(({ place: [x, y] }): Rectangle => {
    return { left: x - MARK, top: y - MARK, width: 2 * MARK, height: 2 * MARK };
  }));
  const curvePoints = placed.length > 0 ? curves.flatMap(sampleCurve) : [];
  const labelled = [...Map.groupBy(placed, ({ label }) => label).values()].flatMap((same) => {
    const [{ place, label, slot }] = same;
    const color = seriesColor(plot.theme, slot);
    const mark = { place, radius: MARK, label, color };
    const cost = (box: Rectangle, points: number) => CURVE_COST * points + distanceOf(box, place);
    const placed = placeLabel(mark, { plot, taken, covered: curvePoints, cost });
    return same.some(isDrawn) ? placed?.shapes ?? [] : [];
  });
  const signs = placed.filter(isDrawn).map((mark) => drawSign(mark, plot));
  return marked({ role: "divergence" }, [...signs, ...labelled]);
}

/** The distance of a label from beside its mark: less along the curves than across them. */
function distanceOf({ left, top, height }: Rectangle, [x, y]: Point): number {
  return Math.abs(top + height / 2 - y) + Math.abs(left - (x + MARK + GAP)) / 8;
}

function drawSign({ kind, place, slot }: CurveMark, { theme }: Plot): Shape {
  const color = seriesColor(theme, slot);
  if (kind === "cross") {
    return element("path", {
      d: crossPath(place, MARK),
      fill: "none",
      stroke: color,
      "stroke-width": 4,
      "stroke-linecap": "round",
    });
  }
  const [x, y] = place;
  const tip = kind === "up" ? y - MARK : y + MARK;
  const base = kind === "up" ? y + MARK : y - MARK;
  return element("path", {
    d: pathData([[x, tip], [x + MARK, base], [x - MARK, base]], true),
    fill: color,
    stroke: theme.colors.halo,
    "stroke-width": 1.5,
  });
}

/** Moves a mark into the plot, so that it does not overlap texts outside. */
function movedInside([x, y]: Point, { rectangle: { left, top, width, height } }: Plot): Point {
  return [
    clamp(x, left, left + width),
    clamp(y, top + MARK, top + height - MARK),
  ];
}

/** Points along a curve, closer than the height of a label. */
export function sampleCurve(curve: readonly Point[]): Point[] {
  return curve.flatMap(([x, y], at) => {
    const [nextX, nextY] = curve[at + 1] ?? [x, y];
    const steps = Math.max(1, Math.ceil(Math.hypot(nextX - x, nextY - y) / CURVE_STEP));
    return Array.from({ length: steps }, (_, step): Point => {
      return [x + (nextX - x) * step / steps, y + (nextY - y) * step / steps];
    });
  });
}
