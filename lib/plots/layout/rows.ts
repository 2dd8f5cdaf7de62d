/** Rows of panels that each fill the whole width: one panel above several spans them. */

import type { Theme } from "../theme.ts";
import { type Layout, layoutPanels, type Room } from "./layout.ts";
import type { Cell } from "./shared_axes.ts";

/** Height of a row of maps relative to one of curves, which are read at a lower height. */
const MAP_WEIGHT = 1.5;

/**
 * Places rows below each other, each as if it were alone in its share of the height.
 *
 * @param cells of the figure
 * @param room the space for them
 * @returns their positions, and the height of the whole figure
 */
export function layoutRows(cells: readonly Cell[], room: Room): Layout {
  const rows = [...Map.groupBy(cells, ({ row }) => row).values()];
  const { sizes } = room.theme;
  const weights = rows.map((row) =>
    row.every(({ aspect }) => aspect[1] < Infinity) ? MAP_WEIGHT : 1
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const free = sizes.height - room.top - (rows.length - 1) * sizes.gap;
  let top = room.top;
  const placed: Layout["placed"][number][] = [];
  for (const [at, row] of rows.entries()) {
    const bottom = top + free * weights[at] / total;
    const isLast = at === rows.length - 1;
    // The last row ends above the margin of the figure, the others at the gap to the next.
    const height = isLast ? Math.max(sizes.height, bottom) : bottom + sizes.margin;
    const theme: Theme = { ...room.theme, sizes: { ...sizes, height } };
    const beside = at === 0 ? room.beside : undefined;
    const own = row.map((cell) => ({ ...cell, row: 0 }));
    const layout = layoutPanels(own, { ...room, top, theme, beside });
    placed.push(...layout.placed);
    top = (isLast ? layout.height : layout.height - sizes.margin) + (isLast ? 0 : sizes.gap);
  }
  return { height: top, placed };
}
