/** How much room a figure needs around its plots: for heads, axes, and gaps between. */

import { horizontalAxisHeight, horizontalTicks, verticalAxisWidth, verticalTicks } from "./axes.ts";
import { headHeight } from "./titles.ts";
import { makeScale } from "./scale.ts";
import type { Cell } from "./shared_axes.ts";
import { measureText } from "./measure.ts";
import type { Theme } from "./theme.ts";

/** Size of every plot of a figure. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

/** What stands around plots: widths by column, heights by row. */
export interface Bands {
  /** Numbers and labels of y. */
  readonly left: readonly number[];
  /** Titles and notes. */
  readonly head: readonly number[];
  /** Numbers and labels of x. */
  readonly foot: readonly number[];
  /** Between columns, so that the outermost tick labels keep apart. */
  readonly gap: number;
  /** Right of the last column, where half of a tick label may stand. */
  readonly right: number;
}

/** Measures what stands around plots of that size. */
export function measureBands(cells: readonly Cell[], size: PlotSize, theme: Theme): Bands {
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
