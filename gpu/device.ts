/** The WebGPU device: fused kernels where a network fits in a workgroup, general ones elsewhere. */

import { checked } from "../lib/devices/checked.ts";
import type { Device, TrainingPlan } from "../lib/devices/device.ts";
import { GpuError } from "./errors.ts";
import { evaluate } from "./evaluate.ts";
import { trainFused } from "./fused/train.ts";
import { trainingKernel } from "./fused/training_kernel.ts";
import type { Gpu } from "./gpu.ts";
import { eachOnce } from "./each_once.ts";
import { stepKindOf } from "./kernels/optimizers.ts";
import { gradientsLayered } from "./layered/gradients.ts";
import { trainLayered } from "./layered/train.ts";
import { activate, activateBackward, matmul } from "./operations.ts";

export { openGpu } from "./gpu.ts";

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
  return checked({
    kind: "webgpu",
    name: `WebGPU, ${gpu.name}`,
    software: gpu.software,
    reason,
    train(given, watch = {}) {
      const plan = { ...given, batchSize: Math.min(given.batchSize, samplesOf(given)) };
      const program = fusedProgram(gpu, plan);
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

/** Samples that are trained on in an epoch. */
const samplesOf = ({ members }: TrainingPlan) => members[0].orders[0].length;

/** The fused training kernel for a plan, or null where its networks are too large. */
function fusedProgram(gpu: Gpu, plan: TrainingPlan) {
  const { sizes, loss, batchSize, epochs, test, members } = plan;
  return trainingKernel({
    sizes,
    loss,
    batchSize,
    members: members.length,
    epochs,
    activations: eachOnce(members.map(({ activation }) => activation)),
    steps: eachOnce(members.map(({ optimizer }) => stepKindOf(optimizer))),
    epoch: { steps: Math.ceil(samplesOf(plan) / batchSize), tests: test?.count ?? 0 },
  }, gpu);
}
