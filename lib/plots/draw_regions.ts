/** The areas of a field as shapes. */

import type { Field } from "../models/field.ts";
import { pathData, type Point, simplify } from "./geometry.ts";
import type { Plot } from "./panel.ts";
import type { Regions } from "./regions.ts";
import { element, type Shape } from "./svg.ts";
import { seriesColor, tint } from "./theme.ts";

/** Outlines may be off by this much, which nobody sees and which halves the file. */
const TOLERANCE = 0.12;

/**
 * Paints the areas of a field, and the boundaries between its classes.
 *
 * @param regions of the field; undefined where it has none, for a plain background
 * @param place.field for the size of its grid, whose first and last points lie on the plot's edges
 * @param place.plot where to paint
 * @returns filled paths in painting order, then one path of all boundaries
 */
export function drawRegions(
  regions: Regions | undefined,
  { field, plot }: { readonly field: Field; readonly plot: Plot },
): Shape[] {
  const { theme, rectangle } = plot;
  if (regions === undefined) {
    const { left: x, top: y, width, height } = rectangle;
    return [element("rect", { x, y, width, height, fill: theme.colors.unknown })];
  }
  const place = placeOnPlot(field, plot);
  const area = (rings: readonly Point[][], fill: string) =>
    element("path", { d: ringsData(rings, place), fill, "fill-rule": "evenodd" });
  const layers = regions.layers.map(({ label, certainty, rings }) => {
    return area(rings, tint(theme, seriesColor(theme, label), certainty));
  });
  const lines = regions.boundaries.map((line) => simplify(line.map(place), TOLERANCE));
  const boundary = element("path", {
    d: lines.map((line) => pathData(line)).join(""),
    fill: "none",
    stroke: theme.colors.ink,
    "stroke-width": theme.sizes.boundary,
    "stroke-linejoin": "round",
  });
  const isUnknown = regions.unknown.length > 0;
  return [
    ...layers,
    ...(lines.length > 0 ? [boundary] : []),
    ...(isUnknown ? [area(regions.unknown, theme.colors.unknown)] : []),
  ];
}

/** From `[column, row]`, row 0 at the bottom, to figure units. */
function placeOnPlot(field: Field, { rectangle }: Plot): (point: Point) => Point {
  const { left, top, width, height } = rectangle;
  const [columns, rows] = field.size;
  return ([column, row]) => [
    left + column / (columns - 1) * width,
    top + height - row / (rows - 1) * height,
  ];
}

function ringsData(rings: readonly Point[][], place: (point: Point) => Point): string {
  return rings.map((ring) => {
    const closed = simplify([...ring, ring[0]].map(place), TOLERANCE);
    return closed.length > 3 ? pathData(closed.slice(0, -1), true) : "";
  }).join("");
}
