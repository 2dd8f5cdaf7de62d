/** Numbers over the plane around 0 as bands: one colour below 0, another one above. */

import { pathData, type Point, type Rectangle, simplify } from "../geometry.ts";
import { element, marked, type Shape } from "../shape.ts";
import { type Theme, tint } from "../theme.ts";
import { isoRings } from "./contours.ts";

/** Colours of the two signs. */
export interface SignSlots {
  readonly negative: number;
  readonly positive: number;
}

/** Numbers on a grid, row 0 at the bottom. */
export interface SignedMap {
  readonly size: readonly [columns: number, rows: number];
  readonly values: Float32Array;
  /** The absolute value with the strongest colour. */
  readonly most: number;
}

/** Lower bounds of the bands of each sign, as shares of the largest absolute value. */
const BANDS = [0.04, 0.2, 0.4, 0.6, 0.8];

/** The strength of the colour of the outermost band, beyond that of certain classes. */
const STRONGEST = 2;

/** Maximum deviation of an outline, in units: maps are small. */
const TOLERANCE = 0.15;

/** The bands of both signs from the lowest to the highest: slot and strength of their colours. */
export function signedSteps(
  { negative, positive }: SignSlots,
): { readonly slot: number; readonly certainty: number }[] {
  return [
    ...BANDS.map((_, band) => ({ slot: negative, certainty: strengthOf(band) })).reverse(),
    ...BANDS.map((_, band) => ({ slot: positive, certainty: strengthOf(band) })),
  ];
}

function strengthOf(band: number): number {
  return STRONGEST * (BANDS[band] + (BANDS[band + 1] ?? 1)) / 2;
}

/** Draws the numbers in a box; in grey if one is not finite. */
export function drawSignedMap(
  { size: [columns, rows], values, most }: SignedMap,
  box: Rectangle,
  { theme, slots }: { readonly theme: Theme; readonly slots: SignSlots },
): Shape[] {
  const { left: x, top: y, width, height } = box;
  const { colors } = theme;
  const isKnown = values.every(Number.isFinite);
  const ground = { x, y, width, height, fill: isKnown ? colors.background : colors.unknown };
  const place = ([column, row]: Point): Point => [
    x + column / (columns - 1) * width,
    y + height - row / (rows - 1) * height,
  ];
  const bandsOf = (sign: 1 | -1, slot: number) => {
    const grid = {
      ...{ left: 0, top: 0, columns, rows },
      values: Float64Array.from(values, (value) => sign * value),
    };
    return BANDS.flatMap((bound, band): Shape[] => {
      const rings = isoRings(grid, bound * most);
      if (rings.length === 0) return [];
      const d = rings.map((ring) => ring.map(place))
        .map((ring) => pathData(simplify([...ring, ring[0]], TOLERANCE).slice(0, -1), true));
      const fill = tint(theme, slot, strengthOf(band));
      return [element("path", { d: d.join(""), fill, "fill-rule": "evenodd" })];
    });
  };
  const bands = isKnown && most > 0
    ? [...bandsOf(-1, slots.negative), ...bandsOf(1, slots.positive)]
    : [];
  return marked({ role: "region" }, [element("rect", ground), ...bands]);
}
