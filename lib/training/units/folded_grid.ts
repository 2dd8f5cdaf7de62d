/** The square grid of the plane of the inputs, as a layer of two units bends it. */

import { checkCount, validationMessage } from "../../check.ts";
import { checkOptions, checkShape, optionNames } from "../../check_shape.ts";
import { checkRanges } from "../../devices/check_evaluation.ts";
import { checkSignal } from "../../devices/checks.ts";
import type { FoldedGrid } from "../../models/field.ts";
import { checkMlp, type Mlp } from "../../models/mlp.ts";
import { type GridOptions, overGrid } from "../predict_grid.ts";
import { activationAt, firstLayers } from "./layers.ts";

/** Settings of {@linkcode foldedGrid}. */
export interface FoldedGridOptions extends Omit<GridOptions, "size"> {
  /** The number of the layer of two units: 1 for the first hidden one, 0 for the inputs. */
  layer: number;
  /** The number of lines along each axis: 13 by default. */
  lines?: number;
}

const names = optionNames<FoldedGridOptions>({
  ...{ device: true, x: true, y: true, plane: true, signal: true, layer: true, lines: true },
});

/** Points from one line of the grid to the next: a saturating layer bends lines sharply. */
const STEPS = 24;

/**
 * Computes where a layer of two units puts the lines of a square grid of the plane of the inputs. So a
 * layer is seen to stretch, bend and fold the plane (C. Olah, "Neural Networks, Manifolds, and Topology",
 * 2014).
 *
 * @param model A network of two inputs, or of any number with a `plane`.
 * @param options `device`: the device; `layer`: the number of the layer; `x` and `y`: the intervals that the
 * grid covers, both ends included; `lines`: the number of lines along each axis; `plane`: the plane of the
 * grid; `signal`: aborts the computation.
 * @returns The lines along y from left to right, then those along x from bottom to top.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the layer does not have two units, or the model not two inputs or those of the
 * plane, or an interval is empty
 * @throws The signal's reason, if it is aborted
 *
 * @example The absolute value folds the plane along x = 0
 * ```ts
 * import { foldedGrid, openDevice } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * // relu(x) and relu(-x), then their sum, and y.
 * const first = [1, 0, -1, 0, 0, 1, 0, 0, 9];
 * const parameters = Float32Array.of(...first, 1, 1, 0, 0, 0, 1, 0, -9, 1, 0, 0);
 * const model = { sizes: [2, 3, 2, 1], activation: "relu", head: "values", parameters } as const;
 * const plane = { x: [-1, 1], y: [0, 1] } as const;
 * const { lines } = await foldedGrid(model, { device, ...plane, layer: 2, lines: 3 });
 * assertEquals([...lines[0].subarray(0, 2)], [1, 0]);
 * assertEquals([...lines[2].subarray(0, 2)], [1, 0]);
 * ```
 */
export async function foldedGrid(model: Mlp, options: FoldedGridOptions): Promise<FoldedGrid> {
  const action = "fold the grid";
  const { sizes } = checkMlp(action, model);
  const { layer, lines = 13, ...grid } = checkOptions(action, options, names);
  checkShape(action, "device", grid.device, "device");
  checkSignal(action, grid.signal);
  checkCount(action, "layer", layer, { minimum: 0, maximum: sizes.length - 1 });
  checkCount(action, "lines", lines, { minimum: 2, maximum: 100 });
  if (layer > 0 && sizes[layer] !== 2) {
    const name = `the width of layer ${layer}`;
    throw new RangeError(validationMessage(action, name, "2, a plane", sizes[layer]));
  }
  const side = STEPS * (lines - 1) + 1;
  const size = [side, side] as const;
  checkRanges(action, { ...grid, size });
  if (layer === 0) return { lines: linesOf(straight({ ...grid, side }), lines) };
  const activation = activationAt(model, layer);
  let places = new Float32Array();
  const part = firstLayers(model, layer, [0, 1]);
  await overGrid(action, [part], { ...grid, size }, (_, outputs) => {
    places = outputs.map(activation);
  });
  return { lines: linesOf(places, lines) };
}

/** The places of the grid's points in the plane itself. */
function straight(
  { x, y, side }: Pick<GridOptions, "x" | "y"> & { readonly side: number },
): Float32Array {
  const at = ([low, high]: readonly [number, number], step: number) =>
    low + step / (side - 1) * (high - low);
  return Float32Array.from({ length: 2 * side * side }, (_, index) => {
    const point = index >> 1;
    return index % 2 === 0 ? at(x, point % side) : at(y, Math.floor(point / side));
  });
}

/** Every so many columns and rows of a fine grid of places `[rows × columns × 2]`. */
function linesOf(places: Float32Array, lines: number): Float32Array[] {
  const side = STEPS * (lines - 1) + 1;
  const line = (placeOf: (step: number, at: number) => number) => (_: unknown, index: number) =>
    Float32Array.from({ length: 2 * side }, (_, at) => {
      return places[2 * placeOf(at >> 1, STEPS * index) + at % 2];
    });
  const all = { length: lines };
  return [
    ...Array.from(all, line((row, column) => row * side + column)),
    ...Array.from(all, line((column, row) => row * side + column)),
  ];
}
