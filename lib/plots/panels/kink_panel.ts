/** A panel of the plane with the lines at which units change over. */

import { checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkNumbers, checkOptions, isArray, isObject } from "../../check_shape.ts";
import type { PlaneLine } from "../../models/field.ts";
import { clipPolyline, pathData, type Point } from "../geometry.ts";
import type { Panel, Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { overlaid } from "./overlay.ts";

/** The lines, and how much each of them matters. */
export interface KinkPanelOptions {
  /** The lines, as `kinkLines` gives them; one whose normal is 0 or not finite is not drawn. */
  readonly lines: readonly PlaneLine[];
  /** How much each line matters, relative to the others: important ones are wider. Equal by default. */
  readonly importance?: ArrayLike<number>;
}

const ACTION = "draw the kinks";

/** Width of the least and of the most important line, in units. */
const WIDTH = { least: 1.25, most: 4.5 };

/** Length of the ticks near the ends of a line, in units, and their distance from an end, as a share. */
const TICK = 14;
const TO_TICK = 0.07;

/**
 * Adds to a panel of the plane the lines on which the pre-activations of units are 0: the kinks of ReLUs.
 * Ticks near the ends of a line point to the side where the pre-activation is positive, on which a ReLU is
 * active. With one hidden layer of ReLUs a decision boundary is straight between these lines.
 *
 * @param panel a panel of the same plane, as `contourPanel`, `surfacePanel` and `scatterPanel` return it
 * @param options `lines`: the lines; `importance`: how much each of them matters
 * @returns a panel for `figure`; the lines lie under the boundary and the points
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if the numbers of lines and of their importance differ, or there is no option of
 * that name
 *
 * @example The kinks of four units over the points
 * ```ts
 * import { createMlp, figure, kinkLines, kinkPanel, makeMoons, scatterPanel } from "@neural-lab/lab";
 * import { textsOf } from "@neural-lab/lab";
 * import { assert } from "@std/assert";
 *
 * const lines = kinkLines(createMlp([2, 4, 2]));
 * const panel = kinkPanel(scatterPanel(makeMoons(100)), { lines });
 * assert(textsOf(figure([[panel]])).includes("pre-activation 0, ticks: positive side"));
 * ```
 */
export function kinkPanel(panel: Panel, options: KinkPanelOptions): Panel {
  const { lines, importance } = checkOptions(ACTION, options, ["lines", "importance"]);
  const weights = checkLines(lines, importance);
  const most = weights.reduce((most, weight) => weight > most ? weight : most, 0);
  const drawn = lines.map((line, at) => ({ line, share: most > 0 ? weights[at] / most : 1 }));
  return overlaid(ACTION, panel, ({ words }) => ({
    legend: lines.length === 0 ? [] : [{
      kind: "line",
      label: words.say("pre-activation 0, ticks: positive side"),
      slot: undefined,
      dashed: false,
      marker: false,
    }],
    draw: (plot) => drawn.flatMap(({ line, share }) => drawLine(line, share, plot)),
  }));
}

/** Draws the part of a line inside the plot, with its tick. */
function drawLine({ normal, offset }: PlaneLine, share: number, plot: Plot): Shape[] {
  const { x, y, rectangle } = plot;
  const { left, top, width, height } = rectangle;
  const [scaleX, scaleY] = [x(1) - x(0), y(1) - y(0)];
  // The same line in figure units.
  const [a, b] = [normal[0] / scaleX, normal[1] / scaleY];
  const length = Math.hypot(a, b);
  if (!Number.isFinite(length) || length === 0) return [];
  const [unitX, unitY] = [a / length, b / length];
  const middle: Point = [left + width / 2, top + height / 2];
  const distance = (a * (middle[0] - x(0)) + b * (middle[1] - y(0)) + offset) / length;
  const reach = width + height;
  if (!(Math.abs(distance) < reach)) return [];
  const foot: Point = [middle[0] - distance * unitX, middle[1] - distance * unitY];
  const [part] = clipPolyline(
    [[foot[0] - reach * unitY, foot[1] + reach * unitX], [
      foot[0] + reach * unitY,
      foot[1] - reach * unitX,
    ]],
    rectangle,
  );
  if (part === undefined || part.length < 2) return [];
  const [from, to] = part;
  const ticks = [TO_TICK, 1 - TO_TICK].flatMap((share) => {
    const start: Point = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
    return clipPolyline([start, [start[0] + TICK * unitX, start[1] + TICK * unitY]], rectangle);
  });
  const line = element("path", {
    d: [part, ...ticks].map((points) => pathData(points)).join(""),
    stroke: plot.theme.colors.muted,
    "stroke-width": WIDTH.least + (WIDTH.most - WIDTH.least) * share,
    fill: "none",
  });
  return marked({ role: "guide" }, [line]);
}

/** Returns the importance of each line: 0 for one that is no finite number. */
function checkLines(
  lines: readonly PlaneLine[],
  importance: ArrayLike<number> | undefined,
): number[] {
  checkList(ACTION, "lines", lines, "a list of lines");
  lines.forEach((line, at) => {
    const name = `lines[${at}]`;
    const isLine = isObject(line) && isArray(line.normal) && line.normal.length === 2 &&
      [...line.normal, line.offset].every((value) => typeof value === "number");
    if (isLine) return;
    const allowed = "a line: { normal: [x, y], offset }";
    throw new TypeError(validationMessage(ACTION, name, allowed, line));
  });
  if (importance === undefined) return lines.map(() => 1);
  checkNumbers(ACTION, "importance", importance);
  if (importance.length !== lines.length) {
    const allowed = `one for each line, ${lines.length}`;
    throw new RangeError(validationMessage(ACTION, "importance", allowed, importance));
  }
  return Array.from(
    importance,
    (value, at) =>
      Number.isFinite(value) ? checkNumber(ACTION, `importance[${at}]`, value, { minimum: 0 }) : 0,
  );
}
