/** The rows of the bench: their tasks and units. */

import type { ContenderName } from "./contender.ts";
import { type Task, type TrainTask, workOf } from "./tasks.ts";

/** Groups of rows, as `--only` names them. */
export const groupNames = ["train", "ensemble", "grid", "matmul", "figure"] as const;

/** The name of a group. */
export type GroupName = typeof groupNames[number];

/** A row. */
export interface Row {
  readonly group: GroupName;
  readonly name: string;
  /** The unit of its cells. */
  readonly unit: "ms" | "steps/s" | "GFLOP/s";
  /** The task of the lab. */
  readonly lab: Task;
  /** The task of TensorFlow.js: the same, or a smaller one with the same rate; null for none. */
  readonly peer: Task | null;
  /** The task of PyTorch, likewise. */
  readonly torch: Task | null;
  /** The contenders that the row is for, if it is not for all. */
  readonly only?: readonly ContenderName[];
}

const ensembleShape = { sizes: [2, 32, 2], learningRate: 0.05 } as const;
/** Network-steps of an ensemble's row, which take seconds on two cores, and on a hardware GPU. */
const ensembleSteps = { software: 1e5, hardware: 2e7 };
/** Epochs for which TensorFlow.js trains one network; it trains an ensemble at the same rate. */
const peerEpochs = 30;
/** Of an ensemble at least: with fewer, drawing the first weights would be a large part of a training. */
const leastEpochs = 30;
/** Network-steps and epochs of PyTorch, which trains an ensemble at the same rate in 3 epochs and in 20. */
const [torchSteps, torchEpochs] = [2e4, { least: 3, most: peerEpochs }];

/**
 * Returns the rows of some groups.
 *
 * @param groups The names of the groups.
 * @param options `software`: whether the lab's fastest device computes on the CPU, which decides the
 * number of steps of ensembles.
 */
export function benchRows(
  groups: readonly GroupName[],
  { software }: { software: boolean },
): Row[] {
  const all = [
    trainRow({ sizes: [2, 32, 2], learningRate: 0.05, epochs: 150 }),
    trainRow({ sizes: [2, 64, 64, 2], learningRate: 0.01, epochs: 120 }),
    snapshotRow({ sizes: [2, 32, 2], learningRate: 0.05, epochs: 150 }),
    ...[1, 16, 64, 256, 4096].map((members) => ensembleRow(members, software)),
    ...[64, 4096].map((members) => ensembleRow(members, software, { ownOrders: true })),
    ...[64, 256].map((members) => ensembleRow(members, software, { workers: 1 })),
    ...[200, 1000, 4000].map(gridRow),
    ...[[1, 512], [1, 1024], [1, 2048], [256, 64]].map(matmulRow),
    figureRow,
  ];
  return all.filter(({ group }) => groups.includes(group));
}

function trainRow(task: Pick<TrainTask, "sizes" | "learningRate" | "epochs">): Row {
  const whole = { kind: "train", members: 1, manner: "lab", ...task } as const;
  const name = `train ${task.sizes.join("-")}`;
  return { group: "train", name, unit: "ms", lab: whole, peer: whole, torch: whole };
}

/** A training that keeps the network after each epoch, to be held against one that keeps none. */
function snapshotRow(task: Pick<TrainTask, "sizes" | "learningRate" | "epochs">): Row {
  const whole = { kind: "train", members: 1, manner: "lab", snapshots: true, ...task } as const;
  const name = `train ${task.sizes.join("-")}, all epochs kept`;
  return { group: "train", name, unit: "ms", lab: whole, peer: null, torch: whole };
}

function ensembleRow(
  members: number,
  software: boolean,
  variant: Pick<TrainTask, "ownOrders" | "workers"> = {},
): Row {
  const one = { kind: "train", ...ensembleShape, members: 1, manner: "ensemble" } as const;
  const stepsPerEpoch = workOf({ ...one, members, epochs: 1 });
  const wanted = ensembleSteps[software ? "software" : "hardware"];
  const epochsOf = (steps: number, { least, most }: { least: number; most: number }) =>
    Math.max(least, Math.min(most, Math.round(steps / stepsPerEpoch)));
  const { ownOrders, workers } = variant;
  return {
    group: "ensemble",
    name: `ensemble of ${thousands(members)}${ownOrders ? ", own orders" : ""}` +
      (workers ? ", one thread" : ""),
    unit: "steps/s",
    lab: {
      ...one,
      ...variant,
      members,
      epochs: epochsOf(wanted, { least: leastEpochs, most: 150 }),
    },
    peer: { ...one, epochs: peerEpochs },
    torch: {
      ...{ ...one, ownOrders, members },
      epochs: epochsOf(torchSteps, torchEpochs),
    },
    ...(workers && { only: ["cpu"] as const }),
  };
}

function gridRow(side: number): Row {
  const task = { kind: "grid", sizes: [2, 64, 64, 2], side } as const;
  const name = `grid ${thousands(side)}²`;
  return { group: "grid", name, unit: "ms", lab: task, peer: task, torch: task };
}

function matmulRow([batch, size]: number[]): Row {
  const task = { kind: "matmul", batch, size } as const;
  const name = `matmul ${batch > 1 ? `${batch} x ` : ""}${thousands(size)}³`;
  return { group: "matmul", name, unit: "GFLOP/s", lab: task, peer: task, torch: task };
}

const figureRow: Row = {
  ...{ group: "figure", name: "command to figure", unit: "ms" },
  ...{ lab: { kind: "figure" }, peer: null, torch: { kind: "figure" } },
};

function thousands(value: number): string {
  return value.toLocaleString("en");
}
