/** The CPU device: the lab's own kernels, in WebAssembly where that is there. */

import { type Arithmetic, float32 } from "../../kernels/arithmetic.ts";
import type { Floats } from "../../kernels/floats.ts";
import { createNetwork, type Network } from "../../kernels/network.ts";
import { createSimdArithmetic } from "../../kernels/simd/arithmetic.ts";
import { parameterCount } from "../../models/layout.ts";
import type { Mlp } from "../../models/mlp.ts";
import { gridBlocks, outputsInBlocks, pointBlocks } from "../blocks.ts";
import type { Device, MatmulShape } from "../device.ts";
import { validated } from "../validated.ts";
import { startSession } from "./session.ts";

/** Networks kept laid out, so that a second call on the same sizes need not do it again. */
const keptNetworks = 8;
/** Points evaluated between two pauses: these at most, fewer where a network is wide. */
const maxPointsAtOnce = 16_384;
/** Multiplications between two pauses, so that Ctrl-C is seen well within a second. */
const productsAtOnce = 5e8;

/**
 * Opens the CPU device.
 *
 * @param reason Why it was taken, in one line.
 * @returns The device; dispose of it after use.
 */
export function openCpuDevice(reason: string): Device {
  const { createArithmetic, name } = chooseArithmetic();
  const networks = createNetworkCache(createArithmetic);
  const outputsAt = ({ sizes, parameters, activation }: Mlp, inputs: Float32Array) => {
    const outputs = new Float32Array(inputs.length / sizes[0] * sizes[sizes.length - 1]);
    networks.of(sizes).predict(parameters, { inputs, outputs, activation });
    return outputs;
  };
  return validated({
    kind: "cpu",
    name,
    software: true,
    reason,
    start: (plan, state) => Promise.resolve(startSession(networks.of(plan.sizes), plan, state)),
    predict(models, inputs) {
      const [{ sizes }] = models;
      const blocks = pointBlocks(inputs, sizes[0], pointsAtOnce(sizes));
      return outputsInBlocks(models, blocks, outputsAt);
    },
    predictGrid(models, grid, { signal } = {}) {
      const blocks = gridBlocks(grid, pointsAtOnce(models[0].sizes));
      return outputsInBlocks(models, blocks, outputsAt, signal);
    },
    matmul: (operands, shape) => Promise.resolve(multiply(createArithmetic(), operands, shape)),
    [Symbol.asyncDispose]() {
      networks.clear();
      return Promise.resolve();
    },
  });
}

/** Vector kernels where WebAssembly is there (`--jitless` takes it away), the plain ones elsewhere. */
function chooseArithmetic(): { createArithmetic: () => Arithmetic; name: string } {
  return typeof WebAssembly === "object"
    ? { createArithmetic: createSimdArithmetic, name: "WebAssembly SIMD kernels" }
    : { createArithmetic: () => float32, name: "plain kernels, as WebAssembly is off" };
}

/** The last few networks, by their sizes. */
interface NetworkCache {
  of(sizes: readonly number[]): Network;
  clear(): void;
}

function createNetworkCache(createArithmetic: () => Arithmetic): NetworkCache {
  const networks = new Map<string, Network>();
  return {
    of(sizes) {
      const key = sizes.join();
      const network = networks.get(key) ?? createNetwork(createArithmetic(), sizes);
      networks.delete(key);
      networks.set(key, network);
      const [oldest] = networks.keys();
      if (networks.size > keptNetworks) networks.delete(oldest);
      return network;
    },
    clear: () => networks.clear(),
  };
}

/** How many points networks of `sizes` are evaluated at between two pauses. */
function pointsAtOnce(sizes: readonly number[]): number {
  const points = Math.ceil(productsAtOnce / parameterCount(sizes));
  return Math.min(maxPointsAtOnce, points);
}

/** The batched product of `a` and `b`, `[batch × rows × columns]`. */
function multiply(
  arithmetic: Arithmetic,
  operands: { a: Float32Array; b: Float32Array },
  shape: MatmulShape,
): Float32Array {
  const { batch, rows, inner, columns, transposeA = false, transposeB = false } = shape;
  const copyOf = (values: Float32Array): Floats => {
    const buffer = arithmetic.allocate(values.length);
    buffer.set(values);
    return buffer;
  };
  const a = copyOf(operands.a);
  const b = copyOf(operands.b);
  const c = arithmetic.allocate(batch * rows * columns);
  const part = (matrix: Floats, size: number, index: number) =>
    matrix.subarray(index * size, (index + 1) * size);
  for (let index = 0; index < batch; index++) {
    arithmetic.matmul({
      a: part(a, rows * inner, index),
      aRow: transposeA ? 1 : inner,
      aInner: transposeA ? rows : 1,
      b: part(b, inner * columns, index),
      bInner: transposeB ? 1 : columns,
      bColumn: transposeB ? inner : 1,
      c: part(c, rows * columns, index),
      rows,
      inner,
      columns,
    });
  }
  return Float32Array.from(c);
}
