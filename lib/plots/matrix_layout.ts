/** Where everything in a matrix of maps goes: as large as the figure allows. */

import { growToFit } from "./arrange.ts";
import { figureTitle } from "./axes.ts";
import { fitted, type Rectangle } from "./geometry.ts";
import { fitsStack, layoutLegend, type Legend, stackLegend } from "./legend.ts";
import {
  BELOW,
  belowMap,
  BESIDE,
  besideMap,
  columnTexts,
  LEADING,
  OVER,
  rowTexts,
  type ScorePlace,
} from "./matrix_drawing.ts";
import type { LegendEntry } from "./panel.ts";
import type { Range } from "./scale.ts";
import type { Shape } from "./shape.ts";
import { cutText, type Font, measureText } from "./text.ts";
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
  /** Of the maps of each row: minimum and maximum width for a height of 1. */
  readonly aspects: readonly Range[];
}

/** Maps, headings and legend in their places. */
export interface MatrixLayout {
  readonly width: number;
  readonly height: number;
  /** Rows of maps; those of a row are of one size. */
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
  const legendPlaces = legend.length > 0 && fitsStack(legend) ? [true, false] : [false];
  return growToFit(theme, 1, (theme) => {
    const title = figureTitle(texts.title, theme.sizes.width, theme);
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

/** Between rows, and from a score to the next map. */
const GAP = 12;
/** Between columns, where a score is between them. */
const COLUMN_GAP = 18;

/** In lower or narrower boxes maps are not worth looking at: the canvas grows. */
const MIN_MAP = 66;

/** From a row's name to its first map. */
const AFTER_NAME = 14;

/** Which parts are where. */
export interface Arrangement {
  /** Scores beside their maps, not below them. */
  readonly scoresBeside: boolean;
  /** The legend beside all maps, not above them. */
  readonly legendBeside: boolean;
  /** Lines of the columns' headings. */
  readonly headingLines: number;
}

/** What is around the maps. */
export interface Surroundings {
  readonly legend: readonly LegendEntry[];
  /** Where the title ends. */
  readonly top: number;
  readonly theme: Theme;
}

/** Maps in their places, with how good those are. */
export interface PlacedMatrix extends MatrixLayout {
  /** Of one map. */
  readonly area: number;
  /** Whether the maps are large enough on the theme's canvas. */
  readonly fits: boolean;
  /** Room for a column's heading. */
  readonly headingWidth: number;
}

/** Places maps, names of rows and legend. */
export function placeMaps(
  texts: MatrixTexts,
  arrangement: Arrangement,
  { legend: entries, top, theme }: Surroundings,
): PlacedMatrix {
  const { sizes, text } = theme;
  const { scoresBeside, legendBeside, headingLines } = arrangement;
  const rowFont: Font = { size: text.label };
  const rowNames = texts.rows.map((name) => cutText(name, sizes.width / 6, rowFont));
  const left = sizes.margin + widest(rowNames, rowFont) + AFTER_NAME;
  const score = widest(texts.scores.flat(), { size: text.tick, bold: true });
  const legend = legendFor(entries, arrangement, theme);
  const aside = legendBeside ? COLUMN_GAP + legend.width : 0;
  const over = headingLines * LEADING * text.label + OVER;
  const start = top + (legendBeside ? 0 : legend.height) + over;
  const [across, down] = [texts.columns.length, texts.rows.length];
  const gap = scoresBeside ? COLUMN_GAP : GAP;
  const under = scoresBeside ? 0 : BELOW * text.tick;
  const step = { x: gap + (scoresBeside ? BESIDE + score : 0), y: GAP + under };
  const room = {
    width: sizes.width - sizes.margin - left - aside - (across - 1) * step.x,
    height: sizes.height - sizes.margin - start - (down - 1) * step.y - under,
  };
  const size = boxSize({ width: room.width / across, height: room.height / down }, texts.aspects);
  const maps = texts.rows.map((_, row) =>
    texts.columns.map((_, column): Rectangle => {
      // The first column, of the data alone, has no scores.
      const x = left + column * (size.width + step.x) - (column > 0 ? step.x - gap : 0);
      const box = { left: x, top: start + row * (size.height + step.y), ...size };
      return { ...fitted(box, texts.aspects[row]), left: x };
    })
  );
  const end = left + across * (size.width + step.x) - step.x;
  const width = Math.max(sizes.width, end + aside + sizes.margin);
  const height = Math.max(
    sizes.height,
    start + down * (size.height + step.y) - step.y + under + sizes.margin,
  );
  return {
    width,
    height,
    fits: width <= sizes.width + 0.01 && height <= sizes.height + 0.01,
    area: size.width * size.height,
    headingWidth: scoresBeside ? size.width + BESIDE + score : size.width,
    maps,
    scoreAt: scoresBeside ? besideMap : belowMap,
    texts: [
      ...rowTexts(rowNames, maps, theme),
      ...(legendBeside ? legend.draw(end + COLUMN_GAP, start) : legend.draw(sizes.margin, top)),
    ],
  };
}

/** A box as large as there is room, in which no map of those proportions leaves a side free that the others do not need. */
function boxSize(room: { width: number; height: number }, aspects: readonly Range[]) {
  const tallest = room.width / Math.min(...aspects.map(([min]) => min));
  const height = Math.max(MIN_MAP, Math.min(room.height, tallest));
  const widest = height * Math.max(...aspects.map(([, max]) => max));
  return { height, width: Math.max(MIN_MAP, Math.min(room.width, widest)) };
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

function widest(texts: readonly string[], font: Font): number {
  return Math.max(0, ...texts.map((text) => measureText(text, font)));
}
