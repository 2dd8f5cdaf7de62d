/** The WebGPU device: fused kernels for networks that fit in a workgroup, general kernels for others. */

import type { Device, Grid, TrainingPlan } from "../lib/devices/device.ts";
import { gridBlocks } from "../lib/devices/blocks.ts";
import { MAX_FLOAT32 } from "../lib/check.ts";
import { validated } from "../lib/devices/validated.ts";
import type { Mlp } from "../lib/models/mlp.ts";
import { createYield } from "../lib/yield_to_event_loop.ts";
import { unique } from "./codegen.ts";
import { GpuError } from "./errors.ts";
import { evaluateFused, pointsOf, type Where } from "./fused/evaluate.ts";
import { evaluationKernel } from "./fused/evaluation_kernel.ts";
import { prepareFused } from "./fused/training.ts";
import { type TrainerKind, trainingKernel } from "./fused/training_kernel.ts";
import { shapeOf } from "./fused/training_shape.ts";
import { abortableGpu, type Gpu } from "./gpu.ts";
import { singleActivation } from "./kernels/activations.ts";
import { isTransformed } from "./kernels/transform_gradients.ts";
import { forwardLayered } from "./layered/forward.ts";
import { prepareLayered } from "./layered/training.ts";
import { matmul } from "./operations.ts";
import { GpuSession } from "./session.ts";

export { openGpu } from "./gpu.ts";

/** Whether an error is a failure of the GPU, and not an invalid argument. */
export function isGpuError(error: unknown): error is GpuError {
  return error instanceof GpuError;
}

/** How networks are trained: by a fused kernel, or layer by layer. */
export type TrainingChoice = TrainerKind | "layers";

/**
 * A device on an opened GPU.
 *
 * @param gpu The GPU that computes; the device frees it when it is disposed of.
 * @param reason Why this device was chosen, in one line.
 * @param options `kernel`: what trains networks, to compare; by default the first that can, in the order that
 * suits the adapter.
 */
export function openGpuDevice(
  gpu: Gpu,
  reason: string,
  { kernel }: { readonly kernel?: TrainingChoice } = {},
): Device {
  return validated({
    kind: "webgpu",
    name: `WebGPU, ${gpu.name}${kernel ? `, kernel ${kernel}` : ""}`,
    software: gpu.software,
    reason,
    async start(given, state, { signal } = {}) {
      const plan = { ...given, batchSize: Math.min(given.batchSize, given.train.count) };
      const program = programOf(plan, gpu, kernel);
      const training = program
        ? await prepareFused(abortableGpu(gpu, signal), program, { plan, state })
        : await prepareLayered(abortableGpu(gpu, signal), { plan, state });
      return new GpuSession(gpu, training, { plan, state });
    },
    predict: (models, inputs) => evaluate(gpu, models, { inputs }),
    predictGrid: (models, grid, { signal } = {}) =>
      evaluate(abortableGpu(gpu, signal), models, { grid, signal }),
    matmul: (operands, shape) => matmul(gpu, operands, shape),
    [Symbol.asyncDispose]() {
      gpu.destroy();
      return Promise.resolve();
    },
  });
}

/**
 * The fused kernel of a training; null if it is trained layer by layer.
 *
 * @throws {RangeError} if the chosen kernel cannot train it
 */
function programOf(plan: TrainingPlan, gpu: Gpu, choice: TrainingChoice | undefined) {
  if (choice === "layers") return null;
  const kinds = choice && [choice];
  const program = isFusible(plan) ? trainingKernel(shapeOf(plan), gpu, kinds) : null;
  if (program || !choice) return program;
  throw new RangeError(`Cannot train ${plan.sizes.join("-")} with the kernel ${choice}`);
}

/** Whether the fused kernel has all that a plan needs; it takes a step before all gradients are there. */
function isFusible({ members, train }: TrainingPlan): boolean {
  return train.weights === undefined && !members.some(isTransformed) && members.every(isUniform);
}

/** Whether a network has the same activation in all hidden layers. */
const isUniform = ({ activation }: Pick<Mlp, "activation">) => typeof activation === "string";

/** The number of grid points uploaded at once for networks that are evaluated layer by layer. */
const pointsAtOnce = 65_536;

/** Computes the outputs `[models × points × width]` of models of equal sizes. */
function evaluate(gpu: Gpu, models: readonly Mlp[], where: Where): Promise<Float32Array> {
  const program = !models.every(isUniform) ? null : evaluationKernel({
    sizes: models[0].sizes,
    activations: unique(models.map(({ activation }) => singleActivation(activation))),
    source: "grid" in where ? "grid" : "points",
    points: models.length * pointsOf(where, models[0].sizes[0]),
  }, gpu);
  if (program && !("grid" in where && isTooWide(where.grid))) {
    return evaluateFused(gpu, program, { models, where });
  }
  return "grid" in where
    ? gridLayered(gpu, models, where)
    : forwardLayered(gpu, models, where.inputs);
}

/** Whether a range is infinite in float32, from which the fused kernel computes the points of a grid. */
function isTooWide({ x, y }: Grid): boolean {
  return [x, y].some(([minimum, maximum]) => maximum - minimum > MAX_FLOAT32);
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
