/** The axes of a plot: their ticks, the space they need, and their shapes. */

import { pathData, type Rectangle } from "../geometry.ts";
import { element, marked, type Shape } from "../shape.ts";
import { fontForWords, measureText, textShape, wrapText } from "../text.ts";
import { fontOf, type Theme } from "../theme.ts";
import type { Scale } from "./scale.ts";
import { type Axis, axisTicks, type Tick } from "./ticks.ts";

/** Minimum space between neighbouring tick labels, in font sizes. */
const LABEL_SPACE = { horizontal: 0.8, names: 0.6, vertical: 0.9 };
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
  const space = axis.marks ? LABEL_SPACE.names : LABEL_SPACE.horizontal;
  const extent = (label: string) => measureText(label, font) + space * font.size;
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

/**
 * Width of a vertical axis, left of the plot: ticks, their labels and the axis label.
 *
 * @param free height that the axis label may have
 */
export function verticalAxisWidth(
  axis: Axis,
  { ticks, free }: { readonly ticks: readonly Tick[]; readonly free: number },
  theme: Theme,
): number {
  const widths = ticks.map(({ label }) => measureText(label, fontOf(theme, "tick")));
  const labels = theme.sizes.tick + TICK_PAD + Math.max(0, ...widths);
  const { lines: { length: lines } } = verticalLines(axis, free, theme);
  return labels +
    (lines === 0 ? 0 : theme.text.label * 1.5 + (lines - 1) * LEADING * theme.text.tick);
}

/** The size of a vertical axis label whose words are too long for a line, relative to the numbers. */
const LEAST_LABEL = 0.91;

/**
 * The lines of a vertical axis label: two, as small as the numbers, if one of that size is too long, or
 * smaller if a word is. The size is that of two lines.
 */
function verticalLines(
  { label }: Axis,
  free: number,
  theme: Theme,
): { readonly lines: readonly string[]; readonly size: number } {
  const { tick: size } = theme.text;
  const font = { ...fontOf(theme, "label"), size };
  if (label === "") return { lines: [], size };
  if (measureText(label, font) <= free) return { lines: [label], size };
  const room = { width: free, lines: 2 };
  const fitting = fontForWords([label], { ...room, font, least: LEAST_LABEL * size });
  return { lines: wrapText(label, { ...room, font: fitting }), size: fitting.size };
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
  const { lines, size, middle, free } = verticalLabel(axes);
  const left = rectangle.left - verticalAxisWidth(y.axis, { ticks: y.ticks, free }, theme);
  const place = { ...fontOf(theme, "label"), size, y: middle, color: colors.ink } as const;
  const titles = lines.map((line, at) => {
    const x = left + text.label * 0.8 + at * LEADING * size;
    return textShape(line, { ...place, x, anchor: "middle", upwards: true });
  });
  return [...labels, ...titles];
}

/**
 * The label of a vertical axis: at the middle of the plot; if it is longer, down to the lower edge of
 * the panel, where the space beside the horizontal axis is free; if that is not enough, as small as the
 * numbers; and if that is not enough either, in two lines, which are smaller if a word is too long.
 */
function verticalLabel(
  { x, y, rectangle: { top, width, height }, theme }: PlacedAxes,
): { lines: readonly string[]; size: number; middle: number; free: number } {
  const font = fontOf(theme, "label");
  const free = height + (x.hasLabels ? horizontalAxisHeight(x.axis, width, theme) : 0);
  const { lines, size: small } = verticalLines(y.axis, free, theme);
  const length = Math.max(0, ...lines.map((line) => measureText(line, font)));
  const fitting = Math.max(theme.text.tick, font.size * Math.min(1, free / length));
  const size = lines.length > 1 ? small : length <= height ? font.size : fitting;
  const drawn = length * size / font.size;
  return {
    lines,
    size,
    middle: top + (drawn <= height ? height : Math.min(free, drawn)) / 2,
    free,
  };
}
