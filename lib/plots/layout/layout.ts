/** The positions of the panels of a figure, and the space around their plots. */

import {
  horizontalAxisHeight,
  horizontalTicks,
  verticalAxisWidth,
  verticalTicks,
} from "../axes/axes.ts";
import { makeScale, type Scale } from "../axes/scale.ts";
import type { Tick } from "../axes/ticks.ts";
import { fitted, type Rectangle } from "../geometry.ts";
import { measureText } from "../text.ts";
import { fontOf, type Theme } from "../theme.ts";
import type { Cell } from "./shared_axes.ts";
import { panelTitleHeight, type PlacedHead } from "./titles.ts";

/** A panel with its position, scales and ticks. */
export interface Placed extends PlacedHead {
  readonly cell: Cell;
  readonly x: { readonly scale: Scale; readonly ticks: readonly Tick[] };
  readonly y: { readonly scale: Scale; readonly ticks: readonly Tick[] };
}

/** The positions of all panels. */
export interface Layout {
  /** Of the whole figure. */
  readonly height: number;
  readonly placed: readonly Placed[];
}

/** The space for the panels. */
export interface Room {
  readonly width: number;
  /** Upper edge of the panels, below title and legend. */
  readonly top: number;
  /** Space for names to the right of the plots: 0 by default. */
  readonly beside?: number;
  readonly theme: Theme;
}

/** The number of columns for a single row of panels, which is broken into rows of nearly equal length. */
export function columnsFor(panels: number, { sizes }: Theme): number {
  const room = sizes.width - 2 * sizes.margin;
  const fitting = Math.max(1, Math.floor(room / sizes.minPanelWidth));
  return Math.ceil(panels / Math.ceil(panels / fitting));
}

/** The share of the minimum width of panels that is enough where plots can be as high as they need. */
const NARROW = 0.85;

/** The width that so many columns need; at least that of the theme. */
export function figureWidth(columns: number, { sizes }: Theme): number {
  const panel = (sizes.isHeightFree ? NARROW : 1) * sizes.minPanelWidth;
  return Math.max(sizes.width, 2 * sizes.margin + columns * panel);
}

/**
 * Places the panels of a figure: plots of one size, in columns and rows.
 *
 * The width of the tick labels depends on the ticks, the ticks on the plot's height, the height on the
 * plot's width, and that width on the width of the tick labels. So sizes are computed in three rounds.
 *
 * @param cells of the figure
 * @param room the space for them
 * @returns their positions, and the height of the whole figure
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
  // Between two sizes whose tick labels differ, the rounds have no end: the smaller one fits.
  const last = plotSize(cells, margins, room);
  if (last.width < size.width) size = last;
  return placeAll(cells, { size, margins, room });
}

/** The largest plots that the space and their proportions allow, but not narrower than a title needs. */
function plotSize(cells: readonly Cell[], margins: Margins, { width, top, theme }: Room): PlotSize {
  const { sizes } = theme;
  const rows = margins.above.length;
  const columns = margins.left.length;
  const minAspect = Math.max(...cells.map(({ aspect }) => aspect[0]));
  const areMaps = cells.every(({ aspect }) => aspect[1] < Infinity);
  const maxAspect = Math.max(...cells.map(({ aspect }) => aspect[1]));
  const freeWidth = width - sizes.margin - margins.right - sum(margins.left) -
    (columns - 1) * margins.gap;
  const widest = freeWidth / columns;
  const freeHeight = sizes.height - top - sizes.margin - sum(margins.above) - sum(margins.below) -
    (rows - 1) * sizes.gap;
  const shortest = areMaps ? sizes.minMapHeight : sizes.minPlotHeight;
  const tallest = Math.max(shortest, freeHeight / rows);
  const height = Math.min(tallest, widest / minAspect);
  return { width: Math.min(widest, Math.max(height * maxAspect, sizes.minPanelWidth)), height };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Centres the plots in the space. */
function placeAll(
  cells: readonly Cell[],
  { size, margins, room }: { size: PlotSize; margins: Margins; room: Room },
): Layout {
  const { sizes } = room.theme;
  const columns = margins.left.length;
  const rows = margins.above.length;
  const usedWidth = sum(margins.left) + columns * size.width + (columns - 1) * margins.gap;
  const start = sizes.margin +
    Math.max(0, room.width - sizes.margin - margins.right - usedWidth) / 2;
  const usedHeight = sum(margins.above) + sum(margins.below) + rows * size.height +
    (rows - 1) * sizes.gap;
  const height = Math.max(sizes.height, room.top + usedHeight + sizes.margin);
  const first = room.top + (height - sizes.margin - room.top - usedHeight) / 2;
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

/** Size of the box for each plot, which the plot fills as far as its proportions allow. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

/** Space around plots: widths by column, heights by row. */
export interface Margins {
  /** For the y axis. */
  readonly left: readonly number[];
  /** For titles and notes. */
  readonly above: readonly number[];
  /** For the x axis. */
  readonly below: readonly number[];
  /** Between columns, so that the outermost tick labels do not overlap. */
  readonly gap: number;
  /** To the right of the last column, for half of a tick label. */
  readonly right: number;
}

/** Measures the space that axes and titles need around plots of that size. */
export function measureMargins(cells: readonly Cell[], size: PlotSize, theme: Theme): Margins {
  const columns = 1 + Math.max(...cells.map(({ column }) => column));
  const rows = 1 + Math.max(...cells.map(({ row }) => row));
  const left = Array.from({ length: columns }, () => 0);
  const above = Array.from({ length: rows }, () => 0);
  const below = Array.from({ length: rows }, () => 0);
  for (const cell of cells) {
    const { row, column } = cell;
    left[column] = Math.max(left[column], cell.labelsY ? yAxisWidth(cell, size, theme) : 0);
    above[row] = Math.max(above[row], panelTitleHeight(cell.panel, size.width, theme));
    below[row] = Math.max(below[row], cell.labelsX ? xAxisHeight(cell, size, theme) : 0);
  }
  const widest = Math.max(...cells.map((cell) => outerLabelWidth(cell, size, theme)));
  const { gap, margin } = theme.sizes;
  // Half of a label may be to the left of the first plot.
  left[0] = Math.max(left[0], widest / 2 + gap / 3 - margin);
  return {
    left,
    above,
    below,
    gap: Math.max(gap, widest + gap / 2),
    right: Math.max(margin, widest / 2 + gap / 3),
  };
}

function xAxisHeight({ x, aspect }: Cell, size: PlotSize, theme: Theme): number {
  return horizontalAxisHeight(x, fitted({ left: 0, top: 0, ...size }, aspect).width, theme);
}

function yAxisWidth(cell: Cell, size: PlotSize, theme: Theme): number {
  const { y, aspect, labelsX } = cell;
  const { height } = fitted({ left: 0, top: 0, ...size }, aspect);
  const scale = makeScale(y.kind, { domain: y.range, range: [height, 0] });
  const ticks = verticalTicks(y, scale, height, theme);
  const free = height + (labelsX ? xAxisHeight(cell, size, theme) : 0);
  return verticalAxisWidth(y, { ticks, free }, theme);
}

/** The width of labels outside a plot: twice the largest part of one beyond an edge. */
function outerLabelWidth({ x, aspect }: Cell, size: PlotSize, theme: Theme): number {
  const { width } = fitted({ left: 0, top: 0, ...size }, aspect);
  const scale = makeScale(x.kind, { domain: x.range, range: [0, width] });
  return Math.max(
    0,
    ...horizontalTicks(x, scale, width, theme).map(({ value, label }) => {
      // Marks stay where they are, other ticks may be at an edge.
      const toEdge = x.marks ? Math.min(scale(value), width - scale(value)) : 0;
      return measureText(label, fontOf(theme, "tick")) - 2 * toEdge;
    }),
  );
}
