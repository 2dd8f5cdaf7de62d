/** The TensorFlow.js device: all computations in its operations, on its wasm backend if that loads. */

import type { Mlp } from "../../models/mlp.ts";
import { gridBlocks, outputsInBlocks, pointBlocks } from "../blocks.ts";
import type { Device, MatmulShape } from "../device.ts";
import { validated } from "../validated.ts";
import { outputsOf, rowsAtOnce } from "./network.ts";
import { startSession } from "./session.ts";
import { loadBackend, type Tensor, type TensorFlow, tf } from "./tensorflow.ts";
import { download } from "./weights.ts";

/**
 * Loads TensorFlow.js, and opens the device.
 *
 * @param reason The reason for the choice, in one line.
 * @param tensorflow TensorFlow.js as the program has imported it; loaded from npm by default.
 * @returns The device. Dispose of it after use.
 */
export async function openTfjsDevice(reason: string, tensorflow?: TensorFlow): Promise<Device> {
  const backend = await loadBackend(tensorflow);
  const outputsAt = ({ sizes, activation, parameters }: Mlp, points: Float32Array) =>
    backend.run(() => {
      const network = { sizes, activation, parameters: tf.tensor1d(parameters) };
      const inputs = tf.tensor2d(points, [points.length / sizes[0], sizes[0]]);
      return download([outputsOf(network, inputs)]);
    });
  return validated({
    kind: "tfjs",
    name: backend.name,
    software: true,
    reason,
    start: (plan, state) => Promise.resolve(startSession(backend, plan, state)),
    predict(models, inputs) {
      const [{ sizes }] = models;
      return outputsInBlocks(models, pointBlocks(inputs, sizes[0], rowsAtOnce(sizes)), outputsAt);
    },
    predictGrid(models, grid, { signal } = {}) {
      const blocks = gridBlocks(grid, rowsAtOnce(models[0].sizes));
      return outputsInBlocks(models, blocks, outputsAt, signal);
    },
    matmul: (operands, shape) =>
      Promise.resolve(backend.run(() => download([multiply(operands, shape)]))),
    // Nothing to free: its sessions have been closed, and the program may use the backend as well.
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

/**
 * Computes the batched product. It transposes the operands, because `matMul` of the wasm backend takes
 * ten times as long with its own transposition.
 */
function multiply(
  operands: { a: Float32Array; b: Float32Array },
  { batch, rows, inner, columns, transposeA = false, transposeB = false }: MatmulShape,
): Tensor {
  const matrices = (values: Float32Array, shape: [number, number, number], transposed: boolean) => {
    const [first, second, third] = shape;
    return transposed
      ? tf.transpose(tf.tensor3d(values, [first, third, second]), [0, 2, 1])
      : tf.tensor3d(values, shape);
  };
  const a = matrices(operands.a, [batch, rows, inner], transposeA);
  const b = matrices(operands.b, [batch, inner, columns], transposeB);
  return tf.matMul(a, b);
}
