/** Where names go, in a legend or beside curves, and where that leaves the panels. */

import { type EndLabels, endLabels } from "./end_labels.ts";
import { type Layout, layoutPanels } from "./layout.ts";
import { fitsStack, layoutLegend, stackLegend } from "./legend.ts";
import type { LegendEntry } from "./legend_entries.ts";
import type { SlotOf } from "./panel.ts";
import type { Cell } from "./shared_axes.ts";
import type { Shape } from "./svg.ts";
import type { Theme } from "./theme.ts";

/** What there is to arrange. */
export interface Arrangement {
  /** Of the legend; none where no names are wanted. */
  readonly entries: readonly LegendEntry[];
  readonly slotOf: SlotOf;
  /** Of the whole figure. */
  readonly width: number;
  /** Where the title ends. */
  readonly top: number;
  readonly theme: Theme;
}

/** Everything in its place. */
export interface Arranged {
  readonly layout: Layout;
  /** The legend, and names beside curves. */
  readonly names: readonly Shape[];
}

/** Puts names where they read best: at the ends of curves, beside a lone plot that gains by it, or over the plots. */
export function arrange(cells: readonly Cell[], arrangement: Arrangement): Arranged {
  const atEnds = namesAtEnds(cells, arrangement);
  if (atEnds !== undefined) return atEnds;
  const above = legendAbove(cells, arrangement);
  if (arrangement.entries.length === 0 || !fitsStack(arrangement.entries)) return above;
  const other = isLoneMap(cells)
    ? legendBeside(cells, arrangement)
    : legendInGap(cells, arrangement);
  return other !== undefined && plotArea(other) >= plotArea(above) ? other : above;
}

function plotArea({ layout }: Arranged): number {
  const { width, height } = layout.placed[0].rectangle;
  return width * height;
}

/** A plot whose proportions are bound leaves room at its side, and gains from room above. */
function isLoneMap(cells: readonly Cell[]): boolean {
  return cells.every(({ panel, column }) => column === 0 && panel.aspect[1] < Infinity);
}

/** Undefined where the names do not fit, or there is more than one plot that they might belong to. */
function namesAtEnds(cells: readonly Cell[], arrangement: Arrangement): Arranged | undefined {
  const { entries, theme, slotOf } = arrangement;
  if (cells.length > 1 || entries.length === 0) return undefined;
  const labels = endLabels(cells[0].panel, { theme, slotOf });
  if (labels === undefined) return undefined;
  const { layout, names } = legendAbove(cells, {
    ...arrangement,
    entries: entries.filter((entry) => !isNamed(entry, labels)),
    beside: labels.width,
  });
  const drawn = labels.draw(layout.placed[0]);
  return drawn === undefined ? undefined : { layout, names: [...names, ...drawn] };
}

function isNamed(entry: LegendEntry, { names }: EndLabels): boolean {
  return entry.kind === "line" && entry.slot !== undefined && names.includes(entry.label);
}

function legendAbove(
  cells: readonly Cell[],
  { entries, slotOf, width, top, theme, beside }: Arrangement & { beside?: number },
): Arranged {
  const { margin } = theme.sizes;
  const legend = layoutLegend(entries, { theme, slotOf, width: width - 2 * margin });
  const space = legend.height > 0 ? theme.text.label * 0.6 : 0;
  const layout = layoutPanels(cells, { width, top: top + legend.height + space, beside, theme });
  return { layout, names: legend.draw(margin, top) };
}

function legendBeside(
  cells: readonly Cell[],
  { entries, slotOf, width, top, theme }: Arrangement,
): Arranged {
  const { gap } = theme.sizes;
  const legend = stackLegend(entries, { theme, slotOf, width: width / 4 });
  const layout = layoutPanels(cells, { width: width - legend.width - gap, top, theme });
  const { rectangle } = layout.placed[0];
  return { layout, names: legend.draw(rectangle.left + rectangle.width + gap, rectangle.top) };
}

/** In place of the panels that the last row lacks; undefined where it lacks none, or too little for a legend. */
function legendInGap(
  cells: readonly Cell[],
  { entries, slotOf, width, top, theme }: Arrangement,
): Arranged | undefined {
  const { margin } = theme.sizes;
  const layout = layoutPanels(cells, { width, top, theme });
  const last = layout.placed[layout.placed.length - 1];
  const above = layout.placed.find(({ cell }) => {
    return cell.row === last.cell.row - 1 && cell.column === last.cell.column + 1;
  });
  if (above === undefined) return undefined;
  const x = above.rectangle.left;
  const y = last.rectangle.top - last.head;
  const legend = stackLegend(entries, { theme, slotOf, width: width - margin - x });
  const fits = y + legend.height <= layout.height - margin / 2 && x + legend.width <= width;
  return fits ? { layout, names: legend.draw(x, y) } : undefined;
}
