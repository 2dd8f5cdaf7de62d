/** Crosses where curves end early, with labels that do not overlap. */

import { clamp, contains, crossPath, type Point, type Rectangle } from "../geometry.ts";
import type { Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { type Font, measureText, textShape, wrapText } from "../text.ts";
import { seriesColor } from "../theme.ts";

/** Where a curve ends early in a plot, and the label there. */
export interface DivergenceMark {
  readonly place: Point;
  readonly label: string;
  readonly slot: number;
  /** Whether no part of the curve lies in the plot. */
  readonly isOff: boolean;
}

const CROSS = 9;

/** Distance of the points that sample a curve, in units. */
const CURVE_STEP = 6;

/** How much further a label goes rather than cover one such point. */
const CURVE_COST = 60;

/** How far up or down from its cross a label may go: further, and it would seem another's. */
const MAX_OFFSET = 150;

/** A cross for each mark, and one label for all marks with the same text. */
export function drawDivergenceMarks(
  marks: readonly DivergenceMark[],
  { plot, curves }: { readonly plot: Plot; readonly curves: readonly Point[][] },
): Shape[] {
  const { theme } = plot;
  const placed = marks.map((mark) => ({ ...mark, place: withinHeight(mark.place, plot) }));
  const crosses = placed.map(({ place, slot }) =>
    element("path", {
      d: crossPath(place, CROSS),
      fill: "none",
      stroke: seriesColor(theme, slot),
      "stroke-width": 4,
      "stroke-linecap": "round",
    })
  );
  const taken = placed.map(({ place: [x, y] }): Rectangle => {
    return { left: x - CROSS, top: y - CROSS, width: 2 * CROSS, height: 2 * CROSS };
  });
  const labelled = oneALabel(placed);
  const curvePoints = labelled.length > 0 ? curves.flatMap(alongCurve) : [];
  return marked({ role: "divergence" }, [
    ...crosses,
    ...labelled.flatMap((mark) => drawLabel(mark, { plot, taken, curvePoints })),
  ]);
}

/** Of marks with the same label, the first whose curve is seen. */
function oneALabel(marks: readonly DivergenceMark[]): DivergenceMark[] {
  return [...Map.groupBy(marks, ({ label }) => label).values()].map((same) => {
    const seen = same.find(({ isOff }) => !isOff);
    return seen ?? { ...same[0], label: `${same[0].label}, off the scale` };
  });
}

/** A cross on the upper or lower edge would reach into the panel's texts. */
function withinHeight([x, y]: Point, { rectangle }: Plot): Point {
  return [x, clamp(y, rectangle.top + CROSS, rectangle.top + rectangle.height - CROSS)];
}

/** Points along a curve, close enough that none slips between two lines of text. */
function alongCurve(curve: readonly Point[]): Point[] {
  return curve.flatMap(([x, y], at) => {
    const [nextX, nextY] = curve[at + 1] ?? [x, y];
    const steps = Math.max(1, Math.ceil(Math.hypot(nextX - x, nextY - y) / CURVE_STEP));
    return Array.from({ length: steps }, (_, step): Point => {
      return [x + (nextX - x) * step / steps, y + (nextY - y) * step / steps];
    });
  });
}

/** A label near its cross, where it covers no other and as little of the curves as can be; it adds itself to `taken`. */
function drawLabel(
  { place, label, slot }: DivergenceMark,
  { plot, taken, curvePoints }: { plot: Plot; taken: Rectangle[]; curvePoints: readonly Point[] },
): Shape[] {
  const { rectangle, theme } = plot;
  const font: Font = { size: theme.text.tick };
  const lines = wrapText(label, { width: rectangle.width - 24, font, lines: 2 });
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

/** What a label has to keep clear of. */
interface Surroundings {
  readonly rectangle: Rectangle;
  readonly taken: readonly Rectangle[];
  readonly curvePoints: readonly Point[];
}

/** The free place that covers the fewest points of curves, and of those the nearest; none where all places are taken. */
function bestBox(
  { place, width, height }: { place: Point; width: number; height: number },
  { rectangle, taken, curvePoints }: Surroundings,
): Rectangle | undefined {
  const [x, y] = place;
  const right = x + CROSS + 4;
  const sides = [0, 40, 80, 120].map((further) => right + further)
    .concat(x - width / 2, x - CROSS - 4 - width);
  let best: Rectangle | undefined;
  let minCost = Infinity;
  for (const side of sides) {
    const left = clamp(side, rectangle.left + 4, rectangle.left + rectangle.width - width - 4);
    for (let offset = -MAX_OFFSET; offset <= MAX_OFFSET; offset += 2) {
      const box = { left, top: y - height / 2 + offset, width, height };
      const isWithin = box.top >= rectangle.top + 4 &&
        box.top + height <= rectangle.top + rectangle.height - 4;
      if (!isWithin || taken.some((other) => overlaps(box, other))) continue;
      const covered = curvePoints.filter((point) => contains(box, point)).length;
      const distance = Math.abs(offset) + Math.abs(left - right) / 8;
      const cost = CURVE_COST * covered + distance;
      if (cost < minCost) [best, minCost] = [box, cost];
    }
  }
  return best;
}

function overlaps(one: Rectangle, other: Rectangle): boolean {
  return one.left < other.left + other.width && other.left < one.left + one.width &&
    one.top < other.top + other.height && other.top < one.top + one.height;
}
