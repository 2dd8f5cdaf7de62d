/** One legend for panels that take turns in one place. */

import { validationMessage } from "../check.ts";
import { type DrawablePanel, isDrawable, type Panel } from "./panel.ts";

/**
 * Gives panels that are shown one after the other the legend of all of them, so that nothing jumps
 * where one has what another lacks.
 *
 * @param panels made by the functions that make panels
 * @returns the same panels, in order
 * @throws {TypeError} if one is no panel
 *
 * @example A field without a boundary is explained as one that has it
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { contourPanel } from "./contour_panel.ts";
 * import { figure } from "./figure.ts";
 * import { shareLegend } from "./share_legend.ts";
 *
 * const plane = { x: [0, 1], y: [0, 1], size: [2, 2], classes: 2 } as const;
 * const [early] = shareLegend([
 *   contourPanel({ ...plane, values: Float32Array.of(1, 1, 1, 1, 0, 0, 0, 0) }),
 *   contourPanel({ ...plane, values: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1) }),
 * ]);
 * assertEquals(early.title, "");
 * assert(figure([[early]]).includes("decision boundary"));
 * ```
 */
export function shareLegend(panels: readonly Panel[]): Panel[] {
  if (!Array.isArray(panels)) {
    throw new TypeError(
      validationMessage("share the legend", "panels", "a list of panels", panels),
    );
  }
  const drawable = panels.map((panel, at): DrawablePanel => {
    if (isDrawable(panel)) return panel;
    const name = `panels[${at}]`;
    throw new TypeError(validationMessage("share the legend", name, "a panel", panel));
  });
  const legend = drawable.flatMap((panel) => panel.legend);
  return drawable.map((panel): DrawablePanel => ({ ...panel, legend }));
}
