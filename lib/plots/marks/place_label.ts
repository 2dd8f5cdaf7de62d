/** Labels of marks, where they overlap nothing and cover as little as possible. */

import { clamp, type Point, type Rectangle } from "../geometry.ts";
import type { Plot } from "../panel.ts";
import { element, type Shape } from "../shape.ts";
import { cutText, measureText, textShape, wrapText } from "../text.ts";
import { type Font, fontOf } from "../theme.ts";

/** Maximum vertical distance of a label from its mark, in units, so that both are seen together. */
const MAX_OFFSET = 150;

/** Distance between a mark and a label beside it, in units. */
export const GAP = 4;

/** Lines of a label: a long name, where the run diverged, and its maximum fit into the narrowest plots. */
const MAX_LINES = 3;

/** What is labelled: a mark around a place, in units. */
export interface LabelledMark {
  readonly place: Point;
  /** Half the width of the mark. */
  readonly radius: number;
  readonly label: string;
  readonly color: string;
}

/** What else is in the plot. */
export interface Surroundings {
  readonly plot: Plot;
  /** Labels do not overlap these; the rectangle of each label is added. */
  readonly taken: Rectangle[];
  /** Labels cover as few of these as possible. */
  readonly covered: readonly Point[];
  /** The cost of a label there that covers so many of them: the lowest is chosen. */
  cost(box: Rectangle, points: number): number;
}

/** A label, and the rectangle that it takes. */
export interface PlacedLabel {
  readonly box: Rectangle;
  readonly shapes: readonly Shape[];
}

/**
 * Draws a label near its mark, where it overlaps no rectangle of `taken` and covers as few points as
 * possible; without such a place there is no label.
 */
export function placeLabel(
  mark: LabelledMark,
  surroundings: Surroundings,
): PlacedLabel | undefined {
  const { label, color } = mark;
  const { plot, taken } = surroundings;
  const { rectangle, theme } = plot;
  const font = fontOf(theme, "tick");
  const lines = labelLines(label, rectangle.width - 24, font);
  if (lines.length === 0) return undefined;
  const width = Math.max(...lines.map((line) => measureText(line, font))) + 12;
  const lineHeight = font.size * 1.3;
  const box = bestBox(mark, { width, height: lineHeight * lines.length }, surroundings);
  if (box === undefined) return undefined;
  taken.push(box);
  const { left, top, height } = box;
  const fill = theme.colors.background;
  const shapes = [
    element("rect", { x: left, y: top, width, height, rx: 4, fill, "fill-opacity": 0.85 }),
    ...lines.map((line, at) =>
      textShape(line, {
        ...font,
        x: left + 6,
        y: top + (at + 0.75) * lineHeight,
        color,
      })
    ),
  ];
  return { box, shapes };
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

/** The free rectangle of the lowest cost: points that it covers, and distance from the mark. */
function bestBox(
  { place: [x, y], radius }: LabelledMark,
  { width, height }: Pick<Rectangle, "width" | "height">,
  { plot: { rectangle }, taken, covered, ...surroundings }: Surroundings,
): Rectangle | undefined {
  const right = x + radius + GAP;
  const sides = [0, 40, 80, 120].map((further) => right + further)
    .concat(x - width / 2, x - radius - GAP - width);
  let best: Rectangle | undefined;
  let minCost = Infinity;
  for (const side of sides) {
    const left = clamp(side, rectangle.left + 4, rectangle.left + rectangle.width - width - 4);
    const heights = heightsBetween(covered, left, left + width);
    for (let offset = -MAX_OFFSET; offset <= MAX_OFFSET; offset += 2) {
      const box = { left, top: y - height / 2 + offset, width, height };
      const isWithin = box.top >= rectangle.top + 4 &&
        box.top + height <= rectangle.top + rectangle.height - 4;
      if (!isWithin || taken.some((other) => overlaps(box, other))) continue;
      const points = countUpTo(heights, box.top + height) - countBelow(heights, box.top);
      const cost = surroundings.cost(box, points);
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
