/** The WebGPU device: fused kernels where a network fits in a workgroup, general ones elsewhere. */

import { validated } from "../lib/devices/validated.ts";
import type { Device } from "../lib/devices/device.ts";
import { GpuError } from "./errors.ts";
import { evaluate } from "./evaluate.ts";
import { trainFused } from "./fused/train.ts";
import { trainingKernel } from "./fused/training_kernel.ts";
import { shapeOf } from "./fused/training_shape.ts";
import type { Gpu } from "./gpu.ts";
import { gradientsLayered } from "./layered/gradients.ts";
import { trainLayered } from "./layered/train.ts";
import { activate, activateBackward, matmul } from "./operations.ts";

export { openGpu } from "./gpu.ts";
export { isFarFaster } from "./fused/cost_model.ts";

/** Whether an error says that the GPU failed, and not that what it was asked for is wrong. */
export function isGpuError(error: unknown): error is GpuError {
  return error instanceof GpuError;
}

/**
 * A device on an opened GPU.
 *
 * @param gpu What to compute on; the device frees it when it is disposed of.
 * @param reason Why it was taken, in one line.
 */
export function openGpuDevice(gpu: Gpu, reason: string): Device {
  return validated({
    kind: "webgpu",
    name: `WebGPU, ${gpu.name}`,
    software: gpu.software,
    reason,
    train(given, watch = {}) {
      const shape = shapeOf(given);
      const plan = { ...given, batchSize: shape.batchSize };
      const program = trainingKernel(shape, gpu);
      return program ? trainFused(gpu, program, { plan, watch }) : trainLayered(gpu, plan, watch);
    },
    predict: (models, inputs) => evaluate(gpu, models, { inputs }),
    predictGrid: (models, grid, { signal } = {}) => evaluate(gpu, models, { grid, signal }),
    gradients: (model, batch) => gradientsLayered(gpu, model, batch),
    matmul: (operands, shape) => matmul(gpu, operands, shape),
    activate: (activation, x) => activate(gpu, activation, x),
    activateBackward: (activation, operands) => activateBackward(gpu, activation, operands),
    [Symbol.asyncDispose]() {
      gpu.destroy();
      return Promise.resolve();
    },
  });
}
