/** Which axes of a figure are one and the same, so that they are named once. */

import { validationMessage } from "../check.ts";
import type { DrawablePanel } from "./panel.ts";
import { clamp } from "./geometry.ts";
import { type Range, widthRatio } from "./scale.ts";
import type { Axis } from "./ticks.ts";

/** A panel in its row and column, with the axes it is drawn with. */
export interface Cell {
  readonly panel: DrawablePanel;
  readonly row: number;
  readonly column: number;
  readonly x: Axis;
  readonly y: Axis;
  /** Minimum and maximum width of its plot for a height of 1. */
  readonly aspect: Range;
  /** Whether this panel names the numbers of the axis: else the panel below, or to the left, does. */
  readonly namesX: boolean;
  readonly namesY: boolean;
}

/** Which axes are to have one range. */
export interface Sharing {
  /** The x axes of each column. */
  readonly shareX: boolean;
  /** The y axes of each row. */
  readonly shareY: boolean;
}

/** A panel with its axes, before it has a place. */
type Shared = Pick<Cell, "panel" | "x" | "y" | "aspect">;

/**
 * Gives panels their axes.
 *
 * @param panels in rows
 * @param sharing which axes to bring to one range; those that are equal anyway are named once in any case
 * @param max at most so many panels side by side, where there is one row: the others go below
 * @returns one cell a panel, row after row
 * @throws {RangeError} if axes that are to be shared are of different kinds
 */
export function shareAxes(
  panels: readonly (readonly DrawablePanel[])[],
  sharing: Sharing,
  max = Infinity,
): Cell[] {
  const shared = panels.map((row, rowAt): Shared[] =>
    row.map((panel, column) => {
      const x = sharing.shareX
        ? commonAxis(panels.flatMap((other) => other[column]?.x ?? []), "shareX")
        : panel.x;
      const y = sharing.shareY ? commonAxis(panels[rowAt].map(({ y }) => y), "shareY") : panel.y;
      const aspect = panel.aspect === "equal" ? equalAspect(x.range, y.range) : panel.aspect;
      return { panel, x, y, aspect };
    })
  );
  return inPlaces(shared.length === 1 ? brokenRow(shared[0], max) : shared);
}

function brokenRow(row: readonly Shared[], max: number): Shared[][] {
  if (row.length <= max) return [[...row]];
  const rows = Math.ceil(row.length / max);
  return Array.from({ length: rows }, (_, at) => row.slice(at * max, (at + 1) * max));
}

/** Numbers are named by the lowest and the leftmost of the panels that share them. */
function inPlaces(rows: readonly (readonly Shared[])[]): Cell[] {
  return rows.flatMap((row, rowAt) =>
    row.map((shared, column): Cell => {
      const below = rows[rowAt + 1]?.[column];
      const before = row[column - 1];
      const isLike = (other: Shared, axis: "x" | "y") =>
        isSameAxis(shared[axis], other[axis]) &&
        shared.aspect.every((bound, at) => bound === other.aspect[at]);
      const namesX = below === undefined || !isLike(below, "x");
      const namesY = before === undefined || !isLike(before, "y");
      return { ...shared, row: rowAt, column, namesX, namesY };
    })
  );
}

/** Wider or narrower planes, whose features are hardly of one kind, would be lines. */
const MAX_ASPECT = 10;

/** The proportions at which x and y have one scale, as far as they can be shown. */
export function equalAspect(x: Range, y: Range): Range {
  const aspect = clamp(widthRatio(x, y), 1 / MAX_ASPECT, MAX_ASPECT);
  return [aspect, aspect];
}

/** Whether a plane can be shown with one scale on both axes. */
export function hasOneScale(x: Range, y: Range): boolean {
  const ratio = widthRatio(x, y);
  return ratio >= 1 / MAX_ASPECT && ratio <= MAX_ASPECT;
}

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
