/** The areas of a field as shapes. */

import type { Field } from "../models/field.ts";
import { pathData, type Point, simplify } from "./geometry.ts";
import type { Plot } from "./panel.ts";
import type { Regions } from "./regions.ts";
import { element, type Shape } from "./svg.ts";
import { tint } from "./colors.ts";

/** Outlines may be off by this much, which nobody sees and which halves the file. */
const TOLERANCE = 0.12;

/** Where to draw a field. */
export interface FieldPlace {
  /** For the size of its grid, whose first and last points lie on the plot's edges. */
  readonly field: Field;
  readonly plot: Plot;
}

/**
 * Paints the areas of a field.
 *
 * @param regions of the field; undefined where it has none, for a plain background
 * @param place of the field
 * @returns filled paths in painting order
 */
export function drawRegions(regions: Regions | undefined, { field, plot }: FieldPlace): Shape[] {
  const { theme, rectangle } = plot;
  if (regions === undefined) {
    const { left: x, top: y, width, height } = rectangle;
    return [element("rect", { x, y, width, height, fill: theme.colors.unknown })];
  }
  const place = placeOnPlot(field, plot);
  const area = (rings: readonly Point[][], fill: string) =>
    element("path", { d: ringsData(rings, place), fill, "fill-rule": "evenodd" });
  return regions.layers.map(({ label, certainty, rings }) => {
    return area(rings, tint(theme, label, certainty));
  }).concat(regions.unknown.length > 0 ? [area(regions.unknown, theme.colors.unknown)] : []);
}

/** Draws the boundaries of a field, with a halo that keeps them apart from the points they cross. */
export function drawBoundaries(regions: Regions | undefined, { field, plot }: FieldPlace): Shape[] {
  if (regions === undefined || regions.boundaries.length === 0) return [];
  const { colors, sizes } = plot.theme;
  const place = placeOnPlot(field, plot);
  const line = {
    d: regions.boundaries.map((line) => pathData(simplify(line.map(place), TOLERANCE))).join(""),
    fill: "none",
    "stroke-linejoin": "round",
  };
  const width = sizes.boundary;
  return [
    element("path", { ...line, stroke: colors.halo, "stroke-width": width + 2 * sizes.halo }),
    element("path", { ...line, stroke: colors.ink, "stroke-width": width }),
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
