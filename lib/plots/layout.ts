/** Where the panels of a figure go, and how much room there is around their plots. */

import {
  horizontalAxisHeight,
  horizontalTicks,
  panelTitleHeight,
  type PlacedHead,
  verticalAxisWidth,
  verticalTicks,
} from "./axes.ts";
import { fitted, type Rectangle } from "./geometry.ts";
import { makeScale, type Scale } from "./scale.ts";
import type { Cell } from "./shared_axes.ts";
import { measureText } from "./text.ts";
import type { Theme } from "./theme.ts";
import type { Tick } from "./ticks.ts";

/** A panel in its place. */
export interface Placed extends PlacedHead {
  readonly cell: Cell;
  readonly x: { readonly scale: Scale; readonly ticks: readonly Tick[] };
  readonly y: { readonly scale: Scale; readonly ticks: readonly Tick[] };
}

/** All panels in their places. */
export interface Layout {
  readonly height: number;
  readonly placed: readonly Placed[];
}

/** Room for the panels. */
export interface Room {
  readonly width: number;
  /** Where the panels begin, under title and legend. */
  readonly top: number;
  /** Right of the plots, for names: nothing by default. */
  readonly beside?: number;
  readonly theme: Theme;
}

/** How many panels of a row stand side by side; the others go into rows below, all as even as can be. */
export function columnsFor(panels: number, { sizes }: Theme): number {
  const room = sizes.width - 2 * sizes.margin;
  const fitting = Math.max(1, Math.floor(room / sizes.minPanelWidth));
  return Math.ceil(panels / Math.ceil(panels / fitting));
}

/** Width of a figure with so many columns: wider than usual only where panels would get too small. */
export function figureWidth(columns: number, { sizes }: Theme): number {
  return Math.max(sizes.width, 2 * sizes.margin + columns * sizes.minPanelWidth);
}

/**
 * Places the panels of a figure: plots of one size, in columns and rows.
 *
 * The width of axis labels depends on the ticks, those on the plot's height,
 * that on the plot's width, and that on the width of the labels: a few rounds
 * settle it.
 *
 * @param cells of the figure
 * @param room that is left for them
 * @returns their places, and the height of the whole figure
 */
export function layoutPanels(cells: readonly Cell[], room: Room): Layout {
  const { sizes } = room.theme;
  let size: PlotSize = { width: sizes.minPanelWidth, height: sizes.minPlotHeight };
  const measure = (size: PlotSize) => {
    const margins = measureMargins(cells, size, room.theme);
    return { ...margins, right: Math.max(margins.right, room.beside ?? 0) };
  };
  let margins = measure(size);
  for (let step = 0; step < 3; step++) {
    size = plotSize(cells, margins, room);
    margins = measure(size);
  }
  return placeAll(cells, { size, margins, room });
}

/** As large as width, height and the panels' proportions allow; not too narrow for their heads. */
function plotSize(cells: readonly Cell[], margins: Margins, { width, top, theme }: Room): PlotSize {
  const { sizes } = theme;
  const rows = margins.above.length;
  const columns = margins.left.length;
  const minAspect = Math.max(...cells.map(({ aspect }) => aspect[0]));
  const areMaps = cells.every(({ aspect }) => aspect[1] < Infinity);
  const maxAspect = Math.max(...cells.map(({ aspect }) => aspect[1]));
  const across = width - sizes.margin - margins.right - sum(margins.left) -
    (columns - 1) * margins.gap;
  const widest = across / columns;
  const down = sizes.height - top - sizes.margin - sum(margins.above) - sum(margins.below) -
    (rows - 1) * sizes.gap;
  const shortest = areMaps ? sizes.minMapHeight : sizes.minPlotHeight;
  const tallest = Math.max(shortest, down / rows);
  const height = Math.min(tallest, widest / minAspect);
  return { width: Math.min(widest, Math.max(height * maxAspect, sizes.minPanelWidth)), height };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Plots that do not take all of the height are centred in it. */
function placeAll(
  cells: readonly Cell[],
  { size, margins, room }: { size: PlotSize; margins: Margins; room: Room },
): Layout {
  const { sizes } = room.theme;
  const columns = margins.left.length;
  const rows = margins.above.length;
  const used = sum(margins.left) + columns * size.width + (columns - 1) * margins.gap;
  const start = sizes.margin + Math.max(0, room.width - sizes.margin - margins.right - used) / 2;
  const tall = sum(margins.above) + sum(margins.below) + rows * size.height +
    (rows - 1) * sizes.gap;
  const height = Math.max(sizes.height, room.top + tall + sizes.margin);
  const first = room.top + (height - sizes.margin - room.top - tall) / 2;
  const placed = cells.map((cell) => {
    const { row, column } = cell;
    const left = start + sum(margins.left.slice(0, column + 1)) +
      column * (size.width + margins.gap);
    const above = sum(margins.above.slice(0, row + 1)) + sum(margins.below.slice(0, row));
    const top = first + above + row * (size.height + sizes.gap);
    return place(cell, { left, top, ...size }, {
      above: margins.above[row],
      theme: room.theme,
    });
  });
  return { height, placed };
}

function place(
  cell: Cell,
  box: Rectangle,
  { above, theme }: { above: number; theme: Theme },
): Placed {
  const rectangle = fitted(box, cell.aspect);
  const { left, top, width, height } = rectangle;
  const x = makeScale(cell.x.kind, { domain: cell.x.range, range: [left, left + width] });
  const y = makeScale(cell.y.kind, { domain: cell.y.range, range: [top + height, top] });
  return {
    cell,
    rectangle,
    headWidth: box.width,
    above,
    x: { scale: x, ticks: horizontalTicks(cell.x, x, width, theme) },
    y: { scale: y, ticks: verticalTicks(cell.y, y, height, theme) },
  };
}

/** Size of the box that every plot of a figure fills as far as its proportions allow. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

/** Room around plots: widths by column, heights by row. */
export interface Margins {
  /** Numbers and labels of y. */
  readonly left: readonly number[];
  /** Titles and notes. */
  readonly above: readonly number[];
  /** Numbers and labels of x. */
  readonly below: readonly number[];
  /** Between columns, so that the outermost tick labels keep apart. */
  readonly gap: number;
  /** Right of the last column, where half of a tick label may stand. */
  readonly right: number;
}

/** Measures the room around plots of that size. */
export function measureMargins(cells: readonly Cell[], size: PlotSize, theme: Theme): Margins {
  const columns = 1 + Math.max(...cells.map(({ column }) => column));
  const rows = 1 + Math.max(...cells.map(({ row }) => row));
  const left = Array.from({ length: columns }, () => 0);
  const above = Array.from({ length: rows }, () => 0);
  const below = Array.from({ length: rows }, () => 0);
  for (const cell of cells) {
    const { row, column } = cell;
    left[column] = Math.max(left[column], cell.namesY ? yAxisWidth(cell, size, theme) : 0);
    above[row] = Math.max(above[row], panelTitleHeight(cell.panel, size.width, theme));
    below[row] = Math.max(below[row], cell.namesX ? horizontalAxisHeight(cell.x, theme) : 0);
  }
  const widest = Math.max(...cells.map((cell) => widestXLabel(cell, size, theme)));
  const { gap, margin } = theme.sizes;
  return {
    left,
    above,
    below,
    gap: Math.max(gap, widest + gap / 2),
    right: Math.max(margin, widest / 2 + gap / 3),
  };
}

function yAxisWidth({ y, aspect }: Cell, size: PlotSize, theme: Theme): number {
  const { height } = fitted({ left: 0, top: 0, ...size }, aspect);
  const scale = makeScale(y.kind, { domain: y.range, range: [height, 0] });
  return verticalAxisWidth(y, verticalTicks(y, scale, height, theme), theme);
}

function widestXLabel({ x, aspect }: Cell, size: PlotSize, theme: Theme): number {
  const { width } = fitted({ left: 0, top: 0, ...size }, aspect);
  const scale = makeScale(x.kind, { domain: x.range, range: [0, width] });
  const labels = horizontalTicks(x, scale, width, theme).map(({ label }) => label);
  return Math.max(0, ...labels.map((label) => measureText(label, { size: theme.text.tick })));
}
