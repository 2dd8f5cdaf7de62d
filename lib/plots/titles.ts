/** What stands over plots: the figure's title, and each panel's title and note. */

import type { Rectangle } from "./geometry.ts";
import type { Panel } from "./panel.ts";
import type { Shape } from "./svg.ts";
import type { Font } from "./measure.ts";
import { textShape, wrapText } from "./text.ts";
import type { Theme } from "./theme.ts";

/** Line height in font sizes. */
const LEADING = 1.25;
const MOST_LINES = 2;

/** The title of a figure, and where it ends. */
export interface Title {
  readonly end: number;
  readonly shapes: readonly Shape[];
}

/** The figure's title, in the upper left corner; `width` is that of the whole figure. */
export function figureTitle(title: string, width: number, { text, sizes, colors }: Theme): Title {
  const font: Font = { size: text.title, bold: true };
  const lines = wrapText(title, { width: width - 2 * sizes.margin, font, lines: MOST_LINES });
  const top = sizes.margin * 0.75;
  const lineHeight = font.size * LEADING;
  const shapes = lines.map((line, at) => {
    const y = top + at * lineHeight + font.size;
    return textShape(line, { ...font, x: sizes.margin, y, color: colors.ink });
  });
  const space = lines.length > 0 ? 0.3 * font.size : 0;
  return { end: top + lines.length * lineHeight + space, shapes };
}

/** Height of a panel's title and note over a plot of that width. */
export function headHeight(panel: Panel, width: number, theme: Theme): number {
  const lines = headLines(panel, width, theme);
  if (lines.length === 0) return 0;
  return lines.reduce((sum, { font }) => sum + font.size * LEADING, 0.4 * theme.text.label);
}

/** A panel's title and note; those of a row begin at one height, `head` above their plots. */
export function drawHead(
  panel: Panel,
  { rectangle, head }: { readonly rectangle: Rectangle; readonly head: number },
  theme: Theme,
): Shape[] {
  let end = rectangle.top - head;
  return headLines(panel, rectangle.width, theme).map(({ line, font, color }) => {
    const y = end + font.size;
    end += font.size * LEADING;
    return textShape(line, { ...font, x: rectangle.left, y, color });
  });
}

function headLines(panel: Panel, width: number, { text, colors }: Theme) {
  const title: Font = { size: text.panelTitle, bold: true };
  const note: Font = { size: text.label };
  const lines = (words: string, font: Font, color: string) =>
    wrapText(words, { width, font, lines: MOST_LINES }).map((line) => ({ line, font, color }));
  return [...lines(panel.title, title, colors.ink), ...lines(panel.note, note, colors.muted)];
}
