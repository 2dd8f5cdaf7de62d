/** The maps of a matrix as shapes: small, so with finer lines and points. */

import { validationMessage } from "../check.ts";
import type { Field } from "../models/field.ts";
import { contourPanel } from "./contour_panel.ts";
import { drawPoints } from "./draw_points.ts";
import { pathData, type Rectangle } from "./geometry.ts";
import { type DrawablePanel, isDrawable } from "./panel.ts";
import { type PointSet, readyPoints, thinned } from "./points.ts";
import { makeScale } from "./scale.ts";
import { saidInside } from "./empty_message.ts";
import { element, type Shape } from "./svg.ts";
import type { Theme } from "./theme.ts";

/** More points than that are a stain on a map as small as these. */
const MOST_POINTS = 400;

/** Lines and points on small maps, as shares of those on large ones. */
const SMALL = 0.55;

/** A model's field with points. */
export function mapOf(field: Field, points: readonly PointSet[]): DrawablePanel {
  const panel = contourPanel(field, { points });
  if (!isDrawable(panel)) {
    throw new TypeError(validationMessage("draw the matrix", "a field", "drawn", panel));
  }
  return panel;
}

/** Points alone, over the same part of the plane as a field; where there are none, it says so. */
export function dataOf(field: Field, points: readonly PointSet[]): DrawablePanel {
  const ready = thinned(readyPoints(points, field.classes), MOST_POINTS);
  const isEmpty = ready.every(({ places }) => places.length === 0);
  return {
    ...mapOf(field, points),
    draw: (plot) => isEmpty ? [saidInside("no points", plot)] : drawPoints(ready, plot),
  };
}

/** A panel without axes, in a thin frame. */
export function drawMap(panel: DrawablePanel, rectangle: Rectangle, theme: Theme): Shape[] {
  const { left, top, width, height } = rectangle;
  const [right, bottom] = [left + width, top + height];
  const corners = [[left, top], [right, top], [right, bottom], [left, bottom]] as const;
  return [
    ...panel.draw({
      rectangle,
      x: makeScale("linear", { domain: panel.x.range, range: [left, right] }),
      y: makeScale("linear", { domain: panel.y.range, range: [bottom, top] }),
      theme: smaller(theme),
      slotOf: () => 0,
    }),
    element("path", {
      d: pathData(corners, true),
      fill: "none",
      stroke: theme.colors.axis,
      "stroke-width": 1,
    }),
  ];
}

function smaller(theme: Theme): Theme {
  const { sizes } = theme;
  const [least, most] = sizes.pointMarker;
  return {
    ...theme,
    sizes: {
      ...sizes,
      boundary: SMALL * sizes.boundary,
      halo: SMALL * sizes.halo,
      pointMarker: [SMALL * least, SMALL * most],
    },
  };
}
