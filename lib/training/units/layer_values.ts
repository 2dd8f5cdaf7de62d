/** The values of all units of a network at given points. */

import { validationMessage } from "../../check.ts";
import { checkList, checkOptions, checkShape } from "../../check_shape.ts";
import { checkSignal } from "../../devices/checks.ts";
import { checkPoints } from "../../devices/check_evaluation.ts";
import type { Device } from "../../devices/device.ts";
import { checkMlp, type Mlp } from "../../models/mlp.ts";
import { checkInputs } from "../predict.ts";
import { activationAt, allUnits, firstLayers } from "./layers.ts";

/** The values of the units of one layer. */
export interface LayerValues {
  /** The number of the layer: 1 for the first hidden one. */
  readonly layer: number;
  /** The number of its units. */
  readonly width: number;
  /** `weight · inputs + bias` `[points × width]`. */
  readonly preActivations: Float32Array;
  /** The activations `[points × width]`; in the last layer, which has none, the outputs. */
  readonly activations: Float32Array;
}

/** The maximum number of values of all layers: 512 MB. */
const maxValues = 2 ** 26;

/**
 * Computes the values of every layer of a network at given points. The device evaluates the first layers,
 * as a network of their own, for each of the layers.
 *
 * @param model The network.
 * @param options `device`: the device; `inputs`: points `[count × features]`, scaled like the training
 * data; `layers`: the numbers of the layers, 1 for the first hidden one, by default all; `signal`: aborts
 * the computation.
 * @returns The values of each of these layers, in order.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the length of the inputs is not a multiple of the number of features, there is
 * no such layer, or there are more than 2²⁶ values
 * @throws The signal's reason, if it is aborted
 *
 * @example A ReLU unit is 0 left of its kink
 * ```ts
 * import { layerValues, openDevice } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const parameters = Float32Array.of(1, -1, 2, 0);
 * const model = { sizes: [1, 1, 1], activation: "relu", head: "values", parameters } as const;
 * const [hidden, output] = await layerValues(model, { device, inputs: Float32Array.of(0, 3) });
 * assertEquals([...hidden.preActivations], [-1, 2]);
 * assertEquals([...hidden.activations], [0, 2]);
 * assertEquals([...output.activations], [0, 4]);
 * ```
 */
export async function layerValues(
  model: Mlp,
  options: {
    device: Device;
    inputs: Float32Array | Float64Array;
    layers?: readonly number[];
    signal?: AbortSignal;
  },
): Promise<LayerValues[]> {
  const action = "compute the values of layers";
  checkMlp(action, model);
  const names = ["device", "inputs", "layers", "signal"];
  const { device, inputs, layers, signal } = checkOptions(action, options, names);
  checkShape(action, "device", device, "device");
  checkSignal(action, signal);
  const points = Float32Array.from(checkInputs(action, inputs));
  checkPoints(action, model, points);
  const { sizes } = model;
  const numbers = layers === undefined
    ? sizes.slice(1).map((_, at) => at + 1)
    : checkLayers(action, layers, sizes.length - 1);
  const total = numbers.reduce((sum, layer) => sum + sizes[layer], 0) * points.length / sizes[0];
  if (total > maxValues) {
    const message = validationMessage(
      action,
      "the number of values",
      `at most ${maxValues}`,
      total,
    );
    throw new RangeError(message);
  }
  const units = allUnits(model);
  const values: LayerValues[] = [];
  for (const layer of numbers) {
    signal?.throwIfAborted();
    const part = firstLayers(model, layer, units[layer]);
    const preActivations = await device.predict([part], points);
    const activations = preActivations.map(activationAt(model, layer));
    values.push({ layer, width: sizes[layer], preActivations, activations });
  }
  return values;
}

function checkLayers(action: string, layers: readonly number[], last: number): readonly number[] {
  const allowed = `whole numbers from 1 to ${last}, the outputs`;
  checkList(action, "layers", layers, `a list of ${allowed}`);
  const wrong = layers.findIndex((layer) => !Number.isInteger(layer) || layer < 1 || layer > last);
  if (wrong < 0) return layers;
  throw new RangeError(validationMessage(action, "each of layers", allowed, layers[wrong]));
}
