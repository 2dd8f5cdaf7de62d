/** The axes of all panels of a figure. Equal axes of neighbouring panels have their labels once. */

import { validationMessage } from "../../check.ts";
import { type Range, widthRatio } from "../axes/scale.ts";
import type { Axis } from "../axes/ticks.ts";
import { clamp } from "../geometry.ts";
import type { DrawablePanel } from "../panel.ts";

/** A panel in its row and column, with the axes that it is drawn with. */
export interface Cell {
  readonly panel: DrawablePanel;
  readonly row: number;
  readonly column: number;
  readonly x: Axis;
  readonly y: Axis;
  /** Minimum and maximum width of its plot for a height of 1. */
  readonly aspect: Range;
  /** Whether the x axis has labels; else those of the panel below are valid for it. */
  readonly labelsX: boolean;
  /** Whether the y axis has labels; else those of the panel to its left are valid for it. */
  readonly labelsY: boolean;
}

/** Which axes get a common range. */
export interface Sharing {
  /** The x axes of each column. */
  readonly shareX: boolean;
  /** The y axes of each row. */
  readonly shareY: boolean;
}

/** A panel with its axes, before it has a row and a column. */
type PanelAxes = Pick<Cell, "panel" | "x" | "y" | "aspect">;

/**
 * Gives panels their axes.
 *
 * @param panels in rows
 * @param sharing which axes get a common range
 * @param max maximum number of columns of a row that may be broken, by its number of panels: the other
 * panels go into rows below. A lone row may be broken, and every row if `spanRows` is set
 * @returns one cell for each panel, row after row
 * @throws {RangeError} if axes with a common range are of different kinds
 */
export function shareAxes(
  panels: readonly (readonly DrawablePanel[])[],
  { spanRows = false, ...sharing }: Sharing & { readonly spanRows?: boolean },
  max: (panels: number) => number = () => Infinity,
): Cell[] {
  const rows = panels.map((row, rowAt): PanelAxes[] =>
    row.map((panel, column) => {
      const x = sharing.shareX
        ? commonAxis(panels.flatMap((other) => other[column]?.x ?? []), "shareX")
        : panel.x;
      const y = sharing.shareY ? commonAxis(panels[rowAt].map(({ y }) => y), "shareY") : panel.y;
      const aspect = panel.aspect === "equal" ? equalAspect(x.range, y.range) : panel.aspect;
      return { panel, x, y, aspect };
    })
  );
  const areBroken = spanRows || rows.length === 1;
  return inCells(areBroken ? rows.flatMap((row) => brokenRow(row, max(row.length))) : rows);
}

function brokenRow(row: readonly PanelAxes[], max: number): PanelAxes[][] {
  if (row.length <= max) return [[...row]];
  const rows = Math.ceil(row.length / max);
  return Array.from({ length: rows }, (_, at) => row.slice(at * max, (at + 1) * max));
}

/** Of neighbours with equal axes, the lowest panel has the labels of x, the leftmost those of y. */
function inCells(rows: readonly (readonly PanelAxes[])[]): Cell[] {
  return rows.flatMap((row, rowAt) =>
    row.map((panelAxes, column): Cell => {
      const below = rows[rowAt + 1]?.[column];
      const before = row[column - 1];
      const isLike = (other: PanelAxes, axis: "x" | "y") =>
        isSameAxis(panelAxes[axis], other[axis]) &&
        panelAxes.aspect.every((bound, at) => bound === other.aspect[at]);
      const labelsX = below === undefined || !isLike(below, "x");
      const labelsY = before === undefined || !isLike(before, "y");
      return { ...panelAxes, row: rowAt, column, labelsX, labelsY };
    })
  );
}

/** Maximum ratio of width and height, or its inverse, at which x and y have a common scale. */
const MAX_ASPECT = 10;

/** The proportions at which x and y have one scale, limited to `MAX_ASPECT`. */
export function equalAspect(x: Range, y: Range): Range {
  const aspect = clamp(widthRatio(x, y), 1 / MAX_ASPECT, MAX_ASPECT);
  return [aspect, aspect];
}

/** Whether x and y can have one scale within `MAX_ASPECT`. */
export function hasOneScale(x: Range, y: Range): boolean {
  const ratio = widthRatio(x, y);
  return ratio >= 1 / MAX_ASPECT && ratio <= MAX_ASPECT;
}

/** An axis whose range includes those of all. */
function commonAxis(axes: readonly Axis[], option: string): Axis {
  const [first, ...others] = axes;
  const different = others.find(({ kind }) => kind !== first.kind);
  if (different !== undefined) {
    const name = `the axes under ${option}`;
    throw new RangeError(validationMessage("draw the figure", name, "of one kind", different.kind));
  }
  const low = Math.min(...axes.map(({ range }) => range[0]));
  const high = Math.max(...axes.map(({ range }) => range[1]));
  return { ...first, range: [low, high], whole: axes.every(({ whole }) => whole) };
}

function isSameAxis(one: Axis, other: Axis): boolean {
  return one.kind === other.kind && one.label === other.label && one.whole === other.whole &&
    one.range[0] === other.range[0] && one.range[1] === other.range[1];
}
