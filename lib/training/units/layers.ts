/** Parts of a network: its first layers and its last ones, each as a network of its own. */

import { checkCount } from "../../check.ts";
import { type Activation, activationRecords, activationsOf } from "../../models/activations.ts";
import { layersOf } from "../../models/layout.ts";
import { checkMlp, type Mlp } from "../../models/mlp.ts";

/** The activation of each hidden layer. */
function hiddenActivations({ sizes, activation }: Mlp): readonly Activation[] {
  return activationsOf(activation, sizes.length - 2);
}

/**
 * The network that computes the pre-activations of some units of a layer.
 *
 * @param layer The number of the layer: 0 for the inputs, of which the network returns some
 * @param units The units, in the order of the outputs
 */
export function firstLayers(model: Mlp, layer: number, units: readonly number[]): Mlp {
  const { sizes, parameters } = model;
  const features = sizes[0];
  const activation = layer === 0 ? "identity" : hiddenActivations(model).slice(0, layer - 1);
  const rest = { activation, head: "values" } as const;
  if (layer === 0) {
    const chosen = new Float32Array((features + 1) * units.length);
    units.forEach((unit, at) => chosen[at * features + unit] = 1);
    return { ...rest, sizes: [features, units.length], parameters: chosen };
  }
  const { inputs, weight, bias } = layersOf(sizes)[layer - 1];
  const own = new Float32Array(weight + (inputs + 1) * units.length);
  own.set(parameters.subarray(0, weight));
  units.forEach((unit, at) => {
    const row = weight + unit * inputs;
    own.set(parameters.subarray(row, row + inputs), weight + at * inputs);
    own[weight + units.length * inputs + at] = parameters[bias + unit];
  });
  return { ...rest, sizes: [...sizes.slice(0, layer), units.length], parameters: own };
}

/** The activation of a layer as a function; that of inputs and outputs changes nothing. */
export function activationAt(model: Mlp, layer: number): (x: number) => number {
  const name = hiddenActivations(model)[layer - 1];
  return name === undefined ? (x) => x : activationRecords[name].float64.value;
}

/** The numbers of all units of each layer, from the inputs to the outputs. */
export function allUnits({ sizes }: Mlp): number[][] {
  return sizes.map((width) => Array.from({ length: width }, (_, unit) => unit));
}

/**
 * Returns the last layers of a network as a network of its own: from the activations of a layer to the
 * outputs. In a plane of two units its decision boundary is that of the network there; after the last
 * hidden layer it is straight.
 *
 * @param model The network.
 * @param layer The number of the layer: 1 for the first hidden one; 0, the inputs, for the whole network.
 * @returns The network with a copy of the parameters, without the description of the inputs if the layer
 * is hidden.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if there is no such layer before the outputs
 *
 * @example From two hidden units to two classes
 * ```ts
 * import { createMlp, lastLayers } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const model = createMlp([2, 16, 2, 2], { activation: "tanh" });
 * assertEquals(lastLayers(model, 2).sizes, [2, 2]);
 * ```
 */
export function lastLayers(model: Mlp, layer: number): Mlp {
  const action = "take the last layers";
  checkMlp(action, model);
  const { sizes, activation, parameters, scaler, featureNames, ...rest } = model;
  checkCount(action, "layer", layer, { minimum: 0, maximum: sizes.length - 2 });
  const described = layer > 0
    ? {}
    : { ...(scaler && { scaler }), ...(featureNames && { featureNames }) };
  return {
    ...rest,
    ...described,
    sizes: sizes.slice(layer),
    activation: typeof activation === "string" ? activation : activation.slice(layer),
    parameters: parameters.slice(layersOf(sizes)[layer].weight),
  };
}
