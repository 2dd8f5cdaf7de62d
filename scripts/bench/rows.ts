/** The rows of the bench: what is timed, and in which unit. */

import { type Task, type TrainTask, workOf } from "./tasks.ts";

/** Groups of rows, as `--only` names them. */
export const groupNames = ["train", "ensemble", "grid", "matmul", "figure"] as const;

/** One of them. */
export type GroupName = typeof groupNames[number];

/** One row. */
export interface Row {
  readonly group: GroupName;
  readonly name: string;
  /** What a cell shows: milliseconds, or so many of these a second. */
  readonly unit: "ms" | "steps/s" | "GFLOP/s";
  /** What the lab does. */
  readonly lab: Task;
  /** What the peers do: the same, or a part of it whose rate stands for the whole; null: nothing. */
  readonly peer: Task | null;
}

const ensembleShape = { sizes: [2, 32, 2], learningRate: 0.05 } as const;
/** Network-steps of an ensemble's row: seconds on two cores, and on a hardware GPU. */
const ensembleSteps = { software: 1e5, hardware: 2e7 };
/** Epochs for which peers train the one network whose rate stands for all of an ensemble. */
const peerEpochs = 30;

/**
 * The rows of the groups that are asked for.
 *
 * @param groups Which.
 * @param options Whether the lab's fastest device computes on the CPU; ensembles are sized by that.
 */
export function benchRows(
  groups: readonly GroupName[],
  { software }: { software: boolean },
): Row[] {
  const all = [
    trainRow({ sizes: [2, 32, 2], learningRate: 0.05, epochs: 150 }),
    trainRow({ sizes: [2, 64, 64, 2], learningRate: 0.01, epochs: 120 }),
    ...[1, 16, 64, 256, 4096].map((members) => ensembleRow(members, software)),
    ...[200, 1000, 4000].map(gridRow),
    ...[[1, 512], [1, 1024], [1, 2048], [256, 64]].map(matmulRow),
    { group: "figure", name: "command to figure", unit: "ms", lab: { kind: "figure" }, peer: null },
  ] satisfies Row[];
  return all.filter(({ group }) => groups.includes(group));
}

function trainRow(task: Pick<TrainTask, "sizes" | "learningRate" | "epochs">): Row {
  const whole = { kind: "train", members: 1, manner: "lab", ...task } as const;
  const name = `train ${task.sizes.join("-")}`;
  return { group: "train", name, unit: "ms", lab: whole, peer: whole };
}

function ensembleRow(members: number, software: boolean): Row {
  const one = { kind: "train", ...ensembleShape, members: 1, manner: "ensemble" } as const;
  const stepsPerEpoch = workOf({ ...one, members, epochs: 1 });
  const wanted = ensembleSteps[software ? "software" : "hardware"];
  const epochs = Math.max(2, Math.min(150, Math.round(wanted / stepsPerEpoch)));
  return {
    group: "ensemble",
    name: `ensemble of ${thousands(members)}`,
    unit: "steps/s",
    lab: { ...one, members, epochs },
    peer: { ...one, epochs: peerEpochs },
  };
}

function gridRow(side: number): Row {
  const task = { kind: "grid", sizes: [2, 64, 64, 2], side } as const;
  return { group: "grid", name: `grid ${thousands(side)}²`, unit: "ms", lab: task, peer: task };
}

function matmulRow([batch, size]: number[]): Row {
  const task = { kind: "matmul", batch, size } as const;
  const name = `matmul ${batch > 1 ? `${batch} x ` : ""}${thousands(size)}³`;
  return { group: "matmul", name, unit: "GFLOP/s", lab: task, peer: task };
}

function thousands(value: number): string {
  return value.toLocaleString("en");
}
