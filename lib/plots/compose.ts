/** Everything of a figure in its place, on a canvas that has room for it. */

import { arrange, type Arrangement } from "./arrange.ts";
import { figureTitle } from "./heads.ts";
import { figureWidth, type Layout } from "./layout.ts";
import type { Cell } from "./shared_axes.ts";
import type { Shape } from "./svg.ts";
import type { Theme } from "./theme.ts";

/** A figure whose parts have their places. */
export interface Composition {
  readonly width: number;
  readonly height: number;
  readonly layout: Layout;
  /** Title, legend, and names beside curves. */
  readonly texts: readonly Shape[];
}

/** From one canvas to the next larger one. */
const STEP = 1.05;
/** Past this only the height grows. */
const LARGEST = 2;

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
  const { sizes } = parts.theme;
  const columns = 1 + Math.max(...cells.map(({ column }) => column));
  const first = figureWidth(columns, parts.theme) / sizes.width;
  let composition: Composition | undefined;
  for (let scale = first; scale <= Math.max(first, LARGEST); scale *= STEP) {
    const canvas = { width: scale * sizes.width, height: scale * sizes.height };
    const theme: Theme = { ...parts.theme, sizes: { ...sizes, ...canvas } };
    const attempt = composeOn(cells, { ...parts, theme });
    if (attempt.height <= canvas.height + 0.01) return attempt;
    composition ??= attempt;
  }
  return composition ?? composeOn(cells, parts);
}

function composeOn(
  cells: readonly Cell[],
  { title, theme, ...parts }: Parameters<typeof compose>[1],
): Composition {
  const { width } = theme.sizes;
  const head = figureTitle(title, width, theme);
  const { layout, names } = arrange(cells, { ...parts, width, top: head.end, theme });
  return { width, height: layout.height, layout, texts: [...head.shapes, ...names] };
}
