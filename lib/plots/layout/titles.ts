/** The title of a figure, and title and note of a panel. */

import type { Rectangle } from "../geometry.ts";
import type { Panel } from "../panel.ts";
import { marked, type Shape } from "../shape.ts";
import { fontForWords, textShape, wrapText } from "../text.ts";
import { type Font, fontOf, type Theme } from "../theme.ts";

/** Line height in font sizes. */
const LEADING = 1.25;

const MAX_LINES = 2;

/** The texts above everything else. */
export interface Heading {
  /** Of the figure; empty for none. */
  readonly title: string;
  /** A line under the title; empty for none. */
  readonly subtitle: string;
}

/** The title of a figure. */
export interface Title {
  /** Its lower edge, with the space below it. */
  readonly end: number;
  readonly shapes: readonly Shape[];
}

/** Lays out title and subtitle in the upper left corner of a canvas of that width. */
export function figureTitle(
  { title, subtitle }: Heading,
  width: number,
  theme: Theme,
): Title {
  const { sizes, colors } = theme;
  const free = width - 2 * sizes.margin;
  const linesOf = (text: string, font: Font, color: string) =>
    wrapText(text, { width: free, font, lines: MAX_LINES }).map((line) => ({ line, font, color }));
  const full = fontOf(theme, "title", true);
  const font = fontForWords([title], {
    ...{ width: free, font: full, lines: MAX_LINES, least: theme.text.label },
  });
  const lines = [
    ...linesOf(title, font, colors.ink),
    ...linesOf(subtitle, fontOf(theme, "label"), colors.muted),
  ];
  let end = sizes.margin * 0.75;
  const shapes = lines.map(({ line, font, color }) => {
    const y = end + font.size;
    end += font.size * LEADING;
    return textShape(line, { ...font, x: sizes.margin, y, color });
  });
  const space = lines.length > 0 ? 0.3 * theme.text.title : 0;
  return { end: end + space, shapes: marked({ role: "title" }, shapes) };
}

/** Height of a panel's title and note above a plot of that width. */
export function panelTitleHeight(panel: Panel, width: number, theme: Theme): number {
  const lines = panelTitleLines(panel, width, theme);
  if (lines.length === 0) return 0;
  return lines.reduce((sum, { font }) => sum + font.size * LEADING, 0.4 * theme.text.label);
}

/** Where title and note of a panel go. */
export interface PlacedHead {
  /** Of the plot. */
  readonly rectangle: Rectangle;
  /** Height of the highest titles and notes in the row of panels. */
  readonly above: number;
  /** Maximum width of a line, which may be wider than the plot. */
  readonly headWidth: number;
}

/** Draws a panel's title and note. In a row of panels all begin at the same height. */
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

function panelTitleLines(panel: Panel, width: number, theme: Theme) {
  const { colors } = theme;
  const title = fontOf(theme, "panelTitle", true);
  const note = fontOf(theme, "label");
  const lines = (words: string, font: Font, color: string) =>
    wrapText(words, { width, font, lines: MAX_LINES }).map((line) => ({ line, font, color }));
  return [...lines(panel.title, title, colors.ink), ...lines(panel.note, note, colors.muted)];
}
