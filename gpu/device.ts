/** The WebGPU device: fused kernels where a network fits in a workgroup, general ones elsewhere. */

import { validated } from "../lib/devices/validated.ts";
import type { Device } from "../lib/devices/device.ts";
import { GpuError } from "./errors.ts";
import { evaluate } from "./evaluate.ts";
import { prepareFused } from "./fused/training.ts";
import { trainingKernel } from "./fused/training_kernel.ts";
import { shapeOf } from "./fused/training_shape.ts";
import type { Gpu } from "./gpu.ts";
import { prepareLayered } from "./layered/training.ts";
import { matmul } from "./operations.ts";
import { GpuSession } from "./session.ts";

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
    async start(given, state) {
      const shape = shapeOf(given);
      const plan = { ...given, batchSize: shape.batchSize };
      const program = trainingKernel(shape, gpu);
      const training = program
        ? await prepareFused(gpu, program, { plan, state })
        : await prepareLayered(gpu, { plan, state });
      return new GpuSession(gpu, training, { plan, state });
    },
    predict: (models, inputs) => evaluate(gpu, models, { inputs }),
    predictGrid: (models, grid, { signal } = {}) => evaluate(gpu, models, { grid, signal }),
    matmul: (operands, shape) => matmul(gpu, operands, shape),
    [Symbol.asyncDispose]() {
      gpu.destroy();
      return Promise.resolve();
    },
  });
}
