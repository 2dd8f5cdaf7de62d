/** The shapes of a matrix of maps: maps with thin lines and small points, and the texts around them. */

import { validationMessage } from "../../check.ts";
import type { Field } from "../../models/field.ts";
import type { Rectangle } from "../geometry.ts";
import { drawPoints, type PointSet, readyPoints, thinned } from "../marks/points.ts";
import { type DrawablePanel, inStyle, isDrawable } from "../panel.ts";
import { contourPanel } from "../panels/contour_panel.ts";
import type { Shape } from "../shape.ts";
import type { PanelStyle } from "../style.ts";
import { emptyMessage, textShape, wrapText } from "../text.ts";
import { fontOf, type Theme } from "../theme.ts";

/** Distance of a map from the score beside it, in units. */
export const TO_SCORE = 7;

/** Distance of a map from the baseline of the score below it, in font sizes. */
export const TO_BASELINE = 1;

/** Distance of a heading from its map, in units. */
export const HEADING_SPACE = 6;

/** Line height of a heading, in font sizes. */
export const LEADING = 1.2;

/** Draws the headings of the columns, whose last lines are right above the maps. */
export function columnTexts(
  names: readonly string[],
  maps: readonly Rectangle[],
  { headingLines, headingWidth, theme }: {
    headingLines: number;
    headingWidth: number;
    theme: Theme;
  },
): Shape[] {
  const { colors } = theme;
  const font = fontOf(theme, "label", true);
  return names.flatMap((name, column) => {
    const { left, top, width } = maps[column];
    const lines = wrapText(name, {
      width: column === 0 ? width : headingWidth,
      font,
      lines: headingLines,
    });
    return lines.map((line, at) => {
      const y = top - HEADING_SPACE - 4 - (lines.length - 1 - at) * LEADING * font.size;
      return textShape(line, { ...font, x: left, y, color: colors.ink });
    });
  });
}

/** Draws the names of the rows, vertically centred on their maps. */
export function rowTexts(
  names: readonly string[],
  maps: readonly (readonly Rectangle[])[],
  { text, colors, sizes }: Theme,
): Shape[] {
  return names.map((name, row) => {
    const { top, height } = maps[row][0];
    const y = top + height / 2 + 0.35 * text.label;
    return textShape(name, { x: sizes.margin, y, size: text.label, color: colors.ink });
  });
}

/** The position of a score. */
export interface ScorePlace {
  /** Of its start, or of its end for the anchor `end`. */
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly anchor: "start" | "end";
}

/** The position beside the lower right corner of a map, outside it. */
export function besideMap({ left, top, width, height }: Rectangle): ScorePlace {
  return { x: left + width + TO_SCORE, y: top + height - 2, anchor: "start" };
}

/** The position below the lower right corner of a map. */
export function belowMap({ left, top, width, height }: Rectangle, { text }: Theme): ScorePlace {
  return { x: left + width, y: top + height + TO_BASELINE * text.tick, anchor: "end" };
}

/** Draws the scores of a row, the best of them in bold. */
export function scoreTexts(
  scores: readonly number[],
  { texts, places }: { readonly texts: readonly string[]; readonly places: readonly ScorePlace[] },
  { text, colors }: Theme,
): Shape[] {
  const best = Math.max(...scores.filter(Number.isFinite));
  return texts.map((words, at) => {
    const isBest = scores[at] === best;
    const color = isBest ? colors.ink : colors.muted;
    return textShape(words, { ...places[at], size: text.tick, bold: isBest, color });
  });
}

/** More points overlap on small maps. */
const MAX_POINTS = 400;

/** A panel of a model's field with points. */
export function mapPanel(
  field: Field,
  points: readonly PointSet[],
  style: PanelStyle,
): DrawablePanel {
  const panel = contourPanel(field, { points });
  if (!isDrawable(panel)) {
    throw new TypeError(validationMessage("draw the matrix", "a field", "drawn", panel));
  }
  return inStyle(panel, style);
}

/** A panel of points alone over the range of a field; without points it has a message. */
export function dataPanel(
  field: Field,
  points: readonly PointSet[],
  style: PanelStyle,
): DrawablePanel {
  const ready = thinned(readyPoints(points, field.classes), MAX_POINTS);
  const isEmpty = ready.every(({ places }) => places.length === 0);
  return {
    ...mapPanel(field, points, style),
    draw: (plot) =>
      isEmpty ? [emptyMessage(style.words.say("no points"), plot)] : drawPoints(ready, plot),
  };
}
