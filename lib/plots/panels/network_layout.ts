/** The places of a network's units in a diagram: layers in columns from left to right. */

import type { Rectangle } from "../geometry.ts";

/** What is placed. */
export interface NetworkShape {
  /** The number of maps of each layer. */
  readonly counts: readonly number[];
  /** Whether a large map follows the outputs. */
  readonly hasOutput: boolean;
  /** The space below each map of a layer that its name needs, by layer: none by default. */
  readonly names?: readonly number[];
}

/** Widths of columns; only their ratios matter. The rest of a column is for lines. */
const COLUMN = { inputs: 1.6, hidden: 2, outputs: 1.5, output: 2.6 };

/** Maximum side of a map: shares of its column for one row of maps and for two, and of the height. */
const SIDE = { single: 0.58, double: 0.34, height: 0.2 };

/** The share of the distance between maps that a map fills. */
const FILL = 0.86;

/** The columns: their middles, and the width of all. */
export interface Columns {
  readonly middles: readonly number[];
  readonly widths: readonly number[];
  readonly total: number;
}

/** Arranges the columns of the layers, and of the large map as the last one. */
export function columnsOf({ counts, hasOutput }: NetworkShape): Columns {
  const last = counts.length - 1;
  const widths: number[] = counts.map((_, layer) =>
    layer === 0 ? COLUMN.inputs : layer === last ? COLUMN.outputs : COLUMN.hidden
  );
  if (hasOutput) widths.push(COLUMN.output);
  let end = 0;
  const middles = widths.map((width) => (end += width) - width / 2);
  return { middles, widths, total: end };
}

/** The boxes of all maps by layer, and of the large map. */
export interface NetworkPlaces {
  readonly units: readonly (readonly Rectangle[])[];
  /** The widths of the columns. */
  readonly widths: readonly number[];
  readonly output: Rectangle | undefined;
}

/** Places the maps in a rectangle; a layer of many units has two rows of maps, in turns. */
export function placeNetwork(shape: NetworkShape, rectangle: Rectangle): NetworkPlaces {
  const { left, top, width, height } = rectangle;
  const { middles, widths, total } = columnsOf(shape);
  const scale = width / total;
  const units = shape.counts.map((count, layer) =>
    placeLayer(count, {
      middle: left + scale * middles[layer],
      column: scale * widths[layer],
      top,
      height,
      name: shape.names?.[layer] ?? 0,
    })
  );
  const places = { units, widths: widths.map((width) => scale * width) };
  if (!shape.hasOutput) return { ...places, output: undefined };
  const at = widths.length - 1;
  const side = Math.min(scale * widths[at], height);
  const output = {
    left: left + scale * (middles[at] + widths[at] / 2) - side,
    top: top + (height - side) / 2,
    width: side,
    height: side,
  };
  return { ...places, output };
}

/** Maps whose names would make them smaller have none, in units. */
const MIN_NAMED = 30;

function placeLayer(
  count: number,
  { middle, column, top, height, name }: {
    readonly middle: number;
    readonly column: number;
    readonly top: number;
    readonly height: number;
    /** The space for a name below each map. */
    readonly name: number;
  },
): Rectangle[] {
  const most = SIDE.height * height;
  const named = height / count - name;
  const fitting = name > 0 && named >= MIN_NAMED ? named : FILL * height / count;
  const single = Math.min(most, SIDE.single * column, fitting);
  const double = Math.min(most, SIDE.double * column, FILL * 2 * height / (count + 1));
  const isDouble = fitting !== named && double > 1.2 * single;
  const side = isDouble ? double : single;
  const shift = isDouble ? side / 2 / FILL : 0;
  // Maps in two rows overlap in height, so that the first and the last end at the edges.
  const below = fitting === named ? name : 0;
  const pitch = isDouble ? (height - side) / Math.max(1, count - 1) : height / count;
  return Array.from({ length: count }, (_, at): Rectangle => ({
    left: middle - side / 2 + (at % 2 === 0 ? -shift : shift),
    top: isDouble ? top + at * pitch : top + (at + 0.5) * pitch - (side + below) / 2,
    width: side,
    height: side,
  }));
}
