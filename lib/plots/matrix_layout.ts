/** Where everything in a matrix of maps goes: as large as the figure allows. */

import type { Rectangle } from "./geometry.ts";
import { growToFit } from "./fit_canvas.ts";
import { figureTitle } from "./titles.ts";
import { fitsStack } from "./legend.ts";
import type { LegendEntry } from "./legend_entries.ts";
import { type Font, measureText } from "./measure.ts";
import { type Arrangement, placeMaps } from "./matrix_places.ts";
import { columnTexts, type ScorePlace } from "./matrix_texts.ts";
import type { Shape } from "./svg.ts";
import type { Theme } from "./theme.ts";

/** What is written around and beside the maps. */
export interface MatrixTexts {
  /** Of the whole figure; none where it is blank. */
  readonly title: string;
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
  /** Where scores go, one a map. */
  readonly scoreAt: (map: Rectangle, theme: Theme) => ScorePlace;
  /** Title, headings and legend. */
  readonly texts: readonly Shape[];
}

/** Lines of a column's heading at most. */
const HEADING_LINES = 2;

/**
 * Places the maps of a matrix: as large as the figure allows, all alike. Scores stand beside their
 * maps or, where that leaves larger ones, below them; so does the legend, beside or above them all.
 *
 * @param texts of rows, columns and scores
 * @param surroundings legend and theme
 * @returns their places, and the size of the figure: larger than the theme's where maps would get
 * too small
 */
export function layoutMatrix(
  texts: MatrixTexts,
  { legend, theme }: { readonly legend: readonly LegendEntry[]; readonly theme: Theme },
): MatrixLayout {
  const besides = legend.length > 0 && fitsStack(legend) ? [true, false] : [false];
  return growToFit(theme, 1, (theme) => {
    const title = figureTitle(texts.title, theme.sizes.width, theme);
    const layouts = [true, false].flatMap((scoresBeside) =>
      besides.map((legendBeside) => {
        const arrangement = { scoresBeside, legendBeside, headingLines: 1 };
        return withHeadings(texts, arrangement, { legend, top: title.end, theme });
      })
    );
    const fitting = layouts.filter(({ fits }) => fits);
    const best = (fitting.length > 0 ? fitting : layouts)
      .reduce((best, layout) => layout.area > best.area ? layout : best);
    return { ...best, texts: [...title.shapes, ...best.texts] };
  });
}

/** With headings on one line where they fit, else on two. */
function withHeadings(
  texts: MatrixTexts,
  arrangement: Arrangement,
  surroundings: Parameters<typeof placeMaps>[2],
) {
  const { theme } = surroundings;
  const font: Font = { size: theme.text.label, bold: true };
  const single = placeMaps(texts, arrangement, surroundings);
  const isShort = texts.columns.every((name) => measureText(name, font) <= single.headingWidth);
  const headingLines = isShort ? 1 : HEADING_LINES;
  const placed = isShort
    ? single
    : placeMaps(texts, { ...arrangement, headingLines }, surroundings);
  const { maps, headingWidth } = placed;
  const headings = columnTexts(texts.columns, maps[0], { headingLines, headingWidth, theme });
  return { ...placed, texts: [...headings, ...placed.texts] };
}
