/** The axes of a plot: their ticks, the space they need, and their shapes. */

import { pathData, type Rectangle } from "../geometry.ts";
import { element, marked, type Shape } from "../shape.ts";
import { cutText, measureText, textShape, wrapText } from "../text.ts";
import { fontOf, type Theme } from "../theme.ts";
import type { Scale } from "./scale.ts";
import { type Axis, axisTicks, type Tick } from "./ticks.ts";

/** Minimum space between neighbouring tick labels, in font sizes. */
const LABEL_SPACE = { horizontal: 0.8, vertical: 0.9 };
/** Wanted distance of tick labels, in units. */
const EVERY = { horizontal: 100, vertical: 75 };
/** Distance of a tick from its label, in units. */
const TICK_PAD = 6;

/** The ticks of a horizontal axis. */
export function horizontalTicks(
  axis: Axis,
  scale: Scale,
  length: number,
  theme: Theme,
): readonly Tick[] {
  const font = fontOf(theme, "tick");
  const extent = (label: string) => measureText(label, font) + LABEL_SPACE.horizontal * font.size;
  return localTicks(
    axis,
    axisTicks(axis, { scale, length, every: EVERY.horizontal, extent }),
    theme,
  );
}

/** The ticks of a vertical axis. */
export function verticalTicks(
  axis: Axis,
  scale: Scale,
  length: number,
  theme: Theme,
): readonly Tick[] {
  const extent = () => (1 + LABEL_SPACE.vertical) * theme.text.tick;
  return localTicks(axis, axisTicks(axis, { scale, length, every: EVERY.vertical, extent }), theme);
}

/** Ticks with numbers in the language of the figure; labels of settings are the panel's own words. */
function localTicks({ marks }: Axis, ticks: readonly Tick[], { words }: Theme): readonly Tick[] {
  if (marks !== undefined) return ticks;
  return ticks.map(({ value, label }) => ({ value, label: words.digits(label) }));
}

/** Width of a vertical axis, left of the plot: ticks, their labels and the axis label. */
export function verticalAxisWidth(axis: Axis, ticks: readonly Tick[], theme: Theme): number {
  const widths = ticks.map(({ label }) => measureText(label, fontOf(theme, "tick")));
  const labels = theme.sizes.tick + TICK_PAD + Math.max(0, ...widths);
  return labels + (axis.label === "" ? 0 : theme.text.label * 1.5);
}

/** Height of a horizontal axis below a plot of that width: ticks, their labels and the axis label. */
export function horizontalAxisHeight(axis: Axis, width: number, theme: Theme): number {
  const labels = theme.sizes.tick + TICK_PAD + theme.text.tick;
  const { length: lines } = horizontalLabel(axis, width, theme);
  return labels + (lines === 0 ? 0 : theme.text.label * (1.4 + (lines - 1) * LEADING));
}

/** Line height of an axis label in font sizes. */
const LEADING = 1.15;

/** The lines of an axis label below a plot of that width. */
function horizontalLabel({ label }: Axis, width: number, theme: Theme): string[] {
  return wrapText(label, { width, font: fontOf(theme, "label"), lines: 2 });
}

/** An axis with its scale and ticks. */
export interface PlacedAxis {
  readonly axis: Axis;
  readonly scale: Scale;
  readonly ticks: readonly Tick[];
  /** Whether labels are drawn; else the labels of a neighbouring panel are valid for this one. */
  readonly hasLabels: boolean;
}

/** The axes of a plot. */
export interface PlacedAxes {
  readonly x: PlacedAxis;
  readonly y: PlacedAxis;
  readonly rectangle: Rectangle;
  /** Grid lines at the ticks of y, a frame around the plot, or neither axis lines nor ticks. */
  readonly frame: "grid" | "box" | "none";
  readonly theme: Theme;
}

/** Draws grid lines, which go under the data. */
export function drawGrid({ y, rectangle, frame, theme }: PlacedAxes): Shape[] {
  const labelled = y.ticks.filter(({ label }) => label !== "");
  if (frame !== "grid" || labelled.length === 0) return [];
  const { left, width } = rectangle;
  const lines = labelled.map(({ value }) => {
    return pathData([[left, y.scale(value)], [left + width, y.scale(value)]]);
  });
  const { grid } = theme.colors;
  return marked({ role: "grid" }, [
    element("path", { d: lines.join(""), stroke: grid, "stroke-width": 1.5 }),
  ]);
}

/** Draws axis lines, ticks and labels. */
export function drawAxes(axes: PlacedAxes): Shape[] {
  const texts = [...horizontalTexts(axes), ...verticalTexts(axes)];
  if (axes.frame === "none") return marked({ role: "axis" }, texts);
  const { left, top, width, height } = axes.rectangle;
  const { colors } = axes.theme;
  const bottom = top + height;
  const frame = axes.frame === "box"
    ? pathData([[left, top], [left + width, top], [left + width, bottom], [left, bottom]], true)
    : pathData([[left, bottom], [left + width, bottom]]);
  const d = frame + horizontalTickLines(axes) + verticalTickLines(axes);
  const lines = element("path", { d, fill: "none", stroke: colors.axis, "stroke-width": 1.5 });
  return marked({ role: "axis" }, [lines, ...texts]);
}

/** Path data of the ticks of x; those without a label are half as long. */
function horizontalTickLines({ x, rectangle, theme }: PlacedAxes): string {
  const bottom = rectangle.top + rectangle.height;
  return x.ticks.map(({ value, label }) => {
    const length = theme.sizes.tick * (label === "" ? 0.5 : 1);
    return pathData([[x.scale(value), bottom], [x.scale(value), bottom + length]]);
  }).join("");
}

/**
 * Path data of the ticks of y. Beside grid lines only ticks without a label are drawn, with the axis
 * line.
 */
function verticalTickLines(
  { y, rectangle: { left, top, height }, frame, theme }: PlacedAxes,
): string {
  const unlabelled = y.ticks.filter(({ label }) => label === "");
  const shown = frame === "box" ? y.ticks : unlabelled;
  const line = frame === "grid" && unlabelled.length > 0
    ? pathData([[left, top], [left, top + height]])
    : "";
  return line + shown.map(({ value, label }) => {
    const length = theme.sizes.tick * (label === "" ? 0.5 : 1);
    return pathData([[left - length, y.scale(value)], [left, y.scale(value)]]);
  }).join("");
}

function horizontalTexts({ x, rectangle, theme }: PlacedAxes): Shape[] {
  if (!x.hasLabels) return [];
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
  const middle = rectangle.left + rectangle.width / 2;
  const place = {
    ...fontOf(theme, "label"),
    x: middle,
    color: colors.ink,
    anchor: "middle",
  } as const;
  const lines = horizontalLabel(x.axis, rectangle.width, theme).map((line, at) => {
    return textShape(line, { ...place, y: baseline + text.label * (1.35 + at * LEADING) });
  });
  return [...labels, ...lines];
}

function verticalTexts(axes: PlacedAxes): Shape[] {
  const { y, rectangle, theme } = axes;
  if (!y.hasLabels) return [];
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
  const title = verticalLabel(axes);
  if (title.text === "") return labels;
  const x = rectangle.left - verticalAxisWidth(y.axis, y.ticks, theme) + text.label * 0.8;
  const { size, middle } = title;
  const place = { ...fontOf(theme, "label"), size, x, y: middle, color: colors.ink } as const;
  return [...labels, textShape(title.text, { ...place, anchor: "middle", upwards: true })];
}

/**
 * The label of a vertical axis: at the middle of the plot; if it is longer, down to the lower edge of
 * the panel, where the space beside the horizontal axis is free; and if that is not enough, as small as the numbers.
 */
function verticalLabel(
  { x, y, rectangle: { top, width, height }, theme }: PlacedAxes,
): { text: string; size: number; middle: number } {
  const font = fontOf(theme, "label");
  const length = measureText(y.axis.label, font);
  if (length <= height) return { text: y.axis.label, size: font.size, middle: top + height / 2 };
  const free = height + (x.hasLabels ? horizontalAxisHeight(x.axis, width, theme) : 0);
  const size = font.size * Math.min(1, Math.max(theme.text.tick / font.size, free / length));
  const text = cutText(y.axis.label, free, { ...font, size });
  return { text, size, middle: top + Math.min(free, length * size / font.size) / 2 };
}
