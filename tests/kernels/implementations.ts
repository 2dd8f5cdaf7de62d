/** The implementations of the kernels under test. */

import { assertEquals } from "@std/assert";
import { float32, float64, type Floats, type Precision } from "../../lib/kernels/floats.ts";
import { matmul, type Product } from "../../lib/kernels/matmul.ts";
import { type BatchScore, type Loss, scoreBatch } from "../../lib/kernels/losses.ts";
import type { Network } from "../../lib/kernels/network.ts";
import { createNetwork } from "../../lib/kernels/plain_network.ts";
import { lossCode, scoreOffsets } from "../../lib/kernels/simd/loss_code.ts";
import {
  encodeMatmul,
  matmulArguments,
  matmulWorkspace,
} from "../../lib/kernels/simd/matmul_code.ts";
import { WasmMemory } from "../../lib/kernels/simd/memory.ts";
import { createSimdNetwork } from "../../lib/kernels/simd/network.ts";
import { SimdInference } from "../../lib/kernels/simd/inference.ts";
import type { PartsOptions } from "../../lib/kernels/simd/parts.ts";
import { WorkerCrew } from "../../lib/kernels/simd/pool.ts";
import type { Activation } from "../../lib/models/activations.ts";
import { encodeModule } from "../../lib/wasm/module.ts";

/** An implementation's name, and the precision of one operation in it. */
interface Named {
  readonly name: string;
  readonly unit: number;
}

/** The precisions of the plain kernels. */
export const precisions: readonly (Named & { precision: Precision })[] = [
  { name: "float64", precision: float64, unit: 2 ** -53 },
  { name: "float32", precision: float32, unit: 2 ** -24 },
];

/** Matrix products, each with the buffers that it computes on. */
export const multiplications = [
  ...precisions.map(({ name, precision, unit }) => ({ name, unit, ...precision, matmul })),
  { name: "SIMD", unit: 2 ** -24, ...createSimdMatmul() },
];

/** One product by the vector code. */
function createSimdMatmul() {
  const memory = new WasmMemory();
  const { byteOffset } = memory.floats(matmulWorkspace / 4);
  const kernel = memory.kernels("matmul", encodeMatmul, byteOffset).matmul;
  return {
    allocate: (length: number) => memory.floats(length),
    matmul({ a, aRow, aInner, b, bInner, bColumn, c, rows, inner, columns }: Product) {
      const values: Record<typeof matmulArguments[number], number> = {
        ...{ a: a.byteOffset, aRow: 4 * aRow, aInner: 4 * aInner },
        ...{ b: b.byteOffset, bInner: 4 * bInner, bColumn: 4 * bColumn },
        ...{ c: c.byteOffset, cRow: 4 * columns, rows, inner, columns },
        ...{ count: 1, aNext: 0, bNext: 0, cNext: 0 },
      };
      kernel(...matmulArguments.map((name) => values[name]));
    },
  };
}

/** Points, and the network whose outputs are computed there. */
interface Evaluated {
  readonly sizes: readonly number[];
  readonly activation: Activation;
  readonly parameters: Float32Array;
  readonly inputs: Float32Array;
}

/** Networks. */
export const networks: readonly (Named & {
  create: (sizes: readonly number[], batchSize?: number) => Network;
  outputs: (evaluated: Evaluated) => Promise<Floats>;
})[] = [
  ...precisions.map(({ name, precision, unit }) => ({
    name,
    unit,
    create: (sizes: readonly number[]) => createNetwork(precision, sizes),
    outputs({ sizes, parameters, ...points }: Evaluated) {
      const width = sizes[sizes.length - 1];
      const outputs = precision.allocate(points.inputs.length / sizes[0] * width);
      createNetwork(precision, sizes).predict(parameters, { ...points, outputs });
      return Promise.resolve(outputs);
    },
  })),
  {
    name: "SIMD",
    create: createSimdNetwork,
    unit: 2 ** -24,
    outputs: ({ sizes, inputs, ...model }) =>
      new SimdInference(sizes).outputs([model], { inputs }, alone),
  },
];

/** Without workers. */
const alone: PartsOptions = {
  action: "predict",
  crew: new WorkerCrew(1),
  startTime: 0,
  pause: () => Promise.resolve(),
};

/** Rows of outputs with their targets. */
export interface LossBatch {
  readonly outputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
}

/** The score of a batch, and the gradient of its mean loss, row by row. */
export type LossResult = BatchScore & { gradient: Float64Array };

/** The losses. */
export const losses: readonly (Named & {
  score: (loss: Loss, batch: LossBatch) => LossResult;
})[] = [
  ...precisions.map(({ name, precision, unit }) => ({
    name,
    unit,
    score(loss: Loss, { outputs, targets }: LossBatch) {
      const gradient = precision.allocate(outputs.flat().length);
      const buffers = {
        outputs: fill(precision, outputs.flat()),
        targets: fill(precision, targets.flat()),
        gradient,
      };
      const shape = { rows: outputs.length, width: outputs[0].length };
      const score = scoreBatch(loss, buffers, shape);
      return { ...score, gradient: Float64Array.from(gradient) };
    },
  })),
  { name: "SIMD", unit: 2 ** -24, score: scoreBySimd },
];

/** With the score alone besides, which must be the same to the bit. */
function scoreBySimd(loss: Loss, { outputs, targets }: LossBatch): LossResult {
  const [rows, width] = [outputs.length, outputs[0].length];
  const memory = new WasmMemory();
  const stride = 4 * Math.ceil(rows / 4);
  const shape = { loss, width, rowStride: 4 * stride };
  const kernels = memory.kernels(`${loss} ${width} ${stride}`, () =>
    encodeModule([
      { name: "train", ...lossCode(shape, true) },
      { name: "score", ...lossCode(shape, false) },
    ]));
  const columns = (matrix: LossBatch["outputs"]) => {
    const buffer = memory.floats(width * stride);
    matrix.forEach((row, index) => row.forEach((value, k) => buffer[k * stride + index] = value));
    return buffer.byteOffset;
  };
  const [at, of] = [columns(outputs), columns(targets)];
  const gradient = memory.floats(width * stride).fill(7);
  const [trained, scored] = [memory.floats(4), memory.floats(4)];
  kernels.train(at, of, gradient.byteOffset, rows, rows, trained.byteOffset);
  kernels.score(at, of, 0, rows, rows, scored.byteOffset);
  assertEquals(scored, trained);
  const { buffer, byteOffset } = trained;
  return {
    lossSum: new Float64Array(buffer, byteOffset + scoreOffsets.lossSum, 1)[0],
    correct: new Int32Array(buffer, byteOffset + scoreOffsets.correct, 1)[0],
    gradient: Float64Array.from(
      { length: rows * width },
      (_, index) => gradient[index % width * stride + Math.floor(index / width)],
    ),
  };
}

/** The numbers in a buffer of the implementation's own. */
export function fill(
  { allocate }: { allocate(length: number): Floats },
  values: ArrayLike<number>,
): Floats {
  const buffer = allocate(values.length);
  buffer.set(values);
  return buffer;
}
