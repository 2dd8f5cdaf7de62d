/** Cells of numbers as colours. */

import type { Range, ScaleKind } from "../axes/scale.ts";
import { valueText } from "../format.ts";
import type { Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { measureText, textShape } from "../text.ts";
import { cellColor, fontOf, inkOn } from "../theme.ts";
import { drawLevels } from "./levels.ts";

/** Numbers in columns and rows. */
export interface Cells {
  /** Settings of the columns, from left to right. */
  readonly x: readonly (number | string)[];
  /** Settings of the rows, from bottom to top. */
  readonly y: readonly (number | string)[];
  /** A row for each of `y`, a number for each of `x`; what is not finite has the colour of no number. */
  readonly values: readonly ArrayLike<number>[];
}

/** How cells are drawn. */
interface CellStyle {
  /** The numbers at both ends of the colours. */
  readonly range: Range;
  readonly scale: ScaleKind;
  /** Whether cells show their numbers where these fit. */
  readonly showValues: boolean;
  /** Numbers along which lines are drawn between the cells. */
  readonly levels?: readonly number[];
  /** The column and row of a cell with a frame. */
  readonly framed?: readonly [column: number, row: number];
}

/** The share of a number between the ends of the colours, from 0 to 1; NaN for none. */
function shareOf(value: number, { range: [low, high], scale }: { range: Range; scale: ScaleKind }) {
  if (!Number.isFinite(value) || scale === "log" && value <= 0) return NaN;
  if (low === high) return 1;
  const share = scale === "log"
    ? Math.log(value / low) / Math.log(high / low)
    : (value - low) / (high - low);
  return Math.min(1, Math.max(0, share));
}

/** Draws the cells, their numbers, lines along levels, and the frame of one of them. */
export function drawCells(
  { x, y, values }: Cells,
  style: CellStyle,
  plot: Plot,
): Shape[] {
  const { theme } = plot;
  const font = fontOf(theme, "tick");
  const [width, height] = [plot.x(1) - plot.x(0), plot.y(0) - plot.y(1)];
  const shapes: Shape[] = [];
  for (let row = 0; row < y.length; row++) {
    for (let column = 0; column < x.length; column++) {
      const value = values[row][column];
      const share = shareOf(value, style);
      const fill = Number.isNaN(share) ? theme.colors.unknown : cellColor(theme, share);
      const place = { x: plot.x(column - 0.5), y: plot.y(row + 0.5), width, height };
      shapes.push(element("rect", { ...place, fill }));
      const text = theme.words.digits(valueText(value));
      const fits = measureText(text, font) + 8 <= width && 1.2 * font.size <= height;
      if (!style.showValues || !Number.isFinite(value) || !fits) continue;
      shapes.push(textShape(text, {
        ...font,
        x: plot.x(column),
        y: plot.y(row) + 0.35 * font.size,
        color: inkOn(theme, fill),
        anchor: "middle",
      }));
    }
  }
  const { levels = [], framed, range, scale } = style;
  return [
    ...marked({ role: "region" }, shapes),
    ...drawLevels({ x, y, values }, { levels, scale, range }, plot),
    ...(framed === undefined ? [] : [frameOf(framed, plot)]),
  ];
}

/** A frame of two colours, of which one is visible on any cell. */
function frameOf([column, row]: readonly [number, number], plot: Plot): Shape {
  const { colors } = plot.theme;
  const [width, height] = [plot.x(1) - plot.x(0), plot.y(0) - plot.y(1)];
  const place = { x: plot.x(column - 0.5), y: plot.y(row + 0.5), width, height, fill: "none" };
  return element("g", {}, [
    element("rect", { ...place, stroke: colors.background, "stroke-width": 6 }),
    element("rect", { ...place, stroke: colors.ink, "stroke-width": 3 }),
  ]);
}
