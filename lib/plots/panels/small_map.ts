/** A panel as a small map: without axes, with thin lines and small points. */

import { makeScale } from "../axes/scale.ts";
import { fitted, pathData, type Rectangle } from "../geometry.ts";
import { equalAspect } from "../layout/shared_axes.ts";
import type { DrawablePanel } from "../panel.ts";
import { element, type Shape } from "../shape.ts";
import type { Theme } from "../theme.ts";

/** Scale of lines and points on maps, relative to those of a panel. */
const MAP_SCALE = 0.55;

/** Draws a panel without axes, in a thin frame. */
export function drawMap(panel: DrawablePanel, box: Rectangle, theme: Theme): Shape[] {
  const { aspect } = panel;
  const proportions = aspect === "equal" ? equalAspect(panel.x.range, panel.y.range) : aspect;
  const rectangle = fitted(box, proportions);
  const { left, top, width, height } = rectangle;
  const [right, bottom] = [left + width, top + height];
  const corners = [[left, top], [right, top], [right, bottom], [left, bottom]] as const;
  return [
    ...panel.draw({
      rectangle,
      x: makeScale("linear", { domain: panel.x.range, range: [left, right] }),
      y: makeScale("linear", { domain: panel.y.range, range: [bottom, top] }),
      theme: mapTheme(theme),
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

/** The theme with thin boundaries and small points. */
function mapTheme(theme: Theme): Theme {
  const { sizes } = theme;
  const [min, max] = sizes.pointMarker;
  return {
    ...theme,
    sizes: {
      ...sizes,
      boundary: MAP_SCALE * sizes.boundary,
      halo: MAP_SCALE * sizes.halo,
      pointMarker: [MAP_SCALE * min, MAP_SCALE * max],
    },
  };
}
