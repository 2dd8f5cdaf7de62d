/** Positions of title, legend and panels, on the smallest canvas that they fit. */

import type { LegendEntry, SlotOf } from "../panel.ts";
import type { Shape } from "../shape.ts";
import type { Theme } from "../theme.ts";
import { type EndLabels, endLabels } from "./end_labels.ts";
import { figureWidth, type Layout, layoutPanels } from "./layout.ts";
import { fitsStack, layoutLegend, stackLegend } from "./legend.ts";
import { layoutRows } from "./rows.ts";
import type { Cell } from "./shared_axes.ts";
import { figureTitle, type Heading } from "./titles.ts";

/** Ratio of the sizes of successive canvases. */
const STEP = 1.05;
/** Maximum size of a canvas, as a multiple of the theme's: text on a larger one is illegible. */
const MAX_SCALE = 32;

/**
 * Places parts on the smallest canvas that they fit.
 *
 * @param theme its width and height are those of the canvas at a scale of 1
 * @param from the first scale to try
 * @param place places the parts on a theme's canvas, and says whether they fit
 * @returns the first positions that fit, or those on the largest canvas if none do
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
  for (let scale = from * STEP; !places.fits && scale <= MAX_SCALE; scale *= STEP) {
    places = on(scale);
  }
  return places;
}

/** What to arrange beside the panels, and the space for it. */
export interface Arrangement {
  /** Entries of the legend; empty for no legend. */
  readonly entries: readonly LegendEntry[];
  readonly slotOf: SlotOf;
  /** Of the whole figure. */
  readonly width: number;
  /** Lower edge of the title. */
  readonly top: number;
  readonly theme: Theme;
  /** Whether each row fills the whole width. */
  readonly spanRows: boolean;
}

/** The positions of panels and names. */
export interface Arranged {
  readonly layout: Layout;
  /** The shapes of the legend, and of names at the ends of curves. */
  readonly names: readonly Shape[];
}

/**
 * Puts names at the ends of curves if they fit there. Else a legend goes above the plots, or beside them
 * or into a gap of the last row if that does not make the plots smaller.
 */
export function arrange(cells: readonly Cell[], arrangement: Arrangement): Arranged {
  const atEnds = namesAtEnds(cells, arrangement);
  if (atEnds !== undefined) return atEnds;
  const above = legendAbove(cells, arrangement);
  if (arrangement.spanRows) return above;
  if (arrangement.entries.length === 0 || !fitsStack(arrangement.entries)) return above;
  const other = isMapColumn(cells)
    ? legendBeside(cells, arrangement)
    : legendInGap(cells, arrangement);
  return other !== undefined && plotArea(other) >= plotArea(above) ? other : above;
}

function plotArea({ layout }: Pick<Arranged, "layout">): number {
  const { width, height } = layout.placed[0].rectangle;
  return width * height;
}

/** Whether plots of fixed proportions are in one column: these leave space for a legend at their side. */
function isMapColumn(cells: readonly Cell[]): boolean {
  return cells.every(({ aspect, column }) => column === 0 && aspect[1] < Infinity);
}

/** Returns undefined if the names do not fit, or if the first plot is not alone in its width. */
function namesAtEnds(cells: readonly Cell[], arrangement: Arrangement): Arranged | undefined {
  const { entries, theme, slotOf, spanRows } = arrangement;
  const beside = spanRows ? cells.filter(({ row }) => row === 0) : cells;
  if (beside.length > 1 || entries.length === 0) return undefined;
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
  { entries, slotOf, width, top, theme, spanRows, beside }: Arrangement & { beside?: number },
): Arranged {
  const { margin } = theme.sizes;
  const legend = layoutLegend(entries, { theme, slotOf, width: width - 2 * margin });
  const space = legend.height > 0 ? theme.text.label * 0.6 : 0;
  const room = { width, top: top + legend.height + space, beside, theme };
  const layout = spanRows ? layoutRows(cells, room) : layoutPanels(cells, room);
  return { layout, names: legend.draw(margin, top) };
}

/** Returns undefined if the names are too long for a column. */
function legendBeside(
  cells: readonly Cell[],
  { entries, slotOf, width, top, theme }: Arrangement,
): Arranged | undefined {
  const { gap } = theme.sizes;
  const legend = stackLegend(entries, { theme, slotOf, width: width / 2 });
  if (legend.isCut) return undefined;
  const layout = layoutPanels(cells, { width: width - legend.width - gap, top, theme });
  const { rectangle } = layout.placed[0];
  return { layout, names: legend.draw(rectangle.left + rectangle.width + gap, rectangle.top) };
}

/** Puts the legend at the end of an incomplete last row; returns undefined if it does not fit there. */
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
  const fits = !legend.isCut && y + legend.height <= layout.height - margin / 2 &&
    x + legend.width <= width;
  return fits ? { layout, names: legend.draw(x, y) } : undefined;
}

/** The positions of all parts of a figure. */
export interface Composition {
  readonly width: number;
  readonly height: number;
  readonly layout: Layout;
  /** The shapes of title and legend, and of names at the ends of curves. */
  readonly texts: readonly Shape[];
}

/** Low plots may get a canvas up to this multiple of the theme's: text on it is still legible. */
const ROOMY = 1.25;

/** Rows of plots that have this share of the height of a figure are not low. */
const LARGE = 0.5;

/** The area of a plot counts as much as this power of the size of text. */
const TEXT_POWER = 2;

/**
 * Places all parts of a figure. If they do not fit, the canvas grows in the same proportions, so that
 * the figure still fills its part of a slide. It also grows a little if plots are low under a long legend
 * and gain more in size than the text loses.
 *
 * @param cells of the figure
 * @param parts its heading and its legend entries
 * @returns the positions, and the size of the canvas
 */
export function compose(
  cells: readonly Cell[],
  parts: Pick<Arrangement, "entries" | "slotOf" | "theme" | "spanRows"> & {
    readonly heading: Heading;
    /** Whether the text keeps its size where the parts fit. */
    readonly keepsText: boolean;
  },
): Composition {
  const columns = 1 + Math.max(...cells.map(({ column }) => column));
  const { theme: { sizes }, keepsText } = parts;
  const first = figureWidth(columns, parts.theme) / sizes.width;
  const on = (from: number) =>
    growToFit(parts.theme, from, (theme) => composeOn(cells, { ...parts, theme }));
  const fitting = on(first);
  const isLow = rowsHeight(fitting) < LARGE * sizes.height;
  if (keepsText || !isLow || fitting.width > sizes.width) return fitting;
  const worth = ({ width, height, layout }: Composition) =>
    plotArea({ layout }) / (width * height) * (sizes.width / width) ** TEXT_POWER;
  let best = fitting;
  for (let scale = STEP; scale <= ROOMY; scale *= STEP) {
    const larger = on(scale);
    if (worth(larger) > worth(best)) best = larger;
  }
  return best;
}

/** The height of all rows of plots. */
function rowsHeight({ layout: { placed } }: Composition): number {
  const rows = Map.groupBy(placed, ({ cell }) => cell.row).values();
  return [...rows].reduce((sum, [{ rectangle }]) => sum + rectangle.height, 0);
}

function composeOn(
  cells: readonly Cell[],
  { heading, theme, ...parts }: Parameters<typeof compose>[1],
): Composition & { readonly fits: boolean } {
  const { width, height, isHeightFree } = theme.sizes;
  const title = figureTitle(heading, width, theme);
  const { layout, names } = arrange(cells, { ...parts, width, top: title.end, theme });
  const fits = isHeightFree || layout.height <= height + 0.01;
  return { width, height: layout.height, layout, texts: [...title.shapes, ...names], fits };
}
