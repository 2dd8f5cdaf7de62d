/** What the bench asks of a contender: plain data, as it is sent to a worker, and how much work it is. */

import { layersOf } from "../../mod.ts";

/** Samples a step, as the lab trains. */
export const batchSize = 64;
/** Samples of the lab's moons that are trained on: 600, less the 30% held out. */
export const trainingSamples = 420;
const stepsPerEpoch = Math.ceil(trainingSamples / batchSize);

/** Trains networks of one shape on the lab's moons by SGD. */
export interface TrainTask {
  readonly kind: "train";
  readonly sizes: readonly number[];
  readonly learningRate: number;
  readonly epochs: number;
  readonly members: number;
  /** `lab`: as the experiments do; `ensemble`: no test data, one order for all; `exact`: nothing random. */
  readonly manner: "lab" | "ensemble" | "exact";
}

/** Evaluates a network over a square grid. */
export interface GridTask {
  readonly kind: "grid";
  readonly sizes: readonly number[];
  readonly side: number;
}

/** Multiplies square matrices. */
export interface MatmulTask {
  readonly kind: "matmul";
  readonly batch: number;
  readonly size: number;
}

/** From the data to the figures of `deno task activations`, modules and device included. */
export interface FigureTask {
  readonly kind: "figure";
}

/** A piece of work. */
export type Task = TrainTask | GridTask | MatmulTask | FigureTask;

/** Work in the unit that a rate counts: network-steps, points, floating-point operations, figures. */
export function workOf(task: Task): number {
  switch (task.kind) {
    case "train":
      return task.members * task.epochs * stepsPerEpoch;
    case "grid":
      return task.side ** 2;
    case "matmul":
      return 2 * task.batch * task.size ** 3;
    case "figure":
      return 1;
  }
}

/**
 * Floating-point operations of the matrix products in a task; the rest is small beside them. A
 * training step multiplies each weight three times a sample: forward, for its own gradient, and for
 * the gradient of its inputs, which the first layer does not need.
 */
export function operationsOf(task: Task): number {
  if (task.kind === "figure") return 0;
  if (task.kind === "matmul") return workOf(task);
  const weights = layersOf(task.sizes).map(({ inputs, outputs }) => inputs * outputs);
  const all = weights.reduce((sum, count) => sum + count, 0);
  if (task.kind === "grid") return 2 * all * workOf(task);
  return task.members * task.epochs * trainingSamples * (6 * all - 2 * weights[0]);
}

/** Bytes of operands and results that go to a device and back, beside which the rest is small. */
export function bytesOf(task: Task): number {
  if (task.kind === "grid") return 4 * task.sizes[task.sizes.length - 1] * workOf(task);
  return task.kind === "matmul" ? 3 * 4 * task.batch * task.size ** 2 : 0;
}

/** A small task that does the same, with nothing random in it: its results can be compared. */
export function smallTask(task: Task): Task {
  switch (task.kind) {
    case "train":
      return { ...task, epochs: 10, members: 1, manner: "exact" };
    case "grid":
      return { ...task, side: 128 };
    case "matmul":
      return { ...task, batch: 1, size: 192 };
    case "figure":
      return task;
  }
}

/** Tasks with the same key take time in proportion to their work. */
export function likenessOf(task: Task): string {
  const sizes = "sizes" in task ? ` ${task.sizes.join("-")}` : "";
  return `${task.kind}${sizes}`;
}
