/** Where everything in a figure goes. */

import { horizontalAxisHeight, horizontalTicks, verticalAxisWidth, verticalTicks } from "./axes.ts";
import type { Rectangle } from "./geometry.ts";
import type { Panel } from "./panel.ts";
import { makeScale, type Scale } from "./scale.ts";
import type { Cell } from "./shared_axes.ts";
import { type Font, measureText, wrapText } from "./text.ts";
import type { Theme } from "./theme.ts";
import type { Tick } from "./ticks.ts";

/** Line height in font sizes. */
const LEADING = 1.25;
const TITLE_LINES = 2;
const NOTE_LINES = 2;

/** A panel in its place. */
export interface Placed {
  readonly cell: Cell;
  readonly rectangle: Rectangle;
  /** Height of the row's heads. */
  readonly head: number;
  /** Lines of the panel's head, over the plot. */
  readonly titleLines: readonly string[];
  readonly noteLines: readonly string[];
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
  readonly theme: Theme;
}

/** Width of a figure with so many columns: wider than usual only where panels would get too small. */
export function figureWidth(columns: number, { sizes }: Theme): number {
  return Math.max(sizes.width, 2 * sizes.margin + columns * sizes.leastPanelWidth);
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
  let size: PlotSize = { width: sizes.leastPanelWidth, height: sizes.leastPlotHeight };
  let bands = measureBands(cells, size, room.theme);
  for (let step = 0; step < 3; step++) {
    size = plotSize(cells, bands, room);
    bands = measureBands(cells, size, room.theme);
  }
  return placeAll(cells, { size, bands, room });
}

interface PlotSize {
  readonly width: number;
  readonly height: number;
}

/** What stands around plots: widths by column, heights by row. */
interface Bands {
  readonly left: readonly number[];
  readonly head: readonly number[];
  readonly foot: readonly number[];
  /** Between columns, so that the outermost tick labels keep apart. */
  readonly gap: number;
  /** Right of the last column, where half of a tick label may stand. */
  readonly right: number;
}

function measureBands(cells: readonly Cell[], size: PlotSize, theme: Theme): Bands {
  const columns = 1 + Math.max(...cells.map(({ column }) => column));
  const rows = 1 + Math.max(...cells.map(({ row }) => row));
  const left = Array.from({ length: columns }, () => 0);
  const head = Array.from({ length: rows }, () => 0);
  const foot = Array.from({ length: rows }, () => 0);
  for (const cell of cells) {
    const { row, column } = cell;
    left[column] = Math.max(left[column], cell.namesY ? yAxisWidth(cell, size, theme) : 0);
    head[row] = Math.max(head[row], headHeight(cell.panel, size.width, theme));
    foot[row] = Math.max(foot[row], cell.namesX ? horizontalAxisHeight(cell.x, theme) : 0);
  }
  const widest = Math.max(...cells.map((cell) => widestXLabel(cell, size, theme)));
  const { gap, margin } = theme.sizes;
  return {
    left,
    head,
    foot,
    gap: Math.max(gap, widest + gap / 2),
    right: Math.max(margin, widest / 2 + gap / 3),
  };
}

function yAxisWidth({ y }: Cell, { height }: PlotSize, theme: Theme): number {
  const scale = makeScale(y.kind, { domain: y.range, range: [height, 0] });
  return verticalAxisWidth(y, verticalTicks(y, scale, height, theme), theme);
}

function widestXLabel({ x }: Cell, { width }: PlotSize, theme: Theme): number {
  const scale = makeScale(x.kind, { domain: x.range, range: [0, width] });
  const labels = horizontalTicks(x, scale, width, theme).map(({ label }) => label);
  return Math.max(0, ...labels.map((label) => measureText(label, { size: theme.text.tick })));
}

function headHeight(panel: Panel, width: number, theme: Theme): number {
  const { titleLines, noteLines } = headLines(panel, width, theme);
  const lines = titleLines.length * theme.text.panelTitle + noteLines.length * theme.text.label;
  return lines === 0 ? 0 : lines * LEADING + 0.4 * theme.text.label;
}

function headLines(panel: Panel, width: number, theme: Theme) {
  const title: Font = { size: theme.text.panelTitle, bold: true };
  const note: Font = { size: theme.text.label };
  return {
    titleLines: wrapText(panel.title, { width, font: title, lines: TITLE_LINES }),
    noteLines: wrapText(panel.note, { width, font: note, lines: NOTE_LINES }),
  };
}

/** As large as width, height and the panels' proportions allow. */
function plotSize(cells: readonly Cell[], bands: Bands, { width, top, theme }: Room): PlotSize {
  const { sizes } = theme;
  const rows = bands.head.length;
  const columns = bands.left.length;
  const least = Math.max(...cells.map(({ panel }) => panel.aspect[0]));
  const most = Math.max(least, Math.min(...cells.map(({ panel }) => panel.aspect[1])));
  const across = width - sizes.margin - bands.right - sum(bands.left) - (columns - 1) * bands.gap;
  const widest = across / columns;
  const down = sizes.height - top - sizes.margin - sum(bands.head) - sum(bands.foot) -
    (rows - 1) * sizes.gap;
  const shortest = most === Infinity ? sizes.leastPlotHeight : sizes.leastMapHeight;
  const tallest = Math.max(shortest, down / rows);
  const height = Math.min(tallest, widest / least);
  return { width: Math.min(widest, height * most), height };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function placeAll(
  cells: readonly Cell[],
  { size, bands, room }: { size: PlotSize; bands: Bands; room: Room },
): Layout {
  const { sizes } = room.theme;
  const columns = bands.left.length;
  const used = sum(bands.left) + columns * size.width + (columns - 1) * bands.gap;
  const spare = room.width - sizes.margin - bands.right - used;
  const start = sizes.margin + Math.max(0, spare / 2);
  const placed = cells.map((cell) => {
    const { row, column } = cell;
    const left = start + sum(bands.left.slice(0, column + 1)) + column * (size.width + bands.gap);
    const above = sum(bands.head.slice(0, row + 1)) + sum(bands.foot.slice(0, row));
    const top = room.top + above + row * (size.height + sizes.gap);
    return place(cell, { left, top, ...size }, { head: bands.head[row], theme: room.theme });
  });
  const rows = bands.head.length;
  const height = room.top + sum(bands.head) + sum(bands.foot) + rows * size.height +
    (rows - 1) * sizes.gap + sizes.margin;
  return { height, placed };
}

function place(
  cell: Cell,
  rectangle: Rectangle,
  { head, theme }: { head: number; theme: Theme },
): Placed {
  const { left, top, width, height } = rectangle;
  const x = makeScale(cell.x.kind, { domain: cell.x.range, range: [left, left + width] });
  const y = makeScale(cell.y.kind, { domain: cell.y.range, range: [top + height, top] });
  return {
    cell,
    rectangle,
    head,
    ...headLines(cell.panel, width, theme),
    x: { scale: x, ticks: horizontalTicks(cell.x, x, width, theme) },
    y: { scale: y, ticks: verticalTicks(cell.y, y, height, theme) },
  };
}

/** Baselines of a panel's head: titles of a row begin at one height, `head` above the plots. */
export function headBaselines(placed: Placed, theme: Theme): { title: number[]; note: number[] } {
  const { titleLines, noteLines, rectangle, head } = placed;
  const { panelTitle, label } = theme.text;
  const top = rectangle.top - head;
  const title = titleLines.map((_, at) => top + at * LEADING * panelTitle + panelTitle);
  const below = top + titleLines.length * LEADING * panelTitle;
  const note = noteLines.map((_, at) => below + at * LEADING * label + label);
  return { title, note };
}

/** Baselines of the figure's title, and where it ends. */
export function titleBaselines(lines: number, theme: Theme): { baselines: number[]; end: number } {
  const height = theme.text.title * LEADING;
  const top = theme.sizes.margin * 0.75;
  const baselines = Array.from({ length: lines }, (_, at) => top + at * height + theme.text.title);
  return { baselines, end: top + lines * height + (lines > 0 ? 0.3 * theme.text.title : 0) };
}
