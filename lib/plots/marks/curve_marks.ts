/** Crosses where curves end early, and arrows where they leave the plot, with labels that do not overlap. */

import { clamp, crossPath, pathData, type Point, type Rectangle } from "../geometry.ts";
import type { Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { cutText, measureText, textShape, wrapText } from "../text.ts";
import { type Font, fontOf, seriesColor } from "../theme.ts";

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

/** Cost of covering one such point; it equals this distance of a label from its mark, in units. */
const CURVE_COST = 60;

/** Maximum vertical distance of a label from its mark, in units, so that both are seen together. */
const MAX_OFFSET = 150;

/** Lines of a label: a long name, where the run diverged, and its maximum fit into the narrowest plots. */
const MAX_LINES = 3;

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
    const shapes = drawLabel(same[0], { plot, taken, curvePoints });
    return same.some(isDrawn) ? shapes : [];
  });
  const signs = placed.filter(isDrawn).map((mark) => drawSign(mark, plot));
  return marked({ role: "divergence" }, [...signs, ...labelled]);
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

/**
 * Draws a label near its mark, where it overlaps no rectangle of `taken` and as little of the curves as
 * possible, and adds its rectangle to `taken`.
 */
function drawLabel(
  { place, label, slot }: CurveMark,
  { plot, taken, curvePoints }: { plot: Plot; taken: Rectangle[]; curvePoints: readonly Point[] },
): Shape[] {
  const { rectangle, theme } = plot;
  const font = fontOf(theme, "tick");
  const lines = labelLines(label, rectangle.width - 24, font);
  if (lines.length === 0) return [];
  const width = Math.max(...lines.map((line) => measureText(line, font))) + 12;
  const lineHeight = font.size * 1.3;
  const box = bestBox({ place, width, height: lineHeight * lines.length }, {
    rectangle,
    taken,
    curvePoints,
  });
  if (box === undefined) return [];
  taken.push(box);
  const { left, top, height } = box;
  const fill = theme.colors.background;
  return [
    element("rect", { x: left, y: top, width, height, rx: 4, fill, "fill-opacity": 0.85 }),
    ...lines.map((line, at) =>
      textShape(line, {
        ...font,
        x: left + 6,
        y: top + (at + 0.75) * lineHeight,
        color: seriesColor(theme, slot),
      })
    ),
  ];
}

/** The lines of a label. If they are too many, the name before the colon is cut to one line. */
function labelLines(label: string, width: number, font: Font): string[] {
  const lines = wrapText(label, { width, font, lines: MAX_LINES + 1 });
  if (lines.length <= MAX_LINES) return lines;
  const end = label.lastIndexOf(": ");
  if (end < 0) return wrapText(label, { width, font, lines: MAX_LINES });
  const name = cutText(label.slice(0, end), width - measureText(":", font), font);
  const rest = wrapText(label.slice(end + 2), { width, font, lines: MAX_LINES - 1 });
  return [`${name.replace(/…+$/, "…")}:`, ...rest];
}

/** What a label must not overlap. */
interface Surroundings {
  readonly rectangle: Rectangle;
  readonly taken: readonly Rectangle[];
  readonly curvePoints: readonly Point[];
}

/** The free rectangle of the lowest cost: points of curves that it covers, and distance from the mark. */
function bestBox(
  { place, width, height }: { place: Point; width: number; height: number },
  { rectangle, taken, curvePoints }: Surroundings,
): Rectangle | undefined {
  const [x, y] = place;
  const right = x + MARK + 4;
  const sides = [0, 40, 80, 120].map((further) => right + further)
    .concat(x - width / 2, x - MARK - 4 - width);
  let best: Rectangle | undefined;
  let minCost = Infinity;
  for (const side of sides) {
    const left = clamp(side, rectangle.left + 4, rectangle.left + rectangle.width - width - 4);
    const heights = heightsBetween(curvePoints, left, left + width);
    for (let offset = -MAX_OFFSET; offset <= MAX_OFFSET; offset += 2) {
      const box = { left, top: y - height / 2 + offset, width, height };
      const isWithin = box.top >= rectangle.top + 4 &&
        box.top + height <= rectangle.top + rectangle.height - 4;
      if (!isWithin || taken.some((other) => overlaps(box, other))) continue;
      const covered = countUpTo(heights, box.top + height) - countBelow(heights, box.top);
      const distance = Math.abs(offset) + Math.abs(left - right) / 8;
      const cost = CURVE_COST * covered + distance;
      if (cost < minCost) [best, minCost] = [box, cost];
    }
  }
  return best;
}

/** The y of the points with an x in an interval, in ascending order. */
function heightsBetween(points: readonly Point[], left: number, right: number): Float64Array {
  return Float64Array.from(points.filter(([x]) => x >= left && x <= right), ([, y]) => y).sort();
}

/** How many of the sorted values are less than a limit. */
function countBelow(sorted: Float64Array, limit: number): number {
  let [start, end] = [0, sorted.length];
  while (start < end) {
    const middle = (start + end) >> 1;
    if (sorted[middle] < limit) start = middle + 1;
    else end = middle;
  }
  return start;
}

/** How many of the sorted values are at most a limit. */
function countUpTo(sorted: Float64Array, limit: number): number {
  let count = countBelow(sorted, limit);
  while (count < sorted.length && sorted[count] === limit) count++;
  return count;
}

function overlaps(one: Rectangle, other: Rectangle): boolean {
  return one.left < other.left + other.width && other.left < one.left + one.width &&
    one.top < other.top + other.height && other.top < one.top + one.height;
}
