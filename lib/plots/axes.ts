/** What is around a plot: axes, and title and note above it; and the title of the figure. */

import { pathData, type Rectangle } from "./geometry.ts";
import type { Panel } from "./panel.ts";
import type { Scale } from "./scale.ts";
import { element, marked, type Shape } from "./shape.ts";
import { cutText, type Font, measureText, textShape, wrapText } from "./text.ts";
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

/** Width of the axis left of a plot. */
export function verticalAxisWidth(axis: Axis, ticks: readonly Tick[], theme: Theme): number {
  const widths = ticks.map(({ label }) => measureText(label, { size: theme.text.tick }));
  const labels = theme.sizes.tick + TICK_PAD + Math.max(0, ...widths);
  return labels + (axis.label === "" ? 0 : theme.text.label * 1.5);
}

/** Height of the axis below a plot. */
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
  const { grid } = theme.colors;
  return marked({ role: "grid" }, [
    element("path", { d: lines.join(""), stroke: grid, "stroke-width": 1.5 }),
  ]);
}

/** Axis lines, ticks and texts. A frame goes over the data, axis lines under it, so that they do not cross markers. */
export function drawAxes(axes: PlacedAxes): Shape[] {
  const { left, top, width, height } = axes.rectangle;
  const { colors } = axes.theme;
  const bottom = top + height;
  const frame = axes.frame === "box"
    ? pathData([[left, top], [left + width, top], [left + width, bottom], [left, bottom]], true)
    : pathData([[left, bottom], [left + width, bottom]]);
  const d = frame + horizontalMarks(axes) + verticalMarks(axes);
  const lines = element("path", { d, fill: "none", stroke: colors.axis, "stroke-width": 1.5 });
  return marked({ role: "axis" }, [lines, ...horizontalTexts(axes), ...verticalTexts(axes)]);
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

/** Line height in font sizes. */
const LEADING = 1.25;
const MAX_LINES = 2;

/** The title of a figure, and where it ends. */
export interface Title {
  readonly end: number;
  readonly shapes: readonly Shape[];
}

/** The figure's title, in the upper left corner; `width` is that of the whole figure. */
export function figureTitle(title: string, width: number, { text, sizes, colors }: Theme): Title {
  const font: Font = { size: text.title, bold: true };
  const lines = wrapText(title, { width: width - 2 * sizes.margin, font, lines: MAX_LINES });
  const top = sizes.margin * 0.75;
  const lineHeight = font.size * LEADING;
  const shapes = lines.map((line, at) => {
    const y = top + at * lineHeight + font.size;
    return textShape(line, { ...font, x: sizes.margin, y, color: colors.ink });
  });
  const space = lines.length > 0 ? 0.3 * font.size : 0;
  return {
    end: top + lines.length * lineHeight + space,
    shapes: marked({ role: "title" }, shapes),
  };
}

/** Height of a panel's title and note over a plot of that width. */
export function panelTitleHeight(panel: Panel, width: number, theme: Theme): number {
  const lines = panelTitleLines(panel, width, theme);
  if (lines.length === 0) return 0;
  return lines.reduce((sum, { font }) => sum + font.size * LEADING, 0.4 * theme.text.label);
}

/** Where title and note go. */
export interface PlacedHead {
  /** Of the plot. */
  readonly rectangle: Rectangle;
  /** Height of the row's heads. */
  readonly above: number;
  /** Room for a line, which may be wider than the plot. */
  readonly headWidth: number;
}

/** A panel's title and note; those of a row begin at one height, `above` above their plots. */
export function drawPanelTitle(
  panel: Panel,
  { rectangle, above, headWidth }: PlacedHead,
  theme: Theme,
): Shape[] {
  let end = rectangle.top - above;
  const lines = panelTitleLines(panel, headWidth, theme).map(({ line, font, color }) => {
    const y = end + font.size;
    end += font.size * LEADING;
    return textShape(line, { ...font, x: rectangle.left, y, color });
  });
  return marked({ role: "title" }, lines);
}

function panelTitleLines(panel: Panel, width: number, { text, colors }: Theme) {
  const title: Font = { size: text.panelTitle, bold: true };
  const note: Font = { size: text.label };
  const lines = (words: string, font: Font, color: string) =>
    wrapText(words, { width, font, lines: MAX_LINES }).map((line) => ({ line, font, color }));
  return [...lines(panel.title, title, colors.ink), ...lines(panel.note, note, colors.muted)];
}
