/** Outputs of models at points or over a grid: by the fused kernel where a network fits, else layered. */

import type { Grid } from "../lib/devices/device.ts";
import { gridBlocks } from "../lib/devices/grid.ts";
import type { Mlp } from "../lib/models/mlp.ts";
import { createYield } from "../lib/yield_to_event_loop.ts";
import { unique } from "./unique.ts";
import { evaluateFused, pointsOf, type Where } from "./fused/evaluate.ts";
import { evaluationKernel } from "./fused/evaluation_kernel.ts";
import type { Gpu } from "./gpu.ts";
import { forwardLayered } from "./layered/forward.ts";

/** Points of a grid that are uploaded at once for networks that need the layered way. */
const pointsAtOnce = 65_536;

/** Outputs `[models × points × width]` of same-shaped models. */
export function evaluate(gpu: Gpu, models: readonly Mlp[], where: Where): Promise<Float32Array> {
  const program = evaluationKernel({
    sizes: models[0].sizes,
    activations: unique(models.map(({ activation }) => activation)),
    source: "grid" in where ? "grid" : "points",
    points: models.length * pointsOf(where, models[0].sizes[0]),
  }, gpu);
  if (program) return evaluateFused(gpu, program, { models, where });
  return "grid" in where
    ? gridLayered(gpu, models, where)
    : forwardLayered(gpu, models, where.inputs);
}

async function gridLayered(
  gpu: Gpu,
  models: readonly Mlp[],
  { grid, signal }: { grid: Grid; signal?: AbortSignal },
): Promise<Float32Array> {
  const pause = createYield(signal);
  const { sizes } = models[0];
  const width = sizes[sizes.length - 1];
  const all = new Float32Array(models.length * grid.size[0] * grid.size[1] * width);
  const perModel = all.length / models.length;
  let at = 0;
  for (const points of gridBlocks(grid, pointsAtOnce)) {
    const outputs = await forwardLayered(gpu, models, points);
    const length = outputs.length / models.length;
    for (let model = 0; model < models.length; model++) {
      all.set(outputs.subarray(model * length, (model + 1) * length), model * perModel + at);
    }
    at += length;
    await pause();
  }
  return all;
}
