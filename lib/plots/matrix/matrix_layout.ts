/** The positions of everything in a matrix of maps, which are as large as the figure allows. */

import type { Rectangle } from "../geometry.ts";
import { growToFit } from "../layout/arrange.ts";
import { fitsStack, layoutLegend, type Legend, stackLegend } from "../layout/legend.ts";
import { figureTitle } from "../layout/titles.ts";
import type { LegendEntry } from "../panel.ts";
import type { Shape } from "../shape.ts";
import { fontForWords, measureText, wrapText } from "../text.ts";
import { fontOf, type Theme } from "../theme.ts";
import {
  type Arrangement,
  COLUMN_GAP,
  mapGrid,
  mapsIn,
  type MatrixTexts,
  widest,
} from "./map_grid.ts";
import {
  belowMap,
  besideMap,
  columnTexts,
  LEAST_WORD,
  rowTexts,
  type ScorePlace,
} from "./matrix_drawing.ts";

/** The positions of maps, headings and legend. */
export interface MatrixLayout {
  readonly width: number;
  readonly height: number;
  /** Rows of maps; the maps of a row have the same size. */
  readonly maps: readonly (readonly Rectangle[])[];
  /** The position of a map's score. */
  readonly scoreAt: (map: Rectangle, theme: Theme) => ScorePlace;
  /** The shapes of title, headings and legend. */
  readonly texts: readonly Shape[];
}

/** Maximum number of lines of a column's heading. */
const MAX_HEADING_LINES = 2;

/**
 * Places the maps of a matrix in boxes of one size, as large as the figure allows. Of the arrangements
 * with scores beside or below the maps, and with the legend beside or above all maps, the one with the
 * largest maps is taken.
 *
 * @param texts of rows, columns and scores
 * @param surroundings legend and theme
 * @returns the positions, and the size of the canvas: larger than the theme's if maps would be too
 * small
 */
export function layoutMatrix(
  texts: MatrixTexts,
  { legend, theme }: { readonly legend: readonly LegendEntry[]; readonly theme: Theme },
): MatrixLayout {
  const legendPlaces = legend.length > 0 && fitsStack(legend) ? [true, false] : [false];
  return growToFit(theme, 1, (theme) => {
    const title = figureTitle(texts.heading, theme.sizes.width, theme);
    const layouts = [true, false].flatMap((scoresBeside) =>
      legendPlaces.map((legendBeside) => {
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

/** Places everything, with headings on one line if they fit, or else on two. */
function withHeadings(
  texts: MatrixTexts,
  arrangement: Arrangement,
  surroundings: Surroundings,
) {
  const { theme } = surroundings;
  const font = fontOf(theme, "label", true);
  const single = placeMaps(texts, arrangement, surroundings);
  const room = single.headingWidth + single.scoreWidth;
  const isShort = texts.columns.every((name) => measureText(name, font) <= room);
  const headingLines = isShort ? 1 : MAX_HEADING_LINES;
  const placed = isShort
    ? single
    : placeMaps(texts, { ...arrangement, headingLines }, surroundings);
  const headings = columnTexts(texts.columns, placed, { headingLines, theme });
  return { ...placed, texts: [...headings, ...placed.texts] };
}

/** Distance of a row's name from its first map, in units. */
const AFTER_NAME = 14;

/** Legend, title and theme. */
interface Surroundings {
  readonly legend: readonly LegendEntry[];
  /** Lower edge of the title. */
  readonly top: number;
  readonly theme: Theme;
}

/** A layout, and what to compare it by. */
interface PlacedMatrix extends MatrixLayout {
  /** Of one box. */
  readonly area: number;
  /** Whether everything fits on the theme's canvas. */
  readonly fits: boolean;
  /** Maximum width of a heading over the data. */
  readonly headingWidth: number;
  /** By how much wider the headings over maps with scores may be. */
  readonly scoreWidth: number;
}

/** Places maps, names of rows and legend. */
function placeMaps(
  texts: MatrixTexts,
  arrangement: Arrangement,
  { legend: entries, top, theme }: Surroundings,
): PlacedMatrix {
  const { sizes } = theme;
  const { scoresBeside, legendBeside } = arrangement;
  const room = { width: sizes.width / 6, font: fontOf(theme, "label"), lines: 2 };
  const rowFont = fontForWords(texts.rows, { ...room, least: LEAST_WORD * theme.text.label });
  const rowNames = texts.rows.map((name) => wrapText(name, { ...room, font: rowFont }));
  const legend = legendFor(entries, arrangement, theme);
  const grid = mapGrid(texts, arrangement, {
    left: sizes.margin + widest(rowNames.flat(), rowFont) + AFTER_NAME,
    top: top + (legendBeside ? 0 : legend.height),
    aside: legendBeside ? COLUMN_GAP + legend.width : 0,
    theme,
  });
  const { box, width, height, right } = grid;
  const maps = mapsIn(grid, texts);
  return {
    width,
    height,
    fits: width <= sizes.width + 0.01 && (sizes.isHeightFree || height <= sizes.height + 0.01) &&
      !(legendBeside && legend.isCut),
    area: box.width * box.height,
    headingWidth: grid.headingWidth,
    scoreWidth: grid.scoreWidth,
    maps,
    scoreAt: scoresBeside ? besideMap : belowMap,
    texts: [
      ...rowTexts(rowNames, maps, { theme, font: rowFont }),
      ...(legendBeside
        ? legend.draw(right + COLUMN_GAP, grid.top)
        : legend.draw(sizes.margin, top)),
    ],
  };
}

function legendFor(
  entries: readonly LegendEntry[],
  { legendBeside }: Arrangement,
  theme: Theme,
): Legend {
  const { width, margin } = theme.sizes;
  const context = { theme, slotOf: () => 0 };
  return legendBeside
    ? stackLegend(entries, { ...context, width: width / 5 })
    : layoutLegend(entries, { ...context, width: width - 2 * margin });
}
