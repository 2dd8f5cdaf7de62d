/** The lab's networks as models of tf.layers, and back. */

import * as tf from "@tensorflow/tfjs-core";
import { layers, type Sequential, sequential } from "@tensorflow/tfjs-layers";
import { layersOf, type Mlp, parameterCount } from "../../mod.ts";

/** Dense layers with ReLU in between; with a model, of its parameters. */
export function createLayers(sizes: readonly number[], model?: Mlp): Sequential {
  const network = sequential();
  for (const [index, units] of sizes.slice(1).entries()) {
    const last = index === sizes.length - 2;
    network.add(layers.dense({
      units,
      activation: last ? "linear" : "relu",
      inputShape: index === 0 ? [sizes[0]] : undefined,
    }));
  }
  if (model) tf.tidy(() => network.setWeights(weightsOf(model)));
  return network;
}

/** A dense layer's kernel is `[inputs × outputs]`, the transpose of ours. */
function weightsOf({ sizes, parameters }: Mlp): tf.Tensor[] {
  return layersOf(sizes).flatMap(({ inputs, outputs, weight, bias }) => [
    tf.transpose(tf.tensor2d(parameters.slice(weight, bias), [outputs, inputs])),
    tf.tensor1d(parameters.slice(bias, bias + outputs)),
  ]);
}

/** The parameters of dense layers, laid out as the lab's. */
export async function parametersOf(
  network: Sequential,
  sizes: readonly number[],
): Promise<Float32Array> {
  const parameters = new Float32Array(parameterCount(sizes));
  const tensors = network.getWeights();
  for (const [index, { inputs, outputs, weight, bias }] of layersOf(sizes).entries()) {
    const kernel = await tensors[2 * index].data();
    for (let at = 0; at < kernel.length; at++) {
      parameters[weight + at % outputs * inputs + Math.floor(at / outputs)] = kernel[at];
    }
    parameters.set(await tensors[2 * index + 1].data(), bias);
  }
  return parameters;
}
