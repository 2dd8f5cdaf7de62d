/** An MLP in TensorFlow.js's own operations: its autodiff knows nothing of our backward pass. */

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
// Registers the gradients of all operations.
import "@tensorflow/tfjs-layers";
import type { Loss } from "../lib/kernels/losses.ts";
import type { Samples } from "../lib/kernels/network.ts";
import type { Activation } from "../lib/models/activations.ts";
import { layersOf } from "../lib/models/layout.ts";
import type { Mlp } from "../lib/models/mlp.ts";

await tf.setBackend("cpu");

const half = (x: tf.Tensor) => tf.mul(x, 0.5);

/** The activations as formulas, or where TensorFlow.js has them as its own. */
export const tensorflowActivations: Record<Activation, (x: tf.Tensor) => tf.Tensor> = {
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  relu: tf.relu,
  leakyRelu: (x) => tf.leakyRelu(x, 0.01),
  elu: tf.elu,
  selu: tf.selu,
  gelu: (x) => tf.mul(half(x), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1)),
  geluTanh: (x) => {
    const inner = tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI));
    return tf.mul(half(x), tf.add(tf.tanh(inner), 1));
  },
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
  softplus: tf.softplus,
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  hardtanh: (x) => tf.clipByValue(x, -1, 1),
  identity: (x) => tf.mul(x, 1),
};

function lossOf(loss: Loss, outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  if (loss === "meanSquaredError") return tf.mean(tf.squaredDifference(outputs, targets));
  const logProbabilities = tf.logSoftmax(outputs as tf.Tensor2D);
  return tf.neg(tf.mean(tf.sum(tf.mul(targets, logProbabilities), 1)));
}

/** Loss and gradient by TensorFlow.js, laid out as `layersOf` says. */
export function tensorflowGradients(
  { sizes, activation, parameters }: Mlp,
  { samples: { count, inputs, targets }, loss }: { samples: Samples; loss: Loss },
): { loss: number; gradients: Float32Array } {
  return tf.tidy(() => {
    const layers = layersOf(sizes);
    const variables = layers.map((layer) => ({
      weight: tf.variable(
        tf.tensor2d(parameters.slice(layer.weight, layer.bias), [layer.outputs, layer.inputs]),
      ),
      bias: tf.variable(tf.tensor1d(parameters.slice(layer.bias, layer.bias + layer.outputs))),
    }));
    const all = variables.flatMap(({ weight, bias }): tf.Variable[] => [weight, bias]);
    const { value, grads } = tf.variableGrads(() => {
      let x: tf.Tensor = tf.tensor2d(Float32Array.from(inputs), [count, sizes[0]]);
      variables.forEach(({ weight, bias }, index) => {
        x = tf.add(tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D, false, true), bias);
        const own = typeof activation === "string" ? activation : activation[index];
        if (index < layers.length - 1) x = tensorflowActivations[own](x);
      });
      return lossOf(loss, x, tf.tensor2d(Float32Array.from(targets), [count, sizes.at(-1)!]));
    }, all);
    const gradients = all.flatMap(({ name }) => [...grads[name].dataSync()]);
    const result = { loss: value.dataSync()[0], gradients: Float32Array.from(gradients) };
    tf.dispose(all);
    return result;
  });
}
