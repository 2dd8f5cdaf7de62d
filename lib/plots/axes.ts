/** Axes as shapes: ticks, their labels, grid lines or a frame, and what the axis shows. */

import { pathData, type Rectangle } from "./geometry.ts";
import type { Scale } from "./scale.ts";
import { element, type Shape } from "./svg.ts";
import { type Font, measureText } from "./measure.ts";
import { cutText, textShape } from "./text.ts";
import type { Theme } from "./theme.ts";
import { type Axis, axisTicks, type Tick } from "./ticks.ts";

/** Free space between a tick's label and its neighbour, in font sizes. */
const LETTER_SPACE = 0.8;
const LINE_SPACE = 0.9;
/** Length of an axis that one number serves, in units: numbers side by side need more. */
const EVERY = { horizontal: 100, vertical: 75 };
/** From a tick to its label, in units. */
const TICK_PAD = 6;

/** The ticks of a horizontal axis. */
export function horizontalTicks(axis: Axis, scale: Scale, length: number, theme: Theme): Tick[] {
  const font: Font = { size: theme.text.tick };
  const extent = (label: string) => measureText(label, font) + LETTER_SPACE * font.size;
  return axisTicks(axis, { scale, length, every: EVERY.horizontal, extent });
}

/** The ticks of a vertical axis. */
export function verticalTicks(axis: Axis, scale: Scale, length: number, theme: Theme): Tick[] {
  const extent = () => (1 + LINE_SPACE) * theme.text.tick;
  return axisTicks(axis, { scale, length, every: EVERY.vertical, extent });
}

/** Width of what stands left of a plot. */
export function verticalAxisWidth(axis: Axis, ticks: readonly Tick[], theme: Theme): number {
  const widths = ticks.map(({ label }) => measureText(label, { size: theme.text.tick }));
  const labels = theme.sizes.tick + TICK_PAD + Math.max(0, ...widths);
  return labels + (axis.label === "" ? 0 : theme.text.label * 1.5);
}

/** Height of what stands below a plot. */
export function horizontalAxisHeight(axis: Axis, theme: Theme): number {
  const labels = theme.sizes.tick + TICK_PAD + theme.text.tick;
  return labels + (axis.label === "" ? 0 : theme.text.label * 1.4);
}

/** What is needed to draw an axis. */
export interface PlacedAxis {
  readonly axis: Axis;
  readonly scale: Scale;
  readonly ticks: readonly Tick[];
  /** Whether this panel names the numbers, or a neighbour does it for it. */
  readonly isNamed: boolean;
}

/** What is needed to draw the axes of a panel. */
export interface PlacedAxes {
  readonly x: PlacedAxis;
  readonly y: PlacedAxis;
  readonly rectangle: Rectangle;
  readonly frame: "grid" | "box";
  readonly theme: Theme;
}

/** Grid lines, to go under the data. */
export function drawGrid({ y, rectangle, frame, theme }: PlacedAxes): Shape[] {
  const named = y.ticks.filter(({ label }) => label !== "");
  if (frame === "box" || named.length === 0) return [];
  const { left, width } = rectangle;
  const lines = named.map(({ value }) => {
    return pathData([[left, y.scale(value)], [left + width, y.scale(value)]]);
  });
  return [element("path", { d: lines.join(""), stroke: theme.colors.grid, "stroke-width": 1.5 })];
}

/** Axis lines, ticks and texts. A frame goes over the data, a mere axis under it, so as not to cross markers. */
export function drawAxes(axes: PlacedAxes): Shape[] {
  const { left, top, width, height } = axes.rectangle;
  const { colors } = axes.theme;
  const bottom = top + height;
  const frame = axes.frame === "box"
    ? pathData([[left, top], [left + width, top], [left + width, bottom], [left, bottom]], true)
    : pathData([[left, bottom], [left + width, bottom]]);
  const d = frame + horizontalMarks(axes) + verticalMarks(axes);
  const lines = element("path", { d, fill: "none", stroke: colors.axis, "stroke-width": 1.5 });
  return [lines, ...horizontalTexts(axes), ...verticalTexts(axes)];
}

function horizontalMarks({ x, rectangle, theme }: PlacedAxes): string {
  const bottom = rectangle.top + rectangle.height;
  return x.ticks.map(({ value, label }) => {
    const length = theme.sizes.tick * (label === "" ? 0.5 : 1);
    return pathData([[x.scale(value), bottom], [x.scale(value), bottom + length]]);
  }).join("");
}

function verticalMarks({ y, rectangle: { left, top, height }, frame, theme }: PlacedAxes): string {
  const small = y.ticks.filter(({ label }) => label === "");
  const shown = frame === "box" ? y.ticks : small;
  const line = frame === "grid" && small.length > 0
    ? pathData([[left, top], [left, top + height]])
    : "";
  return line + shown.map(({ value, label }) => {
    const length = theme.sizes.tick * (label === "" ? 0.5 : 1);
    return pathData([[left - length, y.scale(value)], [left, y.scale(value)]]);
  }).join("");
}

function horizontalTexts({ x, rectangle, theme }: PlacedAxes): Shape[] {
  if (!x.isNamed) return [];
  const { colors, sizes, text } = theme;
  const baseline = rectangle.top + rectangle.height + sizes.tick + TICK_PAD + text.tick * 0.75;
  const labels = x.ticks.filter(({ label }) => label !== "").map(({ value, label }) =>
    textShape(label, {
      x: x.scale(value),
      y: baseline,
      size: text.tick,
      color: colors.muted,
      anchor: "middle",
    })
  );
  const font: Font = { size: text.label };
  const title = cutText(x.axis.label, rectangle.width, font);
  if (title === "") return labels;
  const middle = rectangle.left + rectangle.width / 2;
  const y = baseline + text.label * 1.35;
  const place = { ...font, x: middle, y, color: colors.ink, anchor: "middle" } as const;
  return [...labels, textShape(title, place)];
}

function verticalTexts({ y, rectangle, theme }: PlacedAxes): Shape[] {
  if (!y.isNamed) return [];
  const { colors, sizes, text } = theme;
  const labels = y.ticks.filter(({ label }) => label !== "").map(({ value, label }) =>
    textShape(label, {
      x: rectangle.left - sizes.tick - TICK_PAD,
      y: y.scale(value) + text.tick * 0.35,
      size: text.tick,
      color: colors.muted,
      anchor: "end",
    })
  );
  const font: Font = { size: text.label };
  const title = cutText(y.axis.label, rectangle.height, font);
  if (title === "") return labels;
  const x = rectangle.left - verticalAxisWidth(y.axis, y.ticks, theme) + text.label * 0.8;
  const middle = rectangle.top + rectangle.height / 2;
  const place = { ...font, x, y: middle, color: colors.ink, anchor: "middle" } as const;
  return [...labels, textShape(title, { ...place, upwards: true })];
}
