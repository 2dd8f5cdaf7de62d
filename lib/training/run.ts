/** The result of one network's training. */

import type { Loss } from "../kernels/losses.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import type { Initializer } from "../models/initializers.ts";
import type { Mlp } from "../models/mlp.ts";
import type { Curves } from "./curves.ts";
import type { Schedule } from "./schedules.ts";
import type { EpochStatistics } from "./probes.ts";
import type { EarlyStopping } from "./stopping.ts";
import type { RegressionScores } from "./regression.ts";
import type { ClassWeights } from "./weight_samples.ts";

/** A copy of a network during its training. */
export interface Snapshot {
  /** The number of epochs trained before the copy: 0 for the first parameters. */
  readonly epoch: number;
  /** The network after that epoch. */
  readonly model: Mlp;
}

/**
 * The result of one network's training. The curves have one entry per trained epoch; in a diverged
 * training they are NaN from the first epoch on whose training loss is not finite. The four curves of a run
 * are views of one buffer.
 */
export interface Run extends Curves {
  /** The spec's name. */
  readonly name: string;
  /** The trained network. */
  readonly model: Mlp;
  /** The initializer of the parameters; undefined if a model was given without one. */
  readonly initializer: Initializer | undefined;
  /** The optimizer with all its settings. */
  readonly optimizer: Optimizer;
  /** The schedule of the learning rate. */
  readonly schedule: Schedule;
  /** The learning rate at the start of each trained epoch. */
  readonly learningRates: Float64Array;
  /** The maximum norm of the gradients; undefined for none. */
  readonly clipNorm: number | undefined;
  /** The factor of the L1 penalty. */
  readonly l1: number;
  /** The loss that was minimized. */
  readonly loss: Loss;
  /** The share of each target that is spread evenly over all classes. */
  readonly labelSmoothing: number;
  /** The weights of the classes; undefined if all are 1. */
  readonly classWeights: ClassWeights | undefined;
  /** The number of samples per step. */
  readonly batchSize: number;
  /** The planned number of epochs. */
  readonly epochs: number;
  /** When the training was to end early; undefined for never. */
  readonly stop: EarlyStopping | undefined;
  /** The seed of the network's own generator; undefined if the spec has none. */
  readonly seed: number | undefined;
  /** Whether each epoch drew the random number of a `DataLoader` pass over the test data. */
  readonly consumeTestLoaderRng: boolean;
  /** Whether all networks of the training used the same shuffle orders. */
  readonly sharedOrder: boolean;
  /**
   * `ok`: all epochs were trained and the training loss stayed finite; `diverged`: it did not stay
   * finite; `stopped`: the training ended before the last epoch, by an abort or by early stopping.
   */
  readonly status: "ok" | "diverged" | "stopped";
  /** The number of the first epoch, from 1, whose training loss was not finite; null if there is none. */
  readonly divergedAtEpoch: number | null;
  /** The number of trained epochs if the training ended before the last one; otherwise null. */
  readonly stoppedAtEpoch: number | null;
  /**
   * The number of the epoch after which `model` was the trained network: with early stopping the one with
   * the lowest test loss, once the training has ended; otherwise null, and it is the last one.
   */
  readonly bestEpoch: number | null;
  /**
   * The accuracy of the trained network on the training data, from 0 to 1; NaN if it diverged, and for a
   * regression.
   */
  readonly finalTrainAccuracy: number;
  /** Its accuracy on the test data; NaN if it diverged, for a regression, and without test data. */
  readonly finalTestAccuracy: number;
  /** The scores of a regression on the training data; left out if it diverged. */
  readonly finalTrainRegression?: RegressionScores;
  /** The scores of a regression on the test data; left out if it diverged or without test data. */
  readonly finalTestRegression?: RegressionScores;
  /** The training time in seconds: the time of the ensemble, divided by its number of networks. */
  readonly seconds: number;
  /** The network after each of the epochs in the option `keep`. */
  readonly snapshots: readonly Snapshot[];
  /** The statistics of its layers after each of the epochs in the option `probe`. */
  readonly statistics: readonly EpochStatistics[];
}
