/** The legend: a sample and a name for each run, class and kind of line. */

import {
  groupOf,
  type Item,
  itemOf,
  type LegendContext,
  plainItem,
  stackedItems,
} from "./legend_items.ts";
import type { LegendEntry } from "./panel.ts";
import { marked, type Shape } from "./shape.ts";

/** A legend that is ready to draw; of no size where there is nothing to tell apart. */
export interface Legend {
  readonly width: number;
  readonly height: number;
  /** Draws it with its upper left corner at `x`, `y`. */
  draw(x: number, y: number): readonly Shape[];
}

/** More would be a page of its own. */
const MAX_ENTRIES = 40;
/** More would not fit beside a plot. */
const MAX_STACKED = 12;
/** Height of a row in font sizes. */
const ROW = 1.7;
const BETWEEN = 28;
const BETWEEN_GROUPS = 40;

/**
 * Lays out a legend in as many rows as it needs: what goes over the panels.
 *
 * @param entries of all panels; one that comes again is left out
 * @param context theme, colours and room
 * @returns its size, and how to draw it
 */
export function layoutLegend(entries: readonly LegendEntry[], context: LegendContext): Legend {
  const shown = distinct(entries);
  const items = shown.slice(0, MAX_ENTRIES).map((entry) => itemOf(entry, context));
  if (shown.length > MAX_ENTRIES) {
    items.push(plainItem(`and ${shown.length - MAX_ENTRIES} more`, context));
  }
  return placedLegend(intoRows(items, context.width), context);
}

/**
 * Stacks a legend in one column, its groups a little apart: what goes beside a
 * lone plot.
 *
 * @param entries of all panels; one that comes again is left out
 * @param context theme, colours and room
 * @returns its size, and how to draw it
 */
export function stackLegend(entries: readonly LegendEntry[], context: LegendContext): Legend {
  const items = distinct(entries).flatMap((entry) => stackedItems(entry, context));
  let line = 0;
  const placed = items.map((item, at): PlacedItem => {
    const isNewGroup = at > 0 && items[at - 1].group !== item.group;
    line += at === 0 ? 0 : isNewGroup ? 1.5 : 1;
    return { item, left: 0, line };
  });
  return placedLegend(placed, context);
}

/** Whether a legend is short enough to be stacked. */
export function fitsStack(entries: readonly LegendEntry[]): boolean {
  return distinct(entries).length <= MAX_STACKED;
}

function distinct(entries: readonly LegendEntry[]): LegendEntry[] {
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()]
    .sort((one, other) => groupOf(one) - groupOf(other) || classOf(one) - classOf(other));
}

/** Classes stand in their order, whichever panel shows them first; what is no class, after them. */
function classOf(entry: LegendEntry): number {
  const isClass = entry.kind === "point" && typeof entry.slot === "number";
  return isClass ? entry.slot : Number.MAX_SAFE_INTEGER;
}

interface PlacedItem {
  readonly item: Item;
  readonly left: number;
  /** Rows above it. */
  readonly line: number;
}

/** A group that fits into a row is not torn: train and test stay together. */
function intoRows(items: readonly Item[], width: number): PlacedItem[] {
  let line = -1;
  let end = Infinity;
  return items.map((item, at) => {
    const isFirst = at === 0 || items[at - 1].group !== item.group;
    const between = isFirst ? BETWEEN_GROUPS : BETWEEN;
    const needed = isFirst ? widthOfGroup(items, at) : item.width;
    const room = needed <= width ? needed : item.width;
    const starts = end + between + room > width;
    if (starts) line++;
    const left = starts ? 0 : end + between;
    end = left + item.width;
    return { item, left, line };
  });
}

/** Of the items from `start` on that belong together, on one line. */
function widthOfGroup(items: readonly Item[], start: number): number {
  const own = items.slice(start).filter(({ group }) => group === items[start].group);
  return own.reduce((sum, { width }) => sum + width, (own.length - 1) * BETWEEN);
}

function placedLegend(placed: readonly PlacedItem[], { theme }: LegendContext): Legend {
  const rowHeight = theme.text.label * ROW;
  return {
    width: Math.max(0, ...placed.map(({ item, left }) => left + item.width)),
    height: placed.length === 0 ? 0 : (placed[placed.length - 1].line + 1) * rowHeight,
    draw: (x, y) =>
      placed.flatMap(({ item, left, line }) =>
        marked({ role: "legend" }, item.draw(x + left, y + (line + 0.5) * rowHeight))
      ),
  };
}
