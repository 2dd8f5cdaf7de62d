/** Guides: named straight lines to compare curves with, such as a known value or a slope. */

import { checkChoice, checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkOptions, isArray, isObject } from "../../check_shape.ts";
import type { ScaleKind } from "../axes/scale.ts";
import { clipPolyline, contains, pathData, type Point, type Rectangle } from "../geometry.ts";
import type { Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { checkText, cutText, measureText, textShape, wrapText } from "../text.ts";
import { fontOf } from "../theme.ts";
import { sampleCurve } from "./curve_marks.ts";

/** A straight line on the axes of a panel: level, or from one place to another. */
export interface Guide {
  /** Its name in the plot: `guessing`. */
  readonly label: string;
  /** The value of a level line, across the whole plot. */
  readonly y?: number;
  /** The end of a level line at which its label is: `right` by default. */
  readonly side?: "left" | "right";
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
    checkOptions(`draw ${name}`, guide, ["label", "y", "side", "ends"]);
    checkText(ACTION, `the label of ${name}`, guide.label);
    if (guide.side !== undefined) {
      checkChoice(ACTION, `side of ${name}`, guide.side, ["left", "right"]);
    }
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
  const shapes = guides.flatMap(({ label, y = NaN, side = "right", ends }) => {
    const { left, width } = rectangle;
    const line: Point[] = ends === undefined
      ? [[left, plot.y(y)], [left + width, plot.y(y)]]
      : ends.map(([x, y]): Point => [plot.x(x), plot.y(y)]);
    const [part] = clipPolyline(line, rectangle);
    if (part === undefined || part.length < 2) return [];
    const placed = labelOf(label, { part, side, ends }, { plot, points });
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

/** The part of a guide inside the plot, and the end at which its label is if it can. */
interface Labelled extends Pick<Guide, "ends"> {
  readonly part: readonly Point[];
  readonly side: "left" | "right";
}

function labelOf(
  label: string,
  { part, side, ends }: Labelled,
  { plot, points }: { plot: Plot; points: readonly Point[] },
): PlacedLabel[] {
  if (ends === undefined) return levelLabel(label, { part, side }, { plot, points });
  const [[from], [to]] = ends;
  return from === to ? uprightLabel(label, part, plot) : slopeLabel(label, part, plot);
}

/** Right of the upper end of an upright line, on at most two lines; left of it if there is more space. */
function uprightLabel(label: string, part: readonly Point[], plot: Plot): PlacedLabel[] {
  const { theme, rectangle: { left, width } } = plot;
  const font = fontOf(theme, "tick");
  const [x] = part[0];
  const [before, after] = [x - left, left + width - x].map((space) => space - TO_LABEL);
  const isRight = measureText(label, font) <= after || after >= before;
  const top = Math.min(...part.map(([, y]) => y));
  const lines = wrapText(label, { width: isRight ? after : before, font, lines: 2 });
  return lines.map((line, at) => {
    const needed = measureText(line, font);
    const start = isRight ? x + TO_LABEL : x - TO_LABEL - needed;
    const y = top + (1 + 1.2 * at) * font.size;
    return {
      shape: textShape(line, {
        ...{ ...font, y, color: theme.colors.muted },
        ...{ x: isRight ? start : x - TO_LABEL, anchor: isRight ? "start" : "end" },
      }),
      box: { left: start, top: y - font.size, width: needed, height: font.size },
    };
  });
}

/** Places of a label along its line: shares of the way from its preferred end to the other one. */
const PLACES = [0, 0.25, 0.5, 0.75, 1];

/**
 * Above or below a level line, where it covers the fewest points of curves; at its preferred end if it can.
 */
function levelLabel(
  label: string,
  { part, side }: Omit<Labelled, "ends">,
  { plot: { theme, rectangle }, points }: { plot: Plot; points: readonly Point[] },
): PlacedLabel[] {
  const font = fontOf(theme, "tick");
  const text = cutText(label, rectangle.width, font);
  const width = measureText(text, font);
  const [[start, y], [end]] = [part[0], part[part.length - 1]];
  const boxes = PLACES.flatMap((place) => {
    const share = side === "left" ? place : 1 - place;
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
  // Other fonts have other widths: the end of the text that is nearer to the line's end stays where it is.
  const place = best.left + width / 2 < (start + end) / 2
    ? { x: best.left, anchor: "start" } as const
    : { x: best.left + width, anchor: "end" } as const;
  const shape = textShape(text, { ...font, ...place, y: baseline, color: theme.colors.muted });
  return [{ shape, box: best }];
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
