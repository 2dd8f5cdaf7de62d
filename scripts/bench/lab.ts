/** The lab as a contender, on one of its devices. */

import {
  type Device,
  parameterCount,
  type Run,
  sgd,
  train,
  type TrainingOptions,
} from "../../mod.ts";
import { openLabDevice } from "../cli/device.ts";
import { createOutput } from "../cli/output.ts";
import type { Contender, Limits, Result } from "./contender.ts";
import { drawFigures } from "./figures.ts";
import { median } from "./measure.ts";
import { simdPeak } from "./peak_simd.ts";
import { gpuPeak } from "./peak_gpu.ts";
import { data, firstModel, operands, samples, seed, span } from "./problem.ts";
import { batchSize, type GridTask, type MatmulTask, type TrainTask } from "./tasks.ts";

/** Numbers that are sent to a device and back to see how fast they move. */
const floatsMoved = 2 ** 21;

/** Opens the lab on a device. */
export async function openLab(kind: "webgpu" | "tfjs"): Promise<Contender> {
  const device = await openLabDevice(kind, createOutput({ quiet: true }));
  return {
    name: device.name,
    software: device.software,
    prepare(task) {
      switch (task.kind) {
        case "train":
          return task.manner === "exact" ? exactTraining(device, task) : training(device, task);
        case "grid":
          return evaluation(device, task);
        case "matmul":
          return product(device, task);
        case "figure":
          return () => drawFigures(device);
      }
    },
    limits: () => limitsOf(device),
    close: async () => await device[Symbol.asyncDispose](),
  };
}

/** As a user trains: `train`, which draws first weights and orders, trains, and scores what came out. */
function training(device: Device, { sizes, learningRate, epochs, members, manner }: TrainTask) {
  const spec = { sizes, optimizer: sgd({ learningRate }) };
  const specs = Array.from({ length: members }, () => spec);
  const shared: TrainingOptions = { device, data: data.train, epochs, batchSize, seed };
  const options = manner === "lab"
    ? { ...shared, test: data.test }
    : { ...shared, sharedOrder: true };
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

/** From given weights and in the order in which the samples lie; the results are the parameters. */
function exactTraining(device: Device, { sizes, learningRate, epochs, members }: TrainTask) {
  const { parameters, activation } = firstModel(sizes);
  const order = Uint32Array.from({ length: samples.count }, (_, index) => index);
  const member = {
    parameters,
    activation,
    optimizer: sgd({ learningRate }),
    orders: Array.from({ length: epochs }, () => order),
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
    const results = await device.train(plan);
    const values = new Float32Array(members * parameterCount(sizes));
    results.forEach(({ parameters }, index) => values.set(parameters, index * parameters.length));
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
  const roundTrip = await secondsOf(device, 4);
  const moving = await secondsOf(device, floatsMoved) - roundTrip;
  return {
    roundTrip,
    bytesPerSecond: 2 * 4 * floatsMoved / Math.max(moving, 1e-6),
    ...(device.kind === "webgpu" ? await gpuPeak() : simdPeak()),
  };
}

/** Seconds of an operation that does next to nothing with so many numbers, there and back. */
async function secondsOf(device: Device, count: number): Promise<number> {
  const values = new Float32Array(count);
  const times: number[] = [];
  for (let call = 0; call < 8; call++) {
    const started = performance.now();
    await device.activate("identity", values);
    times.push((performance.now() - started) / 1000);
  }
  return median(times.slice(1));
}
