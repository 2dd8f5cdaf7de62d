/** Guides: named straight lines to compare curves with, such as a known value or a slope. */

import { checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkOptions, isArray, isObject } from "../../check_shape.ts";
import type { ScaleKind } from "../axes/scale.ts";
import { clipPolyline, contains, pathData, type Point, type Rectangle } from "../geometry.ts";
import type { Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { checkText, cutText, measureText, textShape } from "../text.ts";
import { fontOf } from "../theme.ts";
import { sampleCurve } from "./curve_marks.ts";

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

/** Guides as shapes, and the rectangles of their labels, which other labels must not overlap. */
export interface DrawnGuides {
  readonly shapes: readonly Shape[];
  readonly labels: readonly Rectangle[];
}

/** A label with the rectangle that it takes. */
interface PlacedLabel {
  readonly shape: Shape;
  readonly box: Rectangle;
}

/**
 * Draws the parts of guides inside the plot, with their labels; they belong under curves.
 *
 * @param curves the curves of the plot, of which labels of level lines cover as little as possible
 */
export function drawGuides(
  guides: readonly Guide[],
  plot: Plot,
  curves: readonly Point[][] = [],
): DrawnGuides {
  const { theme, rectangle } = plot;
  const points = guides.length > 0 ? curves.flatMap(sampleCurve) : [];
  const labels: Rectangle[] = [];
  const shapes = guides.flatMap(({ label, y = NaN, ends }) => {
    const { left, width } = rectangle;
    const line: Point[] = ends === undefined
      ? [[left, plot.y(y)], [left + width, plot.y(y)]]
      : ends.map(([x, y]): Point => [plot.x(x), plot.y(y)]);
    const [part] = clipPolyline(line, rectangle);
    if (part === undefined || part.length < 2) return [];
    const placed = ends === undefined
      ? levelLabel(label, part, { plot, points })
      : slopeLabel(label, part, plot);
    labels.push(...placed.map(({ box }) => box));
    const own = [
      element("path", {
        d: pathData(part),
        fill: "none",
        stroke: theme.colors.muted,
        "stroke-width": 2.5,
        "stroke-linecap": "round",
        "stroke-dasharray": DOTS,
      }),
      ...placed.map(({ shape }) => shape),
    ];
    return marked({ role: "guide", label }, own);
  });
  return { shapes, labels };
}

/** Places of a label along its line, the best ones first: shares of the way from the left to the right end. */
const PLACES = [1, 0.75, 0.5, 0.25, 0];

/** Above or below a level line, where it covers the fewest points of curves; at the right end if it can. */
function levelLabel(
  label: string,
  part: readonly Point[],
  { plot: { theme, rectangle }, points }: { plot: Plot; points: readonly Point[] },
): PlacedLabel[] {
  const font = fontOf(theme, "tick");
  const text = cutText(label, rectangle.width, font);
  const width = measureText(text, font);
  const [[start, y], [end]] = [part[0], part[part.length - 1]];
  const boxes = PLACES.flatMap((share) => {
    const left = start + TO_LABEL + share * Math.max(0, end - start - 2 * TO_LABEL - width);
    return [y - TO_LABEL - font.size, y + TO_LABEL].map((top) => {
      return { left, top, width, height: font.size };
    });
  }).filter(({ top, height }) =>
    top >= rectangle.top && top + height <= rectangle.top + rectangle.height
  );
  const covered = boxes.map((box) => points.filter((point) => contains(box, point)).length);
  const best = boxes[covered.indexOf(Math.min(...covered))];
  if (best === undefined) return [];
  // Capital letters are three quarters as high as the font.
  const baseline = best.top < y ? best.top + font.size : best.top + 0.75 * font.size;
  const place = { x: best.left + width, y: baseline, anchor: "end" } as const;
  return [{ shape: textShape(text, { ...font, ...place, color: theme.colors.muted }), box: best }];
}

/** Below the middle of a sloping line, on the side away from it. */
function slopeLabel(label: string, part: readonly Point[], plot: Plot): PlacedLabel[] {
  const { theme, rectangle: { left, width } } = plot;
  const font = fontOf(theme, "tick");
  const [from, to] = [part[0], part[part.length - 1]];
  const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  const rises = (to[1] - from[1]) * (to[0] - from[0]) < 0;
  const needed = measureText(label, font);
  const start = rises ? x + TO_LABEL : x - TO_LABEL - needed;
  if (start < left || start + needed > left + width) return [];
  const place = { x: start, y: y + TO_LABEL + 0.75 * font.size };
  return [{
    shape: textShape(label, { ...font, ...place, color: theme.colors.muted }),
    box: { left: start, top: y + TO_LABEL, width: needed, height: font.size },
  }];
}
