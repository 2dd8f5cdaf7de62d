/** Everything of a figure in its place, on a canvas that has room for it. */

import { arrange, type Arrangement } from "./arrange.ts";
import { growToFit } from "./fit_canvas.ts";
import { figureTitle } from "./titles.ts";
import { figureWidth, type Layout } from "./layout.ts";
import type { Cell } from "./shared_axes.ts";
import type { Shape } from "./svg.ts";

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
  const head = figureTitle(title, width, theme);
  const { layout, names } = arrange(cells, { ...parts, width, top: head.end, theme });
  const fits = layout.height <= height + 0.01;
  return { width, height: layout.height, layout, texts: [...head.shapes, ...names], fits };
}
