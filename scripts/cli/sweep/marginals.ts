/** Marginal curves of a sweep of two settings: the losses along each, over all values of the other. */

import { dotsPanel, linePanel, type Panel, quartileLine } from "../../../mod.ts";
import type { Words } from "../../../lib/plots/words.ts";
import { isLog } from "./axes.ts";
import { labelIn, type SweptPlane, valueIn } from "./plane.ts";

/**
 * A panel for each axis: the lowest loss over the other axis, and the median with quartiles; or the losses
 * as dots for an axis of names.
 */
export function marginalPanels(words: Words, plane: SweptPlane): Panel[] {
  return [0, 1].map((which) => marginalPanel(words, plane, which));
}

function marginalPanel(words: Words, plane: SweptPlane, which: number): Panel {
  const { axes, cells } = plane;
  const [axis, other] = [axes[which], axes[1 - which]];
  // A curve along the axis for each value of the other one.
  const curves = other.values.map(() => new Float64Array(axis.values.length).fill(Infinity));
  for (const { at, value } of cells) curves[at[1 - which]][at[which]] = value;
  const yScale = cells.some(({ value }) => value <= 0) ? "linear" : "log";
  // The legend of the cells says which loss.
  const yLabel = words.say("loss");
  if (!axis.isNumeric) {
    const samples = axis.values.map((value, at) => {
      return { name: valueIn(words, value), values: curves.map((curve) => curve[at]) };
    });
    return dotsPanel(samples, { yLabel, yScale });
  }
  const x = axis.values.map(Number);
  const order = [...x.keys()].sort((one, another) => x[one] - x[another]);
  const ordered = curves.map((curve) => order.map((at) => curve[at]));
  const lowest = order.map((_, at) => Math.min(...ordered.map((curve) => curve[at])));
  const places = order.map((at) => x[at]);
  return linePanel([
    { ...quartileLine(words.say("median"), ordered), x: places },
    { name: words.say("lowest"), values: lowest, x: places },
  ], { xLabel: labelIn(words, axis), xScale: isLog(axis) ? "log" : "linear", yLabel, yScale });
}
