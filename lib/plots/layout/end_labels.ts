/** Names at the ends of curves, right of the plot: faster to read than a legend. */

import { clamp, pathData, type Point } from "../geometry.ts";
import { markerOf, markerPath } from "../markers.ts";
import type { DrawablePanel, LegendEntry, SlotOf } from "../panel.ts";
import { element, type Shape } from "../shape.ts";
import { measureText, singleLine, textShape } from "../text.ts";
import { fontOf, seriesColor, type Theme } from "../theme.ts";
import type { Placed } from "./layout.ts";

/** Distance of a name from the plot, in units. */
const TO_NAME = 44;
/** Distance of its marker from the plot, in units. */
const TO_MARKER = 28;

/** More names are easier to read in a legend. */
const MAX_NAMES = 8;

/** Maximum width of a name, as a share of the figure's width. */
const MAX_WIDTH = 0.22;

/** Distance of the baselines of neighbouring names, in font sizes. */
const LEADING = 1.25;

/**
 * Maximum vertical distance of a name from its curve's end, in font sizes, so that both are seen together.
 */
const MAX_DISTANCE = 4;

/** Theme and colours. */
export interface EndContext {
  readonly theme: Theme;
  readonly slotOf: SlotOf;
}

/** Names at the ends of curves. */
export interface EndLabels {
  /** Width of the space that they need to the right of the plot. */
  readonly width: number;
  /** Of the runs. */
  readonly names: readonly string[];
  /** Draws them; returns undefined if they do not all fit near their ends. */
  draw(placed: Placed): Shape[] | undefined;
}

/** Measures the names of a panel's curves; returns undefined if they are too many or too long. */
export function endLabels(panel: DrawablePanel, context: EndContext): EndLabels | undefined {
  const { theme } = context;
  const ends = panel.ends ?? [];
  const names = ends.map(({ name }) => name);
  if (ends.length === 0 || ends.length > MAX_NAMES || new Set(names).size < names.length) return;
  const font = fontOf(theme, "label");
  const widest = Math.max(...names.map((name) => measureText(singleLine(name), font)));
  if (widest > MAX_WIDTH * theme.sizes.width || names.some((name) => singleLine(name) === "")) {
    return;
  }
  return {
    width: TO_NAME + widest + theme.sizes.margin / 2,
    names,
    draw: (placed) => drawEnds(panel, placed, context),
  };
}

/** A curve's end in figure units, and the vertical position of its name. */
interface PlacedName {
  readonly name: string;
  readonly end: number;
  readonly at: number;
}

function drawEnds(
  panel: DrawablePanel,
  { rectangle, y }: Placed,
  context: EndContext,
): Shape[] | undefined {
  const { text } = context.theme;
  const ends = (panel.ends ?? []).map(({ name, y: value }) => ({ name, end: y.scale(value) }))
    .sort((one, other) => one.end - other.end);
  const positions = spread(ends.map(({ end }) => end), {
    distance: LEADING * text.label,
    low: rectangle.top + text.label / 2,
    high: rectangle.top + rectangle.height - text.label / 2,
  });
  if (positions === undefined) return undefined;
  const placed = ends.map((curve, index): PlacedName => ({ ...curve, at: positions[index] }));
  if (placed.some(({ end, at }) => Math.abs(at - end) > MAX_DISTANCE * text.label)) {
    return undefined;
  }
  const right = rectangle.left + rectangle.width;
  return placed.flatMap((name) => drawName(name, { right, legend: panel.legend }, context));
}

/** Draws a name with its marker, and a line from the curve's end to them. */
function drawName(
  { name, end, at }: PlacedName,
  { right, legend }: { readonly right: number; readonly legend: readonly LegendEntry[] },
  { theme, slotOf }: EndContext,
): Shape[] {
  const { colors, sizes, text } = theme;
  const entry = legend.find((entry) => entry.kind === "line" && entry.label === name);
  const own = entry?.kind === "line" ? entry : undefined;
  const slot = typeof own?.slot === "number" ? own.slot : slotOf(name);
  const color = seriesColor(theme, slot);
  const leader: Point[] = [[right + sizes.lineMarker + 2, end], [right + TO_MARKER, at]];
  const marker = markerPath(markerOf(slot), [right + TO_MARKER, at], sizes.lineMarker);
  const place = { x: right + TO_NAME, y: at + text.label * 0.35 };
  return [
    element("path", { d: pathData(leader), stroke: color, "stroke-width": 2 }),
    ...(own?.marker === false ? [] : [element("path", { d: marker, fill: color })]),
    textShape(singleLine(name), { ...place, size: text.label, color: colors.ink }),
  ];
}

/** Positions near those wanted, at least `distance` apart; undefined if they do not fit. */
function spread(
  wanted: readonly number[],
  { distance, low, high }: { distance: number; low: number; high: number },
): number[] | undefined {
  if ((wanted.length - 1) * distance > high - low) return undefined;
  // Names without space between them form a block, which is placed at their mean position.
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
