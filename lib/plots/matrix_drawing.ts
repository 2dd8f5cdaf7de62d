/** A matrix of maps as shapes: maps with finer lines and points, and the texts around them. */

import { validationMessage } from "../check.ts";
import type { Field } from "../models/field.ts";
import { contourPanel } from "./contour_panel.ts";
import { fitted, pathData, type Rectangle } from "./geometry.ts";
import { drawPoints, type PointSet, readyPoints, thinned } from "./marks/points.ts";
import { type DrawablePanel, isDrawable } from "./panel.ts";
import { makeScale } from "./scale.ts";
import { equalAspect } from "./shared_axes.ts";
import { element, type Shape } from "./shape.ts";
import { emptyMessage, type Font, textShape, wrapText } from "./text.ts";
import type { Theme } from "./theme.ts";

/** From a map to its score. */
export const BESIDE = 7;

/** From a map down to the baseline of its score, in font sizes. */
export const BELOW = 1;

/** From a heading down to its maps. */
export const OVER = 6;

/** Height of a line of a heading in font sizes. */
export const LEADING = 1.2;

/** Headings end right above their maps. */
export function columnTexts(
  names: readonly string[],
  maps: readonly Rectangle[],
  { headingLines, headingWidth, theme }: {
    headingLines: number;
    headingWidth: number;
    theme: Theme;
  },
): Shape[] {
  const { text, colors } = theme;
  const font: Font = { size: text.label, bold: true };
  return names.flatMap((name, column) => {
    const { left, top, width } = maps[column];
    const lines = wrapText(name, {
      width: column === 0 ? width : headingWidth,
      font,
      lines: headingLines,
    });
    return lines.map((line, at) => {
      const y = top - OVER - 4 - (lines.length - 1 - at) * LEADING * font.size;
      return textShape(line, { ...font, x: left, y, color: colors.ink });
    });
  });
}

/** Names of rows at the middle of their maps. */
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

/** Where a score stands: from `x` on or, below its map, up to there. */
export interface ScorePlace {
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly anchor: "start" | "end";
}

/** Beside the lower right corner of a map, where it covers nothing. */
export function besideMap({ left, top, width, height }: Rectangle): ScorePlace {
  return { x: left + width + BESIDE, y: top + height - 2, anchor: "start" };
}

/** Below the same corner. */
export function belowMap({ left, top, width, height }: Rectangle, { text }: Theme): ScorePlace {
  return { x: left + width, y: top + height + BELOW * text.tick, anchor: "end" };
}

/** The scores of a row; the best of them stands out. */
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

/** More points would hide one another on maps as small as these. */
const MAX_POINTS = 400;

/** Lines and points on small maps, as shares of those on large ones. */
const SMALL = 0.55;

/** A model's field with points. */
export function mapOf(field: Field, points: readonly PointSet[]): DrawablePanel {
  const panel = contourPanel(field, { points });
  if (!isDrawable(panel)) {
    throw new TypeError(validationMessage("draw the matrix", "a field", "drawn", panel));
  }
  return panel;
}

/** Points alone, over the same part of the plane as a field; where there are none, it says so. */
export function dataOf(field: Field, points: readonly PointSet[]): DrawablePanel {
  const ready = thinned(readyPoints(points, field.classes), MAX_POINTS);
  const isEmpty = ready.every(({ places }) => places.length === 0);
  return {
    ...mapOf(field, points),
    draw: (plot) => isEmpty ? [emptyMessage("no points", plot)] : drawPoints(ready, plot),
  };
}

/** A panel without axes, in a thin frame. */
export function drawMap(panel: DrawablePanel, box: Rectangle, theme: Theme): Shape[] {
  const rectangle = fitted(box, equalAspect(panel.x.range, panel.y.range));
  const { left, top, width, height } = rectangle;
  const [right, bottom] = [left + width, top + height];
  const corners = [[left, top], [right, top], [right, bottom], [left, bottom]] as const;
  return [
    ...panel.draw({
      rectangle,
      x: makeScale("linear", { domain: panel.x.range, range: [left, right] }),
      y: makeScale("linear", { domain: panel.y.range, range: [bottom, top] }),
      theme: smaller(theme),
      slotOf: () => 0,
    }),
    element("path", {
      d: pathData(corners, true),
      fill: "none",
      stroke: theme.colors.axis,
      "stroke-width": 1,
    }),
  ];
}

function smaller(theme: Theme): Theme {
  const { sizes } = theme;
  const [min, max] = sizes.pointMarker;
  return {
    ...theme,
    sizes: {
      ...sizes,
      boundary: SMALL * sizes.boundary,
      halo: SMALL * sizes.halo,
      pointMarker: [SMALL * min, SMALL * max],
    },
  };
}
