/** The axes of panels of a plane. */

import type { Range } from "../axes/scale.ts";
import type { Axis } from "../axes/ticks.ts";
import type { AxisOptions, PanelStyle } from "../style.ts";
import { checkText } from "../text.ts";

/** What the axes of a plane are made of. */
export interface PlaneParts {
  /** The options of the panel. */
  readonly options: AxisOptions & { readonly xLabel?: string; readonly yLabel?: string };
  /** The style of the figure, which comes before the options. */
  readonly style: PanelStyle;
  /** The ranges of the data. */
  readonly ranges: { readonly x: Range; readonly y: Range };
}

/** Minimum and maximum width of a plot for a height of 1, where x and y have a scale each. */
export const FREE_ASPECT = [1, 1.5] as const;

/** The linear axes of a plane. */
export function planeAxes(
  action: string,
  { options, style, ranges }: PlaneParts,
): { readonly x: Axis; readonly y: Axis } {
  const axis = (name: "x" | "y"): Axis => ({
    kind: "linear",
    range: style[name].limits ?? options[`${name}Limits`] ?? ranges[name],
    label: checkText(action, `${name}Label`, style[name].label ?? options[`${name}Label`]),
    whole: false,
    ticks: style[name].ticks ?? options[`${name}Ticks`],
  });
  return { x: axis("x"), y: axis("y") };
}
