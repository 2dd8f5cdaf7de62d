/** Everything of a figure in its place, on a canvas that has room for it. */

import { figureTitle } from "./axes.ts";
import { figureWidth, type Layout, layoutPanels } from "./layout.ts";
import { fitsStack, layoutLegend, stackLegend } from "./legend.ts";
import { type EndLabels, endLabels } from "./marks/end_labels.ts";
import type { LegendEntry, SlotOf } from "./panel.ts";
import type { Shape } from "./shape.ts";
import type { Cell } from "./shared_axes.ts";
import type { Theme } from "./theme.ts";

/** From one canvas to the next larger one. */
const STEP = 1.05;
/** Past this nobody reads anything. */
const LARGEST = 32;

/**
 * Places parts on the smallest canvas that has room for them.
 *
 * @param theme whose width and height are the canvas
 * @param from times which to begin
 * @param place the parts on a theme's canvas, and says whether they fit
 * @returns the first places that fit, or those on the largest canvas where none do
 */
export function growToFit<Places extends { readonly fits: boolean }>(
  theme: Theme,
  from: number,
  place: (theme: Theme) => Places,
): Places {
  const { sizes } = theme;
  const on = (scale: number) =>
    place({
      ...theme,
      sizes: { ...sizes, width: scale * sizes.width, height: scale * sizes.height },
    });
  let places = on(from);
  for (let scale = from * STEP; !places.fits && scale <= LARGEST; scale *= STEP) {
    places = on(scale);
  }
  return places;
}

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

/** Puts names where they read best: at the ends of curves, beside a single plot where that makes it larger, or above the plots. */
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
  return cells.every(({ aspect, column }) => column === 0 && aspect[1] < Infinity);
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
  const y = last.rectangle.top - last.above;
  const legend = stackLegend(entries, { theme, slotOf, width: width - margin - x });
  const fits = y + legend.height <= layout.height - margin / 2 && x + legend.width <= width;
  return fits ? { layout, names: legend.draw(x, y) } : undefined;
}

/** A figure whose parts have their places. */
export interface Composition {
  readonly width: number;
  readonly height: number;
  readonly layout: Layout;
  /** Title, legend, and names beside curves. */
  readonly texts: readonly Shape[];
}

/**
 * Places all parts of a figure. What does not fit gets a larger canvas of the same proportions, so
 * that it still fills its part of a slide.
 *
 * @param cells of the figure
 * @param parts its title, and what to name
 * @returns the places, and the size of the canvas
 */
export function compose(
  cells: readonly Cell[],
  parts: Pick<Arrangement, "entries" | "slotOf" | "theme"> & { readonly title: string },
): Composition {
  const columns = 1 + Math.max(...cells.map(({ column }) => column));
  const first = figureWidth(columns, parts.theme) / parts.theme.sizes.width;
  return growToFit(parts.theme, first, (theme) => composeOn(cells, { ...parts, theme }));
}

function composeOn(
  cells: readonly Cell[],
  { title, theme, ...parts }: Parameters<typeof compose>[1],
): Composition & { readonly fits: boolean } {
  const { width, height } = theme.sizes;
  const heading = figureTitle(title, width, theme);
  const { layout, names } = arrange(cells, { ...parts, width, top: heading.end, theme });
  const fits = layout.height <= height + 0.01;
  return { width, height: layout.height, layout, texts: [...heading.shapes, ...names], fits };
}
