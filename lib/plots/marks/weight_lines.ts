/** Lines between units, as wide as the weights between them. */

import { pathData, type Point } from "../geometry.ts";
import { element, marked, type Shape } from "../shape.ts";
import { seriesColor, type Theme } from "../theme.ts";
import type { SignSlots } from "./signed_map.ts";

/** A line from unit to unit. */
export interface WeightLine {
  readonly from: Point;
  readonly to: Point;
  readonly weight: number;
}

/** Width of the line of the largest weight, and of the smallest ones, in units. */
const WIDTH = { most: 7, least: 0.75 };

/** Lines of similar weights are drawn as one path of one of so many widths. */
const STEPS = 7;

/** Weights below this share of the largest have no line. */
const LEAST_SHARE = 1 / 12;

/** Opacity of the smallest weights, and of the largest: those that matter stand out. */
const OPACITY = { least: 0.35, most: 0.95 };

/** Length of a dash, and of a gap, in units. */
const DASH = [7, 5];

/**
 * Draws the lines, the widest last; negative ones are dashed. A weight that is no finite number has none.
 *
 * @param most the absolute weight of the widest line; larger weights have lines as wide
 */
export function drawWeightLines(
  lines: readonly WeightLine[],
  { most, theme, slots }: {
    readonly most: number;
    readonly theme: Theme;
    readonly slots: SignSlots;
  },
): Shape[] {
  const shown = lines.filter(({ weight }) =>
    Number.isFinite(weight) && Math.abs(weight) > LEAST_SHARE * most
  );
  const stepOf = (weight: number) => Math.min(STEPS, Math.ceil(STEPS * Math.abs(weight) / most));
  const groups = Map.groupBy(shown, ({ weight }) => Math.sign(weight) * stepOf(weight));
  const ordered = [...groups].sort(([one], [other]) => Math.abs(one) - Math.abs(other));
  return marked(
    { role: "guide" },
    ordered.map(([step, own]) => {
      const share = Math.abs(step) / STEPS;
      return element("path", {
        d: own.map(({ from, to }) => pathData([from, to])).join(""),
        stroke: seriesColor(theme, step < 0 ? slots.negative : slots.positive),
        "stroke-width": WIDTH.least + (WIDTH.most - WIDTH.least) * share,
        "stroke-opacity": OPACITY.least + (OPACITY.most - OPACITY.least) * share,
        "stroke-dasharray": step < 0 ? DASH.join(" ") : undefined,
      });
    }),
  );
}
