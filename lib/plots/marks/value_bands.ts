/** Bands of values over a grid, and the checks of such a surface. */

import { validationMessage } from "../../check.ts";
import { checkShape, isArray, isTyped } from "../../check_shape.ts";
import type { Surface } from "../../models/field.ts";
import { pathData, type Point } from "../geometry.ts";
import type { Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { isoRings } from "./contours.ts";

/** The colours of the values from each bound on. */
export interface ValueBands {
  /** The colour below all bounds. */
  readonly ground: string;
  /** In ascending order. */
  readonly bands: readonly { readonly bound: number; readonly fill: string }[];
  readonly plot: Plot;
}

/** Draws the bands of a surface of finite values. */
export function drawValueBands(
  { size: [columns, rows], ...surface }: Surface,
  { ground, bands, plot }: ValueBands,
): Shape[] {
  const { rectangle: { left, top, width, height }, theme } = plot;
  const place = ([column, row]: Point): Point => [
    plot.x(surface.x[0] + column / (columns - 1) * (surface.x[1] - surface.x[0])),
    plot.y(surface.y[0] + row / (rows - 1) * (surface.y[1] - surface.y[0])),
  ];
  const grid = { left: 0, top: 0, columns, rows, values: surface.values };
  const areas = bands.flatMap(({ bound, fill }): Shape[] => {
    const rings = isoRings(grid, bound);
    if (rings.length === 0) return [];
    const d = rings.map((ring) => pathData(ring.map(place), true)).join("");
    return [element("path", {
      ...{ d, fill, "fill-rule": "evenodd" },
      ...{ stroke: theme.colors.halo, "stroke-width": 0.75, "stroke-opacity": 0.6 },
    })];
  });
  const area = element("rect", { x: left, y: top, width, height, fill: ground });
  return marked({ role: "region" }, [area, ...areas]);
}

/**
 * Returns the parts of a surface, checked.
 *
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if a range is empty, or the number of values is not that of the grid
 */
export function checkSurface(action: string, surface: Surface): Surface {
  const { x, y, size, values } = checkShape(action, "surface", surface, "surface");
  for (const [name, pair] of Object.entries({ x, y, size })) {
    const isPair = isArray(pair) && pair.length === 2 && pair.every(Number.isFinite);
    if (!isPair) throw new TypeError(validationMessage(action, name, "two numbers", pair));
  }
  for (const [name, [low, high]] of Object.entries({ x, y })) {
    if (high > low) continue;
    throw new RangeError(validationMessage(action, name, "[minimum, maximum]", [low, high]));
  }
  if (!isTyped(values, Float64Array)) {
    throw new TypeError(validationMessage(action, "values", "a Float64Array", values));
  }
  const [columns, rows] = size;
  if (columns >= 2 && rows >= 2 && values.length === columns * rows) return { x, y, size, values };
  const allowed = `${columns} × ${rows} numbers, at least 2 × 2`;
  throw new RangeError(validationMessage(action, "values", allowed, values.length));
}
