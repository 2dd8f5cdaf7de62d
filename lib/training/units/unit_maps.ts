/** The values of a network's units over the plane, for a figure of the network. */

import { validationMessage } from "../../check.ts";
import { checkList, checkOptions, optionNames } from "../../check_shape.ts";
import { checkRanges } from "../../devices/check_evaluation.ts";
import type { UnitLayer, UnitMaps } from "../../models/field.ts";
import { layersOf } from "../../models/layout.ts";
import { checkMlp, type Mlp } from "../../models/mlp.ts";
import { type GridOptions, overGrid } from "../predict_grid.ts";
import { activationAt, allUnits, firstLayers } from "./layers.ts";

/** Settings of {@linkcode unitMaps}. */
export interface UnitMapsOptions extends GridOptions {
  /**
   * The units of each layer that get maps, in their order: one list for each layer, from the inputs to the
   * outputs. By default all units.
   */
  units?: readonly (readonly number[])[];
}

const names = optionNames<UnitMapsOptions>({
  ...{ device: true, x: true, y: true, size: true, plane: true, signal: true, units: true },
});

/** The maximum number of values of all maps: 256 MB. */
const maxValues = 2 ** 26;

const action = "map the units";

/**
 * Computes the value of every unit of a network over a grid of the plane: of the inputs, of each hidden
 * layer after its activation, and of the outputs. The device evaluates the first layers, as a network of
 * their own, for each of the layers.
 *
 * @param model A network of two inputs, or of any number with a `plane`.
 * @param options As for `predictGrid`, with 40 × 40 points by default; `units`: the units that get maps.
 * @returns The maps by layer, with the weights between the units that have maps.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the model does not have two inputs or those of the plane, an interval is empty,
 * there is no such unit, or there are more than 2²⁶ values
 * @throws The signal's reason, if it is aborted
 *
 * @example Two inputs, three hidden units and two outputs
 * ```ts
 * import { createMlp, openDevice, unitMaps } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const model = createMlp([2, 3, 2]);
 * const maps = await unitMaps(model, { device, x: [-1, 1], y: [-1, 1], size: [3, 3] });
 * assertEquals(maps.layers.map(({ width }) => width), [2, 3, 2]);
 * assertEquals([...maps.layers[0].values.subarray(0, 3)], [-1, 0, 1]);
 * ```
 */
export async function unitMaps(model: Mlp, options: UnitMapsOptions): Promise<UnitMaps> {
  checkMlp(action, model);
  const { units: given, ...gridOptions } = checkOptions(action, options, names);
  const { size = [40, 40] } = gridOptions;
  const units = given === undefined ? allUnits(model) : checkUnits(given, model);
  checkRanges(action, { x: gridOptions.x, y: gridOptions.y, size });
  const total = size[0] * size[1] * units.reduce((sum, { length }) => sum + length, 0);
  if (total > maxValues) {
    const name = "the number of units times that of points";
    throw new RangeError(validationMessage(action, name, `at most ${maxValues}`, total));
  }
  const layers: UnitLayer[] = [];
  const grid = { ...gridOptions, size };
  for (const [layer, own] of units.entries()) {
    const activation = activationAt(model, layer);
    await overGrid(action, [firstLayers(model, layer, own)], grid, (_, outputs) => {
      layers.push({
        width: model.sizes[layer],
        units: [...own],
        weights: weightsBetween(model, layer, units),
        values: byUnit(outputs, own.length).map(activation),
      });
    });
  }
  return { x: [...grid.x], y: [...grid.y], size: [...size], layers };
}

/** The weights from the units of the layer before that have maps. */
function weightsBetween(
  { sizes, parameters }: Mlp,
  layer: number,
  units: readonly (readonly number[])[],
): Float32Array {
  if (layer === 0) return new Float32Array();
  const { inputs, weight } = layersOf(sizes)[layer - 1];
  const from = units[layer - 1];
  return Float32Array.from(
    units[layer].flatMap((unit) => from.map((input) => parameters[weight + unit * inputs + input])),
  );
}

/** From `[points × units]` to `[units × points]`. */
function byUnit(outputs: Float32Array, units: number): Float32Array {
  const points = outputs.length / units;
  const values = new Float32Array(outputs.length);
  for (let point = 0, at = 0; point < points; point++) {
    for (let unit = 0; unit < units; unit++, at++) values[unit * points + point] = outputs[at];
  }
  return values;
}

function checkUnits(
  units: readonly (readonly number[])[],
  { sizes }: Mlp,
): readonly (readonly number[])[] {
  const allowed = `a list of units for each of the ${sizes.length} layers`;
  checkList(action, "units", units, allowed);
  if (units.length !== sizes.length) {
    throw new RangeError(validationMessage(action, "units", allowed, units));
  }
  units.forEach((own, layer) => {
    const name = `units[${layer}]`;
    const numbers = `different numbers from 0 to ${sizes[layer] - 1}, at least one`;
    checkList(action, name, own, numbers);
    const isUnit = (unit: number) => Number.isInteger(unit) && unit >= 0 && unit < sizes[layer];
    if (own.length > 0 && own.every(isUnit) && new Set(own).size === own.length) return;
    throw new RangeError(validationMessage(action, name, numbers, own));
  });
  return units;
}
