/** Guides: named straight lines to compare curves with, such as a known value or a slope. */

import { checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkOptions, isArray, isObject } from "../../check_shape.ts";
import type { ScaleKind } from "../axes/scale.ts";
import { clipPolyline, pathData, type Point } from "../geometry.ts";
import type { Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { checkText, cutText, measureText, textShape, wrapText } from "../text.ts";
import { fontOf } from "../theme.ts";

/** A straight line on the axes of a panel: level, or from one place to another. */
export interface Guide {
  /** Its name in the plot: `guessing`. */
  readonly label: string;
  /** The value of a level line, across the whole plot. */
  readonly y?: number;
  /** Both ends of any other line, `[x, y]`; straight on logarithmic axes too. */
  readonly ends?: readonly [readonly [number, number], readonly [number, number]];
}

const ACTION = "draw the guides";

/**
 * Checks guides.
 *
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if one has neither a value nor ends, or an axis cannot show it
 */
export function checkGuides(
  guides: readonly Guide[] | undefined,
  scales: { readonly xScale?: ScaleKind; readonly yScale?: ScaleKind },
): readonly Guide[] {
  if (guides === undefined) return [];
  checkList(ACTION, "guides", guides, "a list of guides");
  guides.forEach((guide, at) => {
    const name = `guides[${at}]`;
    if (!isObject(guide)) {
      throw new TypeError(validationMessage(ACTION, name, "a guide: { label, y }", guide));
    }
    checkOptions(`draw ${name}`, guide, ["label", "y", "ends"]);
    checkText(ACTION, `the label of ${name}`, guide.label);
    if ((guide.y === undefined) === (guide.ends === undefined)) {
      const message = validationMessage(ACTION, name, "a line with either y or ends", guide);
      throw new RangeError(message);
    }
    const value = (axis: "x" | "y", value: unknown) =>
      checkNumber(ACTION, `${axis} of ${name}`, value, {
        ...(scales[`${axis}Scale`] === "log" && { above: 0 }),
      });
    if (guide.y !== undefined) return void value("y", guide.y);
    const isPair = isArray(guide.ends) && guide.ends.length === 2 &&
      guide.ends.every((end) => isArray(end) && end.length === 2);
    if (!isPair) {
      const allowed = "two places, [[x, y], [x, y]]";
      throw new TypeError(validationMessage(ACTION, `ends of ${name}`, allowed, guide.ends));
    }
    for (const [x, y] of guide.ends ?? []) {
      value("x", x);
      value("y", y);
    }
  });
  return guides;
}

/** Distance of a label from its line, in units. */
const TO_LABEL = 7;
/** Lengths of dots and gaps. */
const DOTS = "2 6";

/** Draws the parts of guides inside the plot, with their labels; they belong under curves. */
export function drawGuides(guides: readonly Guide[], plot: Plot): Shape[] {
  const { theme, rectangle } = plot;
  return guides.flatMap(({ label, y = NaN, ends }) => {
    const { left, width } = rectangle;
    const line: Point[] = ends === undefined
      ? [[left, plot.y(y)], [left + width, plot.y(y)]]
      : ends.map(([x, y]): Point => [plot.x(x), plot.y(y)]);
    const [part] = clipPolyline(line, rectangle);
    if (part === undefined || part.length < 2) return [];
    const shapes = [
      element("path", {
        d: pathData(part),
        fill: "none",
        stroke: theme.colors.muted,
        "stroke-width": 2.5,
        "stroke-linecap": "round",
        "stroke-dasharray": DOTS,
      }),
      ...labelOf(label, part, plot, ends),
    ];
    return marked({ role: "guide", label }, shapes);
  });
}

function labelOf(label: string, part: readonly Point[], plot: Plot, ends: Guide["ends"]): Shape[] {
  if (ends === undefined) return levelLabel(label, part, plot);
  const [[from], [to]] = ends;
  return from === to ? uprightLabel(label, part, plot) : slopeLabel(label, part, plot);
}

/** Right of the upper end of an upright line, on at most two lines; left of it if there is more space. */
function uprightLabel(label: string, part: readonly Point[], plot: Plot): Shape[] {
  const { theme, rectangle: { left, width } } = plot;
  const font = fontOf(theme, "tick");
  const [x] = part[0];
  const [before, after] = [x - left, left + width - x].map((space) => space - TO_LABEL);
  const isRight = measureText(label, font) <= after || after >= before;
  const top = Math.min(...part.map(([, y]) => y));
  const lines = wrapText(label, { width: isRight ? after : before, font, lines: 2 });
  return lines.map((line, at) =>
    textShape(line, {
      ...{ ...font, x: isRight ? x + TO_LABEL : x - TO_LABEL },
      ...{ y: top + (1 + 1.2 * at) * font.size, color: theme.colors.muted },
      anchor: isRight ? "start" : "end",
    })
  );
}

/** Above the right end of a level line; below it if there is no space above. */
function levelLabel(label: string, part: readonly Point[], plot: Plot): Shape[] {
  const { theme, rectangle } = plot;
  const font = fontOf(theme, "tick");
  const text = cutText(label, rectangle.width, font);
  const [x, y] = part[part.length - 1];
  const isHigh = y - TO_LABEL - font.size < rectangle.top;
  const baseline = isHigh ? y + TO_LABEL + 0.75 * font.size : y - TO_LABEL;
  return [textShape(text, {
    ...font,
    x: x - TO_LABEL,
    y: baseline,
    color: theme.colors.muted,
    anchor: "end",
  })];
}

/** Below the middle of a sloping line, on the side away from it. */
function slopeLabel(label: string, part: readonly Point[], plot: Plot): Shape[] {
  const { theme, rectangle: { left, width } } = plot;
  const font = fontOf(theme, "tick");
  const [from, to] = [part[0], part[part.length - 1]];
  const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  const rises = (to[1] - from[1]) * (to[0] - from[0]) < 0;
  const needed = measureText(label, font);
  const start = rises ? x + TO_LABEL : x - TO_LABEL - needed;
  if (start < left || start + needed > left + width) return [];
  return [textShape(label, {
    ...font,
    x: start,
    y: y + TO_LABEL + 0.75 * font.size,
    color: theme.colors.muted,
  })];
}
