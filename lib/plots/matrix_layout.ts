/** Where everything in a matrix of maps goes, with its headings and legend. */

import type { Rectangle } from "./geometry.ts";
import { fitsStack, layoutLegend, type Legend, stackLegend } from "./legend.ts";
import type { LegendEntry } from "./legend_entries.ts";
import { type Font, measureText } from "./measure.ts";
import { BESIDE, columnTexts, LEADING, OVER, rowTexts } from "./matrix_texts.ts";
import type { Shape } from "./svg.ts";
import { cutText } from "./text.ts";
import type { Theme } from "./theme.ts";

/** What is written around and beside the maps. */
export interface MatrixTexts {
  /** One a row. */
  readonly rows: readonly string[];
  /** One a column, that of the data the first. */
  readonly columns: readonly string[];
  /** Rows of scores, one a column after the first. */
  readonly scores: readonly (readonly string[])[];
}

/** Maps, headings and legend in their places. */
export interface MatrixLayout {
  readonly width: number;
  readonly height: number;
  /** Rows of maps, all of one size. */
  readonly maps: readonly (readonly Rectangle[])[];
  /** Headings and legend. */
  readonly texts: readonly Shape[];
}

/** Between rows, and from a score to the next map. */
const ROW_GAP = 12;
const COLUMN_GAP = 18;

/** Smaller maps are not worth looking at: the figure grows. */
const LEAST_MAP = 84;

/** Maps may be this much wider than high. */
const STRETCH = 1.25;

/** From a row's name to its first map. */
const AFTER_NAME = 14;

/** Lines of a column's heading at most. */
const HEADING_LINES = 2;

interface Surroundings {
  readonly legend: readonly LegendEntry[];
  /** Where the title ends. */
  readonly top: number;
  readonly theme: Theme;
}

/**
 * Places the maps of a matrix: as large as the figure allows, all alike.
 *
 * @param texts of rows, columns and scores
 * @param surroundings what stands around the maps
 * @returns their places, and the size of the figure: the theme's, unless it would make maps too small
 */
export function layoutMatrix(texts: MatrixTexts, surroundings: Surroundings): MatrixLayout {
  const font: Font = { size: surroundings.theme.text.label, bold: true };
  const single = place(texts, surroundings, 1);
  const fits = texts.columns.every((name) => measureText(name, font) <= single.headingWidth);
  return fits ? single : place(texts, surroundings, HEADING_LINES);
}

interface PlacedMatrix extends MatrixLayout {
  /** Room for a column's heading. */
  readonly headingWidth: number;
}

function place(
  texts: MatrixTexts,
  { legend: entries, top, theme }: Surroundings,
  headingLines: number,
): PlacedMatrix {
  const { sizes, text } = theme;
  const rowFont: Font = { size: text.label };
  const rowNames = texts.rows.map((name) => cutText(name, sizes.width / 6, rowFont));
  const left = sizes.margin + widest(rowNames, rowFont) + AFTER_NAME;
  const score = BESIDE + widest(texts.scores.flat(), { size: text.tick, bold: true });
  const legend = legendFor(entries, theme);
  const isBeside = fitsStack(entries) && entries.length > 0;
  const aside = isBeside ? COLUMN_GAP + legend.width : 0;
  const start = top + (isBeside ? 0 : legend.height) + headingLines * LEADING * text.label + OVER;
  const [across, down] = [texts.columns.length, texts.rows.length];
  // The first column has no scores.
  const between = (across - 1) * (score + COLUMN_GAP);
  const room = {
    width: (sizes.width - sizes.margin - left - aside - between) / across,
    height: (sizes.height - sizes.margin - start - (down - 1) * ROW_GAP) / down,
  };
  const height = Math.max(LEAST_MAP, Math.min(room.height, room.width * STRETCH));
  const width = Math.max(LEAST_MAP, Math.min(room.width, height * STRETCH));
  const leftOf = (column: number) =>
    left + column * (width + COLUMN_GAP) + Math.max(0, column - 1) * score;
  const maps = texts.rows.map((_, row) =>
    texts.columns.map((_, column): Rectangle => {
      return { left: leftOf(column), top: start + row * (height + ROW_GAP), width, height };
    })
  );
  const end = leftOf(across) - COLUMN_GAP;
  const headings = { headingLines, headingWidth: width + score, theme };
  return {
    width: Math.max(sizes.width, end + aside + sizes.margin),
    height: Math.max(sizes.height, start + down * (height + ROW_GAP) - ROW_GAP + sizes.margin),
    headingWidth: headings.headingWidth,
    maps,
    texts: [
      ...columnTexts(texts.columns, maps[0], headings),
      ...rowTexts(rowNames, maps, theme),
      ...(isBeside ? legend.draw(end + COLUMN_GAP, start) : legend.draw(sizes.margin, top)),
    ],
  };
}

function legendFor(entries: readonly LegendEntry[], theme: Theme): Legend {
  const { width, margin } = theme.sizes;
  const context = { theme, slotOf: () => 0 };
  return fitsStack(entries)
    ? stackLegend(entries, { ...context, width: width / 5 })
    : layoutLegend(entries, { ...context, width: width - 2 * margin });
}

function widest(texts: readonly string[], font: Font): number {
  return Math.max(0, ...texts.map((text) => measureText(text, font)));
}
