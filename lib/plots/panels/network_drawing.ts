/** The shapes of a network as a diagram. */

import type { UnitLayer, UnitMaps } from "../../models/field.ts";
import { pathData, type Point, type Rectangle } from "../geometry.ts";
import { drawSignedMap, type SignSlots } from "../marks/signed_map.ts";
import { drawWeightLines, type WeightLine } from "../marks/weight_lines.ts";
import type { DrawablePanel, Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { cutText, textShape } from "../text.ts";
import { fontOf } from "../theme.ts";
import { type NetworkPlaces, type NetworkShape, placeNetwork } from "./network_layout.ts";
import { drawMap } from "./small_map.ts";

/** What is drawn. */
export interface DrawnNetwork {
  readonly maps: UnitMaps;
  /** Names of the maps of inputs and outputs; none if empty. */
  readonly names: { readonly inputs: readonly string[]; readonly outputs: readonly string[] };
  /** The panel of the map at the end. */
  readonly output: DrawablePanel | undefined;
  /** The absolute weight of the widest line. */
  readonly most: number;
  readonly slots: SignSlots;
  readonly shape: NetworkShape;
}

/** Draws the lines, the maps over them, and the map at the end. */
export function drawNetwork(
  { maps, names, output, most, slots, shape }: DrawnNetwork,
  plot: Plot,
): Shape[] {
  const { theme, rectangle } = plot;
  const last = maps.layers.length - 1;
  const nameHeight = NAME_HEIGHT * fontOf(theme, "tick").size;
  const places = placeNetwork({
    ...shape,
    names: maps.layers.map((_, layer) => {
      const own = layer === 0 ? names.inputs : layer === last ? names.outputs : [];
      return own.length > 0 ? nameHeight : 0;
    }),
  }, rectangle);
  const { layers, size } = maps;
  const points = size[0] * size[1];
  const drawn = layers.flatMap(({ values, units }, layer) => {
    const highest = largest(values);
    return units.flatMap((_, at) => {
      const own = { size, values: values.subarray(at * points, (at + 1) * points), most: highest };
      const box = places.units[layer][at];
      return [...drawSignedMap(own, box, { theme, slots }), frameOf(box, plot)];
    });
  });
  return [
    ...drawWeightLines(linesOf(layers, places), { most, theme, slots }),
    ...joinOutput(places, plot),
    ...drawn,
    ...namesBelow(names.inputs, { ...places, layer: 0 }, plot),
    ...namesBelow(names.outputs, { ...places, layer: last }, plot),
    ...(output && places.output ? drawMap(output, places.output, theme) : []),
  ];
}

/** A line for each weight, from the right edge of one map to the left edge of the other. */
function linesOf(layers: readonly UnitLayer[], { units }: NetworkPlaces): WeightLine[] {
  return layers.slice(1).flatMap(({ weights }, before) => {
    const [from, to] = [units[before], units[before + 1]];
    return Array.from(weights, (weight, at): WeightLine => ({
      from: rightOf(from[at % from.length]),
      to: leftOf(to[Math.floor(at / from.length)]),
      weight,
    }));
  });
}

function rightOf({ left, top, width, height }: Rectangle): Point {
  return [left + width, top + height / 2];
}

function leftOf({ left, top, height }: Rectangle): Point {
  return [left, top + height / 2];
}

/** Thin lines from the outputs to the map at the end, which have no weights. */
function joinOutput({ units, output }: NetworkPlaces, { theme }: Plot): Shape[] {
  if (output === undefined) return [];
  const d = units[units.length - 1].map((box) => pathData([rightOf(box), leftOf(output)])).join("");
  const line = element("path", { d, stroke: theme.colors.axis, "stroke-width": 1.5 });
  return marked({ role: "guide" }, [line]);
}

function frameOf({ left: x, top: y, width, height }: Rectangle, { theme }: Plot): Shape {
  const place = { x, y, width, height, fill: "none" };
  return element("rect", { ...place, stroke: theme.colors.axis, "stroke-width": 1 });
}

/** Height of a name below a map, in font sizes. */
const NAME_HEIGHT = 1.35;

/** Names below maps, if there is room for them, and those that are cut still differ. */
function namesBelow(
  names: readonly string[],
  { units, widths, layer }: NetworkPlaces & { readonly layer: number },
  { theme }: Plot,
): Shape[] {
  const font = fontOf(theme, "tick");
  const boxes = units[layer];
  const [{ height, top, width }] = boxes;
  const room = boxes.length < 2 ? Infinity : boxes[1].top - top - height;
  if (room < 1.2 * font.size) return [];
  const shown = names.map((name) => cutText(name, 0.96 * widths[layer], font));
  if (new Set(shown).size < new Set(names).size) return [];
  return shown.map((name, at) =>
    textShape(name, {
      ...font,
      x: boxes[at].left + width / 2,
      y: boxes[at].top + height + font.size,
      color: theme.colors.muted,
      anchor: "middle",
    })
  );
}

/** The largest absolute value of those that are finite; 0 if there are none. */
export function largest(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}
