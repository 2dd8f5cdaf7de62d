/** Lines of equal value between cells. */

import type { Range, ScaleKind } from "../axes/scale.ts";
import { pathData, type Point } from "../geometry.ts";
import type { Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { cellColor, inkOn } from "../theme.ts";
import { innerLines, isoRings } from "./contours.ts";

/** Cells in columns and rows, whose middles have the numbers. */
interface LevelCells {
  readonly x: readonly unknown[];
  readonly y: readonly unknown[];
  readonly values: readonly ArrayLike<number>[];
}

/** The lines, and how numbers between cells are interpolated. */
interface Levels {
  readonly levels: readonly number[];
  readonly scale: ScaleKind;
  /** The numbers at both ends of the colours. */
  readonly range: Range;
}

/** Draws the lines; they end where a cell has no number. */
export function drawLevels(
  { x, y, values }: LevelCells,
  { levels, scale, range }: Levels,
  plot: Plot,
): Shape[] {
  if (x.length < 2 || y.length < 2) return [];
  const own = (value: number) => scale === "log" ? Math.log(value) : value;
  const isNumber = (column: number, row: number) => Number.isFinite(own(values[row][column]));
  // Cells without a number lie above all levels, by so much that no line passes through their neighbours.
  const highest = Math.max(own(range[1]), ...levels.map(own));
  const beyond = highest + Math.max(1, highest - own(range[0]));
  const grid = {
    ...{ left: 0, top: 0, columns: x.length, rows: y.length },
    values: Float64Array.from({ length: x.length * y.length }, (_, at) => {
      const value = own(values[Math.floor(at / x.length)][at % x.length]);
      return Number.isFinite(value) ? value : beyond;
    }),
  };
  const shapes = levels.flatMap((level) => {
    const share = (own(level) - own(range[0])) / (own(range[1]) - own(range[0]));
    const stroke = inkOn(plot.theme, cellColor(plot.theme, Math.min(1, Math.max(0, share))));
    return isoRings(grid, own(level)).flatMap((ring) => innerLines(ring, grid))
      .flatMap((line) => partsWith(line, isNumber))
      .map((line) =>
        element("path", {
          d: pathData(line.map(([column, row]): Point => [plot.x(column), plot.y(row)])),
          fill: "none",
          stroke,
          "stroke-width": 1.5,
        })
      );
  });
  return shapes.length === 0 ? [] : marked({ role: "guide" }, shapes);
}

/** The parts of a line whose points lie between cells with numbers. */
function partsWith(
  line: readonly Point[],
  isNumber: (column: number, row: number) => boolean,
): Point[][] {
  const parts: Point[][] = [[]];
  for (const point of line) {
    const [column, row] = point;
    const isWhole = [Math.floor, Math.ceil].every((round) => isNumber(round(column), round(row)));
    if (isWhole) parts[parts.length - 1].push(point);
    else parts.push([]);
  }
  return parts.filter(({ length }) => length > 1);
}
