/** Names of curves where they end, right of the plot: quicker to read than a legend. */

import { clamp, markerOf, markerPath, pathData, type Point } from "../geometry.ts";
import type { Placed } from "./layout.ts";
import type { DrawablePanel, SlotOf } from "../panel.ts";
import { element, type Shape } from "../shape.ts";
import { type Font, measureText, singleLine, textShape } from "../text.ts";
import { seriesColor, type Theme } from "../theme.ts";

/** From the plot's edge to a name, and of that to its marker. */
const BEFORE = 44;
const TO_MARKER = 28;

/** More names are easier to read in a legend. */
const MAX_NAMES = 8;

/** Share of a figure's width that names may take. */
const MAX_WIDTH = 0.22;

/** From name to name, in font sizes. */
const LEADING = 1.25;

/** How far from its curve's end a name may go, in font sizes: further, and it would seem another's. */
const MAX_DISTANCE = 4;

/** What names at ends have to know of their figure. */
export interface EndContext {
  readonly theme: Theme;
  readonly slotOf: SlotOf;
}

/** Names at the ends of curves. */
export interface EndLabels {
  /** Room they take right of the plot. */
  readonly width: number;
  /** Whose names they are. */
  readonly names: readonly string[];
  /** Draws them; undefined where the plot has no room for all of them near their ends. */
  draw(placed: Placed): Shape[] | undefined;
}

/** The names of a panel's curves at their ends; undefined where they are too many or too long. */
export function endLabels(panel: DrawablePanel, context: EndContext): EndLabels | undefined {
  const { theme } = context;
  const ends = panel.ends ?? [];
  const names = ends.map(({ name }) => name);
  if (ends.length === 0 || ends.length > MAX_NAMES || new Set(names).size < names.length) return;
  const font: Font = { size: theme.text.label };
  const widest = Math.max(...names.map((name) => measureText(singleLine(name), font)));
  if (widest > MAX_WIDTH * theme.sizes.width || names.some((name) => singleLine(name) === "")) {
    return;
  }
  return {
    width: BEFORE + widest + theme.sizes.margin / 2,
    names,
    draw: (placed) => drawEnds(panel, placed, context),
  };
}

function drawEnds(
  { ends = [], legend }: DrawablePanel,
  { rectangle, y }: Placed,
  { theme, slotOf }: EndContext,
): Shape[] | undefined {
  const { colors, sizes, text } = theme;
  const right = rectangle.left + rectangle.width;
  const sorted = ends.map(({ name, y: value }) => ({ name, end: y.scale(value) }))
    .sort((one, other) => one.end - other.end);
  const heights = spread(sorted.map(({ end }) => end), {
    distance: LEADING * text.label,
    low: rectangle.top + text.label / 2,
    high: rectangle.top + rectangle.height - text.label / 2,
  });
  if (heights === undefined) return undefined;
  const isFar = heights.some((at, index) => {
    return Math.abs(at - sorted[index].end) > MAX_DISTANCE * text.label;
  });
  if (isFar) return undefined;
  return sorted.flatMap(({ name, end }, index) => {
    const entry = legend.find((entry) => entry.kind === "line" && entry.label === name);
    const own = entry?.kind === "line" ? entry : undefined;
    const slot = typeof own?.slot === "number" ? own.slot : slotOf(name);
    const color = seriesColor(theme, slot);
    const at = heights[index];
    const start = right + sizes.lineMarker + 2;
    const leader: Point[] = [[start, end], [right + TO_MARKER, at]];
    const marker = markerPath(markerOf(slot), [right + TO_MARKER, at], sizes.lineMarker);
    const place = { x: right + BEFORE, y: at + text.label * 0.35 };
    return [
      element("path", { d: pathData(leader), stroke: color, "stroke-width": 2 }),
      ...(own?.marker === false ? [] : [element("path", { d: marker, fill: color })]),
      textShape(singleLine(name), { ...place, size: text.label, color: colors.ink }),
    ];
  });
}

/** Heights as near to those given as can be, `distance` apart; undefined where they do not fit. */
function spread(
  wanted: readonly number[],
  { distance, low, high }: { distance: number; low: number; high: number },
): number[] | undefined {
  if ((wanted.length - 1) * distance > high - low) return undefined;
  // Runs of names that touch are moved as one, to where they are best on the average.
  const blocks: { first: number; count: number; start: number }[] = [];
  const place = (first: number, count: number) => {
    const offsets = wanted.slice(first, first + count).map((at, index) => at - index * distance);
    const mean = offsets.reduce((sum, at) => sum + at, 0) / count;
    return { first, count, start: clamp(mean, low, high - (count - 1) * distance) };
  };
  for (const [at] of wanted.entries()) {
    blocks.push(place(at, 1));
    while (blocks.length > 1) {
      const [before, last] = blocks.slice(-2);
      if (before.start + before.count * distance <= last.start) break;
      blocks.splice(-2, 2, place(before.first, before.count + last.count));
    }
  }
  return blocks.flatMap(({ count, start }) =>
    Array.from({ length: count }, (_, index) => start + index * distance)
  );
}
