/** Shapes between the areas and the points of another panel. */

import {
  checkPanel,
  inStyle,
  type LegendEntry,
  type Panel,
  type Plot,
  styledPanel,
} from "../panel.ts";
import type { Shape } from "../shape.ts";
import type { PanelStyle } from "../style.ts";

/** What is added to a panel. */
export interface Overlay {
  readonly legend: readonly LegendEntry[];
  draw(plot: Plot): readonly Shape[];
}

/** The panel with further shapes, which lie over its areas and under everything else. */
export function overlaid(
  action: string,
  panel: Panel,
  overlay: (style: PanelStyle) => Overlay,
): Panel {
  const drawable = checkPanel(action, "panel", panel);
  return styledPanel((style) => {
    const inner = inStyle(drawable, style);
    const { legend, draw } = overlay(style);
    return {
      ...inner,
      legend: [...inner.legend, ...legend],
      draw: (plot) => {
        const shapes = inner.draw(plot);
        const areas = shapes.findIndex(({ role }) => role !== "region");
        const at = areas < 0 ? shapes.length : areas;
        return [...shapes.slice(0, at), ...draw(plot), ...shapes.slice(at)];
      },
    };
  });
}
