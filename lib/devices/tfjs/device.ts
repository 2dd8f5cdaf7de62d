/** The TensorFlow.js device: everything in its operations, on its wasm backend where that loads. */

import type { Mlp } from "../../models/mlp.ts";
import { createYield } from "../../yield_to_event_loop.ts";
import type { Device, MatmulShape } from "../device.ts";
import { gridBlocks } from "../grid.ts";
import { validated } from "../validated.ts";
import { outputsOf, rowsAtOnce } from "./network.ts";
import { startSession } from "./session.ts";
import { type Backend, loadBackend, type Tensor, type TensorFlow, tf } from "./tensorflow.ts";
import { download } from "./weights.ts";

/**
 * Opens TensorFlow.js, which is loaded by this.
 *
 * @param reason Why it was taken, in one line.
 * @param tensorflow As the program has loaded it, with its active backend; from npm where left out.
 * @returns The device; dispose of it after use.
 */
export async function openTfjsDevice(reason: string, tensorflow?: TensorFlow): Promise<Device> {
  const backend = await loadBackend(tensorflow);
  return validated({
    kind: "tfjs",
    name: backend.name,
    software: true,
    reason,
    start: (plan, state) => Promise.resolve(startSession(backend, plan, state)),
    predict: (models, inputs) => predict(backend, models, blocksOf(inputs, models[0].sizes)),
    predictGrid: (models, grid, { signal } = {}) =>
      predict(backend, models, gridBlocks(grid, rowsAtOnce(models[0].sizes)), signal),
    matmul: (operands, shape) =>
      Promise.resolve(backend.run(() => download([multiply(operands, shape)]))),
    // Its sessions have been closed, and the backend is the program's as well.
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

/** `inputs` in blocks of whole points. */
function* blocksOf(inputs: Float32Array, sizes: readonly number[]): Generator<Float32Array> {
  const length = rowsAtOnce(sizes) * sizes[0];
  for (let start = 0; start < inputs.length; start += length) {
    yield inputs.slice(start, start + length);
  }
}

/** Outputs `[models × points × width]`, block by block with pauses in between. */
async function predict(
  backend: Backend,
  models: readonly Mlp[],
  blocks: Iterable<Float32Array>,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const pause = createYield(signal);
  const parts: Float32Array[][] = models.map(() => []);
  for (const block of blocks) {
    for (const [index, { sizes, activation, parameters }] of models.entries()) {
      parts[index].push(backend.run(() => {
        const network = { sizes, activation, parameters: tf.tensor1d(parameters) };
        const inputs = tf.tensor2d(block, [block.length / sizes[0], sizes[0]]);
        return download([outputsOf(network, inputs)]);
      }));
      await pause();
    }
  }
  return concatenate(parts.flat());
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The batched product; the wasm backend is ten times faster where it need not transpose. */
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
