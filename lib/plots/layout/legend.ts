/** The legend: a sample and a label for each run, class and line style. */

import type { LegendEntry } from "../panel.ts";
import { marked, type Shape } from "../shape.ts";
import {
  groupOf,
  type Item,
  itemOf,
  type LegendContext,
  plainItem,
  stackedItems,
} from "./legend_items.ts";

/** A legend that is ready to draw; its size is 0 if it has no entries. */
export interface Legend {
  readonly width: number;
  readonly height: number;
  /** Whether a label is cut. */
  readonly isCut: boolean;
  /** Draws it with its upper left corner at `x`, `y`. */
  draw(x: number, y: number): readonly Shape[];
}

/** Further entries are counted, not shown. */
const MAX_ENTRIES = 40;
/** If runs need more rows, they are arranged in columns. */
const MAX_ROWS = 6;
/** Maximum number of these columns. */
const MAX_COLUMNS = 4;
/** More entries do not fit beside a plot. */
const MAX_STACKED = 12;
/** Height of a row in font sizes. */
const ROW = 1.7;
/** Distance between entries of a row, in units. */
const BETWEEN = 28;
/** The same between the last entry of a group and the first of the next. */
const BETWEEN_GROUPS = 40;

/**
 * Lays out a legend in rows, for the space above the panels.
 *
 * @param entries of all panels; equal entries are shown once
 * @param context theme, colours and available width
 * @returns its size, and how to draw it
 */
export function layoutLegend(entries: readonly LegendEntry[], context: LegendContext): Legend {
  const { theme } = context;
  const shown = distinct(entries);
  const items = inColumns(shown.slice(0, MAX_ENTRIES), context);
  if (shown.length > MAX_ENTRIES) {
    items.push(
      plainItem(theme.words.say("and {n} more", { n: shown.length - MAX_ENTRIES }), context),
    );
  }
  return placedLegend(intoRows(items, context.width), context);
}

/**
 * Lays out a legend in one column, with space between its groups, for the space beside a plot.
 *
 * @param entries of all panels; equal entries are shown once
 * @param context theme, colours and available width
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
    .sort((one, other) => groupOf(one) - groupOf(other) || classOrder(one) - classOrder(other));
}

/** Sorts classes by their number, and other entries after them. */
function classOrder(entry: LegendEntry): number {
  const isClass = entry.kind === "point" && typeof entry.slot === "number";
  return isClass ? entry.slot : Number.MAX_SAFE_INTEGER;
}

/**
 * The entries as items. If the first group needs too many rows, all its items get the width of a column,
 * and their labels are cut to it, unless labels that differ would be equal then.
 */
function inColumns(entries: readonly LegendEntry[], context: LegendContext): Item[] {
  const items = entries.flatMap((entry) => {
    const item = itemOf(entry, context);
    // A colour scale that leaves its label too little width is in the next row.
    return item.isCut || item.width > context.width ? stackedItems(entry, context) : [item];
  });
  const count = items.filter(({ group }) => group === 0).length;
  const rows = intoRows(items.slice(0, count), context.width).at(-1)?.line ?? 0;
  if (rows < MAX_ROWS) return items;
  for (let columns = Math.ceil(count / MAX_ROWS); columns <= MAX_COLUMNS; columns++) {
    const width = (context.width - (columns - 1) * BETWEEN) / columns;
    const cut = entries.slice(0, count).map((entry) => itemOf(entry, { ...context, width }));
    const isDistinct = new Set(cut.map(({ text }) => text)).size ===
      new Set(items.slice(0, count).map(({ text }) => text)).size;
    if (!isDistinct) break;
    if (Math.ceil(count / columns) > MAX_ROWS) continue;
    return [...cut.map((item) => ({ ...item, width })), ...items.slice(count)];
  }
  return items;
}

interface PlacedItem {
  readonly item: Item;
  readonly left: number;
  /** Its row, from 0; a fraction where groups have space between them. */
  readonly line: number;
}

/** A group that fits into one row is not broken: train and test are in the same row. */
function intoRows(items: readonly Item[], width: number): PlacedItem[] {
  let line = -1;
  let end = Infinity;
  return items.map((item, at) => {
    const isFirst = at === 0 || items[at - 1].group !== item.group;
    const between = isFirst ? BETWEEN_GROUPS : BETWEEN;
    const unbroken = isFirst ? widthOfGroup(items, at) : item.width;
    const needed = unbroken <= width ? unbroken : item.width;
    const startsRow = end + between + needed > width;
    if (startsRow) line++;
    const left = startsRow ? 0 : end + between;
    end = left + item.width;
    return { item, left, line };
  });
}

/** Width of the rest of a group in one row, from the item at `start` on. */
function widthOfGroup(items: readonly Item[], start: number): number {
  const own = items.slice(start).filter(({ group }) => group === items[start].group);
  return own.reduce((sum, { width }) => sum + width, (own.length - 1) * BETWEEN);
}

function placedLegend(placed: readonly PlacedItem[], { theme }: LegendContext): Legend {
  const rowHeight = theme.text.label * ROW;
  return {
    width: Math.max(0, ...placed.map(({ item, left }) => left + item.width)),
    isCut: placed.some(({ item }) => item.isCut),
    height: placed.length === 0 ? 0 : (placed[placed.length - 1].line + 1) * rowHeight,
    draw: (x, y) =>
      placed.flatMap(({ item, left, line }) =>
        marked({ role: "legend" }, item.draw(x + left, y + (line + 0.5) * rowHeight))
      ),
  };
}
