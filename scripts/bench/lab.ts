/** The lab as a contender, on one of its devices. */

import {
  type Device,
  type DeviceKind,
  type MatmulShape,
  parameterCount,
  type Run,
  sgd,
  train,
  type TrainOptions,
} from "../../mod.ts";
import { openGpu, openGpuDevice } from "../../gpu/device.ts";
import { openLabDevice } from "../cli/lab.ts";
import { createOutput } from "../cli/output/output.ts";
import {
  type Contender,
  type KernelName,
  type Limits,
  type Result,
  UnsuitedError,
} from "./contender.ts";
import { median } from "./measure.ts";
import { simdPeak } from "./peak_simd.ts";
import { gpuPeak } from "./peak_gpu.ts";
import { data, firstModel, operands, orderSeed, samples, seed, span } from "./problem.ts";
import { batchSize, type GridTask, type MatmulTask, type TrainTask } from "./tasks.ts";

/** Products with large operands or large results, and little work; the faster one depends on the device. */
const moved = [
  { rows: 2 ** 17, inner: 16, columns: 1 },
  { rows: 2 ** 11, inner: 1, columns: 2 ** 11 },
] as const;

/**
 * Opens the lab on a device.
 *
 * @param kernel What trains networks on WebGPU, instead of what the lab chooses.
 */
export async function openLab(kind: DeviceKind, kernel?: KernelName): Promise<Contender> {
  const output = createOutput({ quiet: true });
  const gpu = kind === "webgpu" && kernel ? await openGpu() : null;
  const device = gpu
    ? openGpuDevice(gpu, "for the bench", { kernel })
    : await openLabDevice(kind, output);
  const single = kind === "cpu" ? await openLabDevice(kind, output, { workers: 1 }) : device;
  return {
    name: device.name,
    software: device.software,
    prepare(task) {
      switch (task.kind) {
        case "train": {
          const run = task.manner === "exact"
            ? exactTraining(device, task)
            : training(task.workers === 1 ? single : device, task);
          return gpu ? byChosenKernel(run) : run;
        }
        case "grid":
          return evaluation(device, task);
        case "matmul":
          return product(device, task);
        case "figure":
          throw new Error("a command is run, not a device");
      }
    },
    limits: () => limitsOf(device),
    async close() {
      await device[Symbol.asyncDispose]();
      await single[Symbol.asyncDispose]();
    },
  };
}

/** A training by a kernel that was asked for, which need not be made for all networks. */
function byChosenKernel(run: () => Promise<Result>) {
  return (): Promise<Result> =>
    run().catch((error) => {
      throw error instanceof RangeError ? new UnsuitedError(error.message) : error;
    });
}

/** A training by `train`, including the draws of initial weights and orders, and the final accuracies. */
function training(device: Device, task: TrainTask) {
  const { sizes, learningRate, epochs, members, manner, ownOrders, snapshots } = task;
  const spec = { sizes, optimizer: sgd({ learningRate }) };
  const specs = Array.from({ length: members }, () => spec);
  const shared: TrainOptions = { device, data: data.train, epochs, batchSize, seed };
  const keep = snapshots && Array.from({ length: epochs }, (_, at) => at + 1);
  const options = manner === "lab"
    ? { ...shared, test: data.test, keep }
    : { ...shared, sharedOrder: !ownOrders };
  return async (): Promise<Result> => {
    const started = performance.now();
    const runs = await train(specs, options);
    const whole = (performance.now() - started) / 1000;
    runs.forEach(checkLearned);
    const device = runs.reduce((sum, { seconds }) => sum + seconds, 0);
    return {
      values: new Float32Array(),
      phases: { device, "drawing and scoring": whole - device },
    };
  };
}

function checkLearned({ name, trainLoss }: Run): void {
  const [first, last] = [trainLoss[0], trainLoss[trainLoss.length - 1]];
  if (!(last < first)) throw new Error(`${name} did not learn: loss ${first}, then ${last}`);
}

/** A training from given weights with the same order in each epoch; its result is the parameters. */
function exactTraining(device: Device, { sizes, learningRate, epochs, members }: TrainTask) {
  const { parameters, activation } = firstModel(sizes);
  const member = {
    parameters,
    activation,
    optimizer: sgd({ learningRate }),
    orderSeeds: new Uint32Array(epochs).fill(orderSeed),
  };
  const plan = {
    sizes,
    loss: "crossEntropy",
    epochs,
    batchSize,
    train: samples,
    members: Array.from({ length: members }, () => member),
  } as const;
  return async (): Promise<Result> => {
    const session = await device.start(plan);
    await session.advance(epochs);
    const values = new Float32Array(members * parameterCount(sizes));
    const parameters = await session.parameters();
    parameters.forEach((each, index) => values.set(each, index * each.length));
    await session.close();
    return { values };
  };
}

function evaluation(device: Device, { sizes, side }: GridTask) {
  const models = [firstModel(sizes)];
  const grid = { x: span, y: span, size: [side, side] } as const;
  return async (): Promise<Result> => ({ values: await device.predictGrid(models, grid) });
}

function product(device: Device, task: MatmulTask) {
  const { batch, size } = task;
  const factors = operands(task);
  const shape = { batch, rows: size, inner: size, columns: size };
  return async (): Promise<Result> => ({ values: await device.matmul(factors, shape) });
}

async function limitsOf(device: Device): Promise<Limits> {
  const roundTrip = await secondsOf(device, { rows: 1, inner: 1, columns: 1 });
  const speeds: number[] = [];
  for (const shape of moved) {
    const { rows, inner, columns } = shape;
    const bytes = 4 * (rows * inner + inner * columns + rows * columns);
    const seconds = await secondsOf(device, shape) - roundTrip;
    speeds.push(bytes / Math.max(seconds, 1e-6));
  }
  return {
    roundTrip,
    bytesPerSecond: Math.max(...speeds),
    ...(device.kind === "webgpu" ? await gpuPeak() : simdPeak()),
  };
}

/** The time of a product in seconds, including the transfer of operands and result. */
async function secondsOf(device: Device, shape: Omit<MatmulShape, "batch">): Promise<number> {
  const { rows, inner, columns } = shape;
  const [a, b] = [new Float32Array(rows * inner), new Float32Array(inner * columns)];
  const times: number[] = [];
  for (let call = 0; call < 8; call++) {
    const started = performance.now();
    await device.matmul({ a, b }, { batch: 1, ...shape });
    times.push((performance.now() - started) / 1000);
  }
  return median(times.slice(1));
}
