/** Which axes of a figure are one and the same, so that they are named once. */

import { complaint } from "../check.ts";
import type { DrawablePanel } from "./panel.ts";
import type { Axis } from "./ticks.ts";

/** A panel in its row and column, with the axes it is drawn with. */
export interface Cell {
  readonly panel: DrawablePanel;
  readonly row: number;
  readonly column: number;
  readonly x: Axis;
  readonly y: Axis;
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

/**
 * Gives panels their axes.
 *
 * @param panels in rows
 * @param sharing which axes to bring to one range; those that are equal anyway are named once in any case
 * @returns one cell a panel, row after row
 * @throws {RangeError} if axes that are to be shared are of different kinds
 */
export function shareAxes(panels: readonly (readonly DrawablePanel[])[], sharing: Sharing): Cell[] {
  const xAxes = panels.map((row) =>
    row.map((panel, column) => {
      if (!sharing.shareX) return panel.x;
      return commonAxis(panels.flatMap((other) => other[column]?.x ?? []), "shareX");
    })
  );
  const yAxes = panels.map((row) => {
    if (!sharing.shareY) return row.map(({ y }) => y);
    const common = commonAxis(row.map(({ y }) => y), "shareY");
    return row.map(() => common);
  });
  return panels.flatMap((row, rowAt) =>
    row.map((panel, column): Cell => {
      const [x, y] = [xAxes[rowAt][column], yAxes[rowAt][column]];
      const below = xAxes[rowAt + 1]?.[column];
      const before = yAxes[rowAt][column - 1];
      const namesX = below === undefined || !isSameAxis(x, below);
      const namesY = before === undefined || !isSameAxis(y, before);
      return { panel, row: rowAt, column, x, y, namesX, namesY };
    })
  );
}

function commonAxis(axes: readonly Axis[], option: string): Axis {
  const [first, ...others] = axes;
  const stranger = others.find(({ kind }) => kind !== first.kind);
  if (stranger !== undefined) {
    const name = `the axes under ${option}`;
    throw new RangeError(complaint("draw the figure", name, "of one kind", stranger.kind));
  }
  const low = Math.min(...axes.map(({ range }) => range[0]));
  const high = Math.max(...axes.map(({ range }) => range[1]));
  return { ...first, range: [low, high], whole: axes.every(({ whole }) => whole) };
}

function isSameAxis(one: Axis, other: Axis): boolean {
  return one.kind === other.kind && one.label === other.label && one.whole === other.whole &&
    one.range[0] === other.range[0] && one.range[1] === other.range[1];
}
