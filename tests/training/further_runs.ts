/** Runs of real PyTorch with other seeds, data, shapes and settings than the notebook's. */

import reference from "../reference/further_training.json" with { type: "json" };
import {
  type Activation,
  type DatasetName,
  type Initializer,
  type Loss,
  makeDataset,
  type OptimizerName,
  type Split,
  standardScale,
  trainTestSplit,
} from "../../mod.ts";

/** The settings of PyTorch, by the lab's names, and the four curves. */
export interface FurtherRun {
  readonly name: string;
  readonly seed: number;
  readonly dataset: DatasetName;
  readonly samples: number;
  readonly noise: number;
  readonly factor?: number;
  readonly centers?: number;
  readonly testSize: number;
  readonly sizes: readonly number[];
  readonly activation: Activation;
  readonly initializer: Initializer;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly weightDecay?: number;
  readonly momentum?: number;
  readonly smoothing?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly loss: Loss;
  readonly epochs: number;
  readonly batchSize: number;
  readonly trainLoss: readonly number[];
  readonly trainAccuracy: readonly number[];
  readonly testLoss: readonly number[];
  readonly testAccuracy: readonly number[];
}

/** All further runs. */
export const furtherRuns = reference.runs as readonly FurtherRun[];

/** The run with a name. */
export function furtherRun(name: string): FurtherRun {
  const run = furtherRuns.find((each) => each.name === name);
  if (run === undefined) throw new Error(`There is no reference run named ${name}`);
  return run;
}

/** Returns the data of a run, scaled and split. */
export function dataOf({ dataset, samples, testSize, ...run }: FurtherRun): Split {
  const { noise, factor, centers, seed } = run;
  const all = standardScale(makeDataset(dataset, samples, { noise, factor, centers, seed }));
  return trainTestSplit(all, { testSize, seed, stratify: true });
}
