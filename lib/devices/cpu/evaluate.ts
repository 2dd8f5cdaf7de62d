/** Outputs of models on the CPU: by generated code, or by the plain kernels where that does not fit. */

import { float32 } from "../../kernels/floats.ts";
import { createNetwork, type PlainNetwork } from "../../kernels/plain_network.ts";
import { type Points, SimdInference } from "../../kernels/simd/inference.ts";
import type { WorkerOptions } from "../../kernels/simd/pool.ts";
import { parameterCount } from "../../models/layout.ts";
import type { Mlp } from "../../models/mlp.ts";
import { createYield } from "../../yield_to_event_loop.ts";
import { gridAxes, gridBlocks, outputsInBlocks, pointBlocks } from "../blocks.ts";
import type { Grid } from "../device.ts";
import { Kept } from "./kept.ts";

/** Points that the plain kernels evaluate between two pauses: these at most, fewer of a wide network. */
const maxPointsAtOnce = 16_384;
/** Multiplications between two pauses, so that Ctrl-C is seen well within a second. */
const productsAtOnce = 5e8;

/** What evaluates models. */
export interface Evaluation {
  predict(models: readonly Mlp[], inputs: Float32Array): Promise<Float32Array>;
  grid(models: readonly Mlp[], grid: Grid, signal?: AbortSignal): Promise<Float32Array>;
  /** Frees what is kept. */
  clear(): void;
}

/** Evaluates by generated code, with the help of workers. */
export function createSimdEvaluation(workers: WorkerOptions): Evaluation {
  const kept = new Kept<SimdInference>();
  async function outputs(
    action: string,
    models: readonly Mlp[],
    { points, signal }: { points: Points; signal?: AbortSignal },
  ): Promise<Float32Array> {
    const [{ sizes }] = models;
    const { thing, release } = kept.take(`${sizes}`, () => new SimdInference(sizes));
    try {
      return await thing.outputs(models, points, {
        ...{ action, pause: createYield(signal) },
        ...workers,
      });
    } finally {
      release();
    }
  }
  return {
    predict: (models, inputs) => outputs("predict", models, { points: { inputs } }),
    grid: (models, grid, signal) =>
      outputs("predict the grid", models, { points: gridAxes(grid), signal }),
    clear: () => kept.clear(),
  };
}

/** Evaluates by the plain kernels. */
export function createPlainEvaluation(): Evaluation {
  const kept = new Kept<PlainNetwork>();
  const outputsAt = ({ sizes, parameters, activation }: Mlp, inputs: Float32Array) => {
    const outputs = new Float32Array(inputs.length / sizes[0] * sizes[sizes.length - 1]);
    const { thing, release } = kept.take(`${sizes}`, () => createNetwork(float32, sizes));
    thing.predict(parameters, { inputs, outputs, activation });
    release();
    return outputs;
  };
  return {
    predict(models, inputs) {
      const [{ sizes }] = models;
      const blocks = pointBlocks(inputs, sizes[0], pointsAtOnce(sizes));
      return outputsInBlocks(models, blocks, outputsAt);
    },
    grid(models, grid, signal) {
      const blocks = gridBlocks(grid, pointsAtOnce(models[0].sizes));
      return outputsInBlocks(models, blocks, outputsAt, signal);
    },
    clear: () => kept.clear(),
  };
}

/** How many points networks of `sizes` are evaluated at between two pauses. */
function pointsAtOnce(sizes: readonly number[]): number {
  const points = Math.ceil(productsAtOnce / parameterCount(sizes));
  return Math.min(maxPointsAtOnce, points);
}
