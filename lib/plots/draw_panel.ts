/** A panel in its place as shapes: head, axes and data, in painting order. */

import { drawAxes, drawGrid, type PlacedAxes } from "./axes.ts";
import { drawHead } from "./titles.ts";
import type { Placed } from "./layout.ts";
import type { SlotOf } from "./panel.ts";
import type { Shape } from "./svg.ts";
import type { Theme } from "./theme.ts";

/** Draws a panel with everything around it. A frame goes over the data, mere axes under it. */
export function drawPanel(placed: Placed, theme: Theme, slotOf: SlotOf): Shape[] {
  const { cell: { panel, ...cell }, rectangle, x, y } = placed;
  const axes: PlacedAxes = {
    x: { axis: cell.x, ...x, isNamed: cell.namesX },
    y: { axis: cell.y, ...y, isNamed: cell.namesY },
    rectangle,
    frame: panel.frame,
    theme,
  };
  const data = panel.draw({ rectangle, x: x.scale, y: y.scale, theme, slotOf });
  const isFramed = panel.frame === "box";
  return [
    ...drawHead(panel, placed, theme),
    ...drawGrid(axes),
    ...(isFramed ? [...data, ...drawAxes(axes)] : [...drawAxes(axes), ...data]),
  ];
}
