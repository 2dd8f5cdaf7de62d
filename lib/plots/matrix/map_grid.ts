/** The boxes of the maps of a matrix, in columns and rows: of one size, as large as the canvas allows. */

import type { Range } from "../axes/scale.ts";
import type { Heading } from "../layout/titles.ts";
import { fitted, type Rectangle } from "../geometry.ts";
import { measureText } from "../text.ts";
import { type Font, fontOf, type Theme } from "../theme.ts";
import { HEADING_SPACE, LEADING, TO_BASELINE, TO_SCORE } from "./matrix_drawing.ts";

/** The texts around and beside the maps. */
export interface MatrixTexts {
  /** Of the whole figure. */
  readonly heading: Heading;
  /** One for each row. */
  readonly rows: readonly string[];
  /** One for each column; the first is that of the data. */
  readonly columns: readonly string[];
  /** Rows of scores, one for each column after the first. */
  readonly scores: readonly (readonly string[])[];
  /** Minimum and maximum width of the maps of each row, for a height of 1. */
  readonly aspects: readonly Range[];
}

/** Where scores, legend and headings go. */
export interface Arrangement {
  /** Whether scores are beside their maps; else they are below. */
  readonly scoresBeside: boolean;
  /** Whether the legend is beside all maps; else it is above. */
  readonly legendBeside: boolean;
  /** Number of lines of the columns' headings. */
  readonly headingLines: number;
}

/** Distance of rows, and of columns without scores between them, in units. */
const GAP = 12;
/** Distance of a score from the next map or the legend, in units. */
export const COLUMN_GAP = 18;

/** Minimum width and height of a box for a map: the canvas grows instead. */
const MIN_MAP = 66;

/** The space around the boxes of the maps. */
export interface GridMargins {
  /** Left edge of the first column. */
  readonly left: number;
  /** Upper edge of the headings. */
  readonly top: number;
  /** Width of the legend to the right of all maps. */
  readonly aside: number;
  readonly theme: Theme;
}

/** Boxes of one size in columns and rows. */
export interface MapGrid {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly box: { readonly width: number; readonly height: number };
  /** Distance of a box from the next one. */
  readonly gap: { readonly x: number; readonly y: number };
  /** Width of a score beside its map, with the space before it; 0 for scores below. */
  readonly scoreWidth: number;
  /** Maximum width of a heading over the data: over maps with scores it is wider by their width. */
  readonly headingWidth: number;
  /** Of the canvas. */
  readonly width: number;
  /** Of the canvas. */
  readonly height: number;
}

/** Measures the boxes: they fill the canvas, which grows if they would be too small. */
export function mapGrid(
  { columns: headingsOf, rows: { length: rows }, scores, aspects }: MatrixTexts,
  { scoresBeside, headingLines }: Arrangement,
  { left, top: headings, aside, theme }: GridMargins,
): MapGrid {
  const { sizes, text } = theme;
  const { length: columns } = headingsOf;
  const headingHeight = headingLines * LEADING * text.label + HEADING_SPACE;
  const top = headings + headingHeight;
  const score = widest(scores.flat(), fontOf(theme, "tick", true));
  const scoreWidth = scoresBeside ? TO_SCORE + score : 0;
  const scoreHeight = scoresBeside ? 0 : TO_BASELINE * text.tick;
  const least = (scoresBeside ? COLUMN_GAP : GAP) + scoreWidth;
  const freeWidth = sizes.width - sizes.margin - left - aside - (columns - 1) * least;
  const freeHeight = sizes.isHeightFree
    ? Infinity
    : sizes.height - sizes.margin - top - (rows - 1) * (GAP + scoreHeight) - scoreHeight;
  const box = boxSize({ width: freeWidth / columns, height: freeHeight / rows }, aspects);
  // Space that the maps leave is for words of headings that are wider than a map.
  const words = headingsOf.flatMap((name) => name.split(" "));
  const missing = widest(words, fontOf(theme, "label", true)) - box.width - scoreWidth;
  const spare = (freeWidth - columns * box.width) / Math.max(1, columns - 1);
  const headingSpace = Math.max(0, Math.min(missing, spare));
  const gap = { x: least + headingSpace, y: GAP + scoreHeight };
  const right = left + columns * (box.width + gap.x) - gap.x;
  const bottom = top + rows * (box.height + gap.y) - gap.y + scoreHeight;
  return {
    left,
    top,
    right,
    box,
    gap,
    scoreWidth,
    headingWidth: box.width + headingSpace,
    width: Math.max(sizes.width, right + aside + sizes.margin),
    height: Math.max(sizes.height, bottom + sizes.margin),
  };
}

/** The maps in their boxes, each in the proportions of its row. */
export function mapsIn(
  { left, top, box, gap, scoreWidth }: MapGrid,
  texts: MatrixTexts,
): Rectangle[][] {
  return texts.rows.map((_, row) =>
    texts.columns.map((_, column): Rectangle => {
      // The first column, of the data alone, has no scores.
      const x = left + column * (box.width + gap.x) - (column > 0 ? scoreWidth : 0);
      const y = top + row * (box.height + gap.y);
      return { ...fitted({ left: x, top: y, ...box }, texts.aspects[row]), left: x };
    })
  );
}

/** The size of a box that is not larger than maps of those proportions need. */
function boxSize(
  free: { readonly width: number; readonly height: number },
  aspects: readonly Range[],
): MapGrid["box"] {
  const tallest = free.width / Math.min(...aspects.map(([min]) => min));
  const height = Math.max(MIN_MAP, Math.min(free.height, tallest));
  const widest = height * Math.max(...aspects.map(([, max]) => max));
  return { height, width: Math.max(MIN_MAP, Math.min(free.width, widest)) };
}

/** Width of the widest text. */
export function widest(texts: readonly string[], font: Font): number {
  return Math.max(0, ...texts.map((text) => measureText(text, font)));
}
