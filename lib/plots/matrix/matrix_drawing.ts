/** The shapes of a matrix of maps: maps with thin lines and small points, and the texts around them. */

import type { Field } from "../../models/field.ts";
import type { Rectangle } from "../geometry.ts";
import { drawPoints } from "../marks/draw_points.ts";
import { type PointSet, readyPoints, thinned } from "../marks/points.ts";
import { checkPanel, type DrawablePanel, inStyle } from "../panel.ts";
import { contourPanel } from "../panels/contour_panel.ts";
import type { Shape } from "../shape.ts";
import type { PanelStyle } from "../style.ts";
import { emptyMessage, fontForWords, textShape, wrapText } from "../text.ts";
import { type Font, fontOf, type Theme } from "../theme.ts";

/** Distance of a map from the score beside it, in units. */
export const TO_SCORE = 7;

/** Distance of a map from the baseline of the score below it, in font sizes. */
export const TO_BASELINE = 1;

/** Distance of a heading from its map, in units. */
export const HEADING_SPACE = 6;

/** The smallest size of a heading or a name whose words would be broken otherwise, as a share of labels. */
export const LEAST_WORD = 0.72;

/** Line height of a heading, in font sizes. */
export const LEADING = 1.2;

/** Draws the headings of the columns, whose last lines are right above the maps. */
export function columnTexts(
  names: readonly string[],
  { maps: [maps], headingWidth, scoreWidth }: {
    readonly maps: readonly (readonly Rectangle[])[];
    readonly headingWidth: number;
    readonly scoreWidth: number;
  },
  { headingLines: lines, theme }: { readonly headingLines: number; readonly theme: Theme },
): Shape[] {
  const { colors } = theme;
  const widths = names.map((_, column) => headingWidth + (column === 0 ? 0 : scoreWidth));
  const room = { font: fontOf(theme, "label", true), lines, least: LEAST_WORD * theme.text.label };
  const fonts = names.map((name, column) =>
    fontForWords([name], { ...room, width: widths[column] })
  );
  const size = Math.min(...fonts.map(({ size }) => size));
  return names.flatMap((name, column) => {
    const { left, top } = maps[column];
    const font = { ...fonts[column], size };
    return wrapText(name, { width: widths[column], font, lines }).map((line, at, { length }) => {
      const y = top - HEADING_SPACE - 4 - (length - 1 - at) * LEADING * size;
      return textShape(line, { ...font, x: left, y, color: colors.ink });
    });
  });
}

/** Draws the names of the rows, vertically centred on their maps. */
export function rowTexts(
  names: readonly (readonly string[])[],
  maps: readonly (readonly Rectangle[])[],
  { theme: { colors, sizes }, font }: { readonly theme: Theme; readonly font: Font },
): Shape[] {
  return names.flatMap((lines, row) => {
    const { top, height } = maps[row][0];
    return lines.map((line, at) => {
      const down = 0.35 + (at - (lines.length - 1) / 2) * LEADING;
      const y = top + height / 2 + down * font.size;
      return textShape(line, { ...font, x: sizes.margin, y, color: colors.ink });
    });
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
  return inStyle(checkPanel("draw the matrix", "a field", panel), style);
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
