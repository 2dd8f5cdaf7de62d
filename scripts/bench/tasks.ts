/** The tasks of the bench as plain data, which can be sent to a worker, and their amount of work. */

import { layersOf } from "../../mod.ts";

/** The number of samples per step, as in the lab. */
export const batchSize = 64;
/** The number of training samples of the lab's moons: 600 without the 30% of test samples. */
export const trainingSamples = 420;
const stepsPerEpoch = Math.ceil(trainingSamples / batchSize);

/** Trains networks of one shape on the lab's moons by SGD. */
export interface TrainTask {
  readonly kind: "train";
  readonly sizes: readonly number[];
  readonly learningRate: number;
  readonly epochs: number;
  readonly members: number;
  /**
   * `lab`: as in the experiments; `ensemble`: without test data and with a shared order; `exact`: without
   * random numbers.
   */
  readonly manner: "lab" | "ensemble" | "exact";
  /** Whether each network of an ensemble has an order of its own. */
  readonly ownOrders?: true;
  /** Whether the parameters after each epoch are kept. */
  readonly snapshots?: true;
  /** The number of threads of the lab's CPU device; one a processor if left out. */
  readonly workers?: 1;
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

/** Runs `deno task activations` as a command. */
export interface FigureTask {
  readonly kind: "figure";
}

/** A task of the bench. */
export type Task = TrainTask | GridTask | MatmulTask | FigureTask;

/** The work of a task: network-steps, points, floating-point operations, or figures. */
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
 * The floating-point operations of the matrix products in a task; the others are negligible. A training
 * step multiplies each weight three times per sample: in the forward pass, for the weights' gradient, and
 * for the gradient with respect to the inputs, which the first layer does not need.
 */
export function operationsOf(task: Task): number {
  if (task.kind === "figure") return 0;
  if (task.kind === "matmul") return workOf(task);
  const weights = layersOf(task.sizes).map(({ inputs, outputs }) => inputs * outputs);
  const all = weights.reduce((sum, count) => sum + count, 0);
  if (task.kind === "grid") return 2 * all * workOf(task);
  return task.members * task.epochs * trainingSamples * (6 * all - 2 * weights[0]);
}

/** The bytes of operands and results that are transferred; the others are negligible. */
export function bytesOf(task: Task): number {
  if (task.kind === "grid") return 4 * task.sizes[task.sizes.length - 1] * workOf(task);
  return task.kind === "matmul" ? 3 * 4 * task.batch * task.size ** 2 : 0;
}

/** A small task of the same kind without random numbers, whose results can be compared. */
export function smallTask(task: Task): Task {
  switch (task.kind) {
    case "train":
      return {
        ...{ kind: "train", sizes: task.sizes, learningRate: task.learningRate },
        ...{ epochs: 10, members: 1, manner: "exact" },
      };
    case "grid":
      return { ...task, side: 128 };
    case "matmul":
      return { ...task, batch: 1, size: 192 };
    case "figure":
      return task;
  }
}

/** A key: the time of tasks with the same key is proportional to their work. */
export function likenessOf(task: Task): string {
  const sizes = "sizes" in task ? ` ${task.sizes.join("-")}` : "";
  return `${task.kind}${sizes}`;
}
