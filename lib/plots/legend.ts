/** The legend: a sample and a name for each run, class and kind of line, in rows. */

import type { LegendEntry } from "./legend_entries.ts";
import { groupOf, type Item, itemOf, type LegendContext, plainItem } from "./legend_items.ts";
import type { Shape } from "./svg.ts";

/** A legend that is ready to draw. */
export interface Legend {
  readonly height: number;
  /** Draws it with its upper left corner at `x`, `y`. */
  draw(x: number, y: number): readonly Shape[];
}

/** More would be a page of its own. */
const MOST_ENTRIES = 40;
const ROW = 1.7;
const BETWEEN = 28;
const BETWEEN_GROUPS = 48;

/**
 * Lays out a legend in as many rows as it needs.
 *
 * @param entries of all panels; one that comes again is left out
 * @param context theme, colours and room
 * @returns its height, and how to draw it; of height 0 where there is nothing to tell apart
 */
export function layoutLegend(entries: readonly LegendEntry[], context: LegendContext): Legend {
  const distinct = [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()]
    .sort((one, other) => groupOf(one) - groupOf(other));
  const rowHeight = context.theme.text.label * ROW;
  const items: Item[] = distinct.slice(0, MOST_ENTRIES).map((entry) => itemOf(entry, context));
  if (distinct.length > MOST_ENTRIES) {
    items.push(plainItem(`and ${distinct.length - MOST_ENTRIES} more`, context));
  }
  const rows = intoRows(items, context.width);
  return {
    height: rows.length * rowHeight,
    draw: (x, y) =>
      rows.flatMap((row, at) =>
        row.flatMap(({ item, left }) => item.draw(x + left, y + (at + 0.5) * rowHeight))
      ),
  };
}

interface PlacedItem {
  readonly item: Item;
  readonly left: number;
}

function intoRows(items: readonly Item[], width: number): PlacedItem[][] {
  const rows: PlacedItem[][] = [];
  let end = Infinity;
  items.forEach((item, at) => {
    const between = at > 0 && items[at - 1].group !== item.group ? BETWEEN_GROUPS : BETWEEN;
    if (end + between + item.width > width) rows.push([]);
    const row = rows[rows.length - 1];
    const left = row.length === 0 ? 0 : end + between;
    row.push({ item, left });
    end = left + item.width;
  });
  return rows;
}
