/** Which units of a network matter: a measure from its weights and from data. */

import { checkOptions, checkShape } from "../../check_shape.ts";
import { checkDataset } from "../../datasets/check_dataset.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { Device } from "../../devices/device.ts";
import { layersOf } from "../../models/layout.ts";
import { checkMlp, type Mlp } from "../../models/mlp.ts";
import { checkModelFits } from "../evaluate.ts";
import { layerValues } from "./layer_values.ts";

/**
 * Measures how much each input and each hidden unit matters to the layer after it: the norm of its
 * outgoing weights times the standard deviation of its activation over the data. A unit that is constant
 * over the data, as a dead ReLU is, or that no other reads, has 0: without it the network is the same, up
 * to biases.
 *
 * The square is the sum of the contribution variances by which J. Sietsma and R. Dow ("Creating artificial
 * neural networks that generalize", Neural Networks 4, 1991) and G. Thimm and E. Fiesler ("Evaluating
 * pruning methods", 1995) choose what to prune.
 *
 * @param model The network.
 * @param options `device`: the device; `data`: the dataset, scaled like the training data; `signal`:
 * aborts the computation.
 * @returns For the inputs, and for each hidden layer, the measure of each unit; not a number if the
 * network's values are not.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the data do not have as many features as the model has inputs
 * @throws The signal's reason, if it is aborted
 *
 * @example The second hidden unit is read with twice the weight
 * ```ts
 * import { createDataset, openDevice, unitImportance } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const parameters = Float32Array.of(1, 1, 0, 0, 1, 2, 0);
 * const model = { sizes: [1, 2, 1], activation: "identity", head: "values", parameters } as const;
 * const data = createDataset({ inputs: [[-1], [1]], labels: [0, 1] });
 * const [, hidden] = await unitImportance(model, { device, data });
 * assertEquals([...hidden], [1, 2]);
 * ```
 */
export async function unitImportance(
  model: Mlp,
  options: { device: Device; data: Dataset; signal?: AbortSignal },
): Promise<Float64Array[]> {
  const action = "measure the importance of units";
  checkMlp(action, model);
  const { device, data, signal } = checkOptions(action, options, ["device", "data", "signal"]);
  checkShape(action, "device", device, "device");
  checkDataset(action, "data", data);
  checkModelFits(action, model, data);
  const { sizes, parameters } = model;
  const hidden = sizes.slice(1, -1).map((_, at) => at + 1);
  const values = await layerValues(model, { device, inputs: data.inputs, layers: hidden, signal });
  const all = [data.inputs, ...values.map(({ activations }) => activations)];
  return layersOf(sizes).map(({ inputs, outputs, weight }, layer) => {
    const spread = deviations(all[layer], inputs);
    return spread.map((deviation, unit) => {
      let square = 0;
      for (let to = 0; to < outputs; to++) square += parameters[weight + to * inputs + unit] ** 2;
      return Math.sqrt(square) * deviation;
    });
  });
}

/** The standard deviation of each column of rows of that width. */
function deviations(values: Float32Array | Float64Array, width: number): Float64Array {
  const rows = values.length / width;
  const means = new Float64Array(width);
  const squares = new Float64Array(width);
  values.forEach((value, at) => means[at % width] += value / rows);
  values.forEach((value, at) => squares[at % width] += (value - means[at % width]) ** 2 / rows);
  return squares.map(Math.sqrt);
}
