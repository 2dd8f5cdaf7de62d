/** The result of one network's training as plain data, for files. */

import { nameOfOptimizer } from "../kernels/optimizer_names.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import { validationMessage } from "../check.ts";
import { checkShape, isTyped } from "../check_shape.ts";
import { checkMlp } from "../models/mlp.ts";
import { curveNames, forCurves } from "./curves.ts";
import type { Schedule } from "./schedules.ts";
import { type EpochStatisticsRecord, statisticsRecords } from "./statistics_record.ts";
import type { EarlyStopping } from "./stopping.ts";
import type { NetworkSettings } from "./spec.ts";
import type { ClassWeights } from "./weight_samples.ts";
import type { Run } from "./run.ts";

/** All settings of a run except its data and the training's generator, as plain data for JSON. */
export interface RunSettings {
  /** The spec's name. */
  name: string;
  /** Width of the input, of each hidden layer, and of the output. */
  sizes: readonly number[];
  /** The activation of all hidden layers, or a list with that of each. */
  activation: string | readonly string[];
  /** The initializer of the parameters; null if a model was given without one. */
  initializer: string | null;
  /** The optimizer's name, as in `createOptimizer`. */
  optimizer: string;
  /** All settings of the optimizer, by name. */
  optimizerSettings: Optimizer;
  /** The optimizer's learning rate. */
  learningRate: number;
  /** The schedule of the learning rate. */
  schedule: Schedule;
  /** The optimizer's weight decay. */
  weightDecay: number;
  /** The maximum norm of the gradients, or null. */
  clipNorm: number | null;
  /** The factor of the L1 penalty. */
  l1: number;
  /** The loss that was minimized. */
  loss: string;
  /** The share of each target that is spread evenly over all classes. */
  labelSmoothing: number;
  /** The weights of the classes, or null. */
  classWeights: ClassWeights | null;
  /** The planned number of epochs. */
  epochs: number;
  /** The number of samples per step. */
  batchSize: number;
  /** When the training was to end early, or null. */
  stop: EarlyStopping | null;
  /** The seed of the network's own generator, or null. */
  seed: number | null;
  /** Whether each epoch drew the random number of a `DataLoader` pass over the test data. */
  consumeTestLoaderRng: boolean;
  /** Whether all networks of the training used the same shuffle orders. */
  sharedOrder: boolean;
}

/** A run as plain data for JSON: curves are lists, and numbers that are not finite are null. */
export interface RunRecord extends RunSettings {
  /** The mean training loss of each epoch; each mini-batch is scored before its step. */
  trainLoss: (number | null)[];
  /** The mean loss over the test data after each epoch. */
  testLoss: (number | null)[];
  /** The learning rate at the start of each epoch. */
  learningRates: number[];
  /** The accuracy of the trained network on the training data, from 0 to 1; left out in a regression. */
  trainAccuracy?: number | null;
  /** The accuracy of the trained network on the test data, from 0 to 1; left out in a regression. */
  testAccuracy?: number | null;
  /** The training accuracy of each epoch, scored like the losses; left out in a regression. */
  trainAccuracyPerEpoch?: (number | null)[];
  /** The accuracy on the test data after each epoch; left out in a regression. */
  testAccuracyPerEpoch?: (number | null)[];
  /** The coefficient of determination on the training data, of a regression. */
  trainR2?: number | null;
  /** The coefficient of determination on the test data, of a regression. */
  testR2?: number | null;
  /** The mean squared error on the training data in the target's own unit, of a regression. */
  trainMeanSquaredError?: number | null;
  /** The mean squared error on the test data in the target's own unit, of a regression. */
  testMeanSquaredError?: number | null;
  /** The mean absolute error on the training data in the target's own unit, of a regression. */
  trainMeanAbsoluteError?: number | null;
  /** The mean absolute error on the test data in the target's own unit, of a regression. */
  testMeanAbsoluteError?: number | null;
  /** Whether the training was completed, diverged or was stopped. */
  status: Run["status"];
  /** The number of the first epoch, from 1, whose training loss was not finite, or null. */
  divergedAtEpoch: number | null;
  /** The number of trained epochs if the training ended before the last one, or null. */
  stoppedAtEpoch: number | null;
  /** With early stopping, the number of the epoch whose network was kept; otherwise null. */
  bestEpoch: number | null;
  /** The training time in seconds: the time of the ensemble, divided by its number of networks. */
  seconds: number;
  /** The statistics of its layers, of a run with probes. */
  statistics?: EpochStatisticsRecord[];
}

/**
 * Converts a run to plain data for `JSON.stringify`, without the network's parameters.
 *
 * @param run A run from `train` or `session.runs()`.
 * @returns Its settings, curves, accuracies and status.
 * @throws {TypeError} if it is not a run, or a part of it is of the wrong kind
 * @throws {RangeError} if its model or its optimizer is not consistent
 *
 * @example JSON preserves the curves
 * ```ts
 * import { makeMoons, openDevice, runRecord, sgd, train } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const options = { device, data: makeMoons(50), epochs: 2 };
 * const [run] = await train([{ sizes: [2, 4, 2], optimizer: sgd() }], options);
 * const record = JSON.parse(JSON.stringify(runRecord(run)));
 * assertEquals(record.trainLoss, [...run.trainLoss]);
 * ```
 */
export function runRecord(run: Run): RunRecord {
  const action = "record the run";
  const { model } = checkShape(action, "run", run, "run");
  checkMlp(action, model);
  for (const curve of curveNames) {
    if (isTyped(run[curve], Float64Array)) continue;
    throw new TypeError(validationMessage(action, `run.${curve}`, "a Float64Array", run[curve]));
  }
  if (!isTyped(run.learningRates, Float64Array)) {
    const name = "run.learningRates";
    throw new TypeError(validationMessage(action, name, "a Float64Array", run.learningRates));
  }
  checkShape(action, "run.optimizer", run.optimizer, "optimizer");
  checkShape(action, "run.schedule", run.schedule, "schedule");
  if (run.stop) checkShape(action, "run.stop", run.stop, "stopping");
  const statistics = statisticsRecords(action, run.statistics);
  const curves = forCurves((name) => Array.from(run[name], finiteOrNull));
  return {
    ...settingsRecord({ ...run, sizes: model.sizes, activation: model.activation }),
    trainLoss: curves.trainLoss,
    testLoss: curves.testLoss,
    learningRates: Array.from(run.learningRates),
    ...(model.task === "regression" ? regressionRecord(run) : {
      trainAccuracy: finiteOrNull(run.finalTrainAccuracy),
      testAccuracy: finiteOrNull(run.finalTestAccuracy),
      trainAccuracyPerEpoch: curves.trainAccuracy,
      testAccuracyPerEpoch: curves.testAccuracy,
    }),
    status: run.status,
    divergedAtEpoch: run.divergedAtEpoch,
    stoppedAtEpoch: run.stoppedAtEpoch,
    bestEpoch: run.bestEpoch,
    seconds: run.seconds,
    ...(statistics.length > 0 && { statistics }),
  };
}

/** The final scores of a regression; null for those that there are none of. */
function regressionRecord({ finalTrainRegression: train, finalTestRegression: test }: Run) {
  return {
    trainR2: finiteOrNull(train?.r2),
    testR2: finiteOrNull(test?.r2),
    trainMeanSquaredError: finiteOrNull(train?.meanSquaredError),
    testMeanSquaredError: finiteOrNull(test?.meanSquaredError),
    trainMeanAbsoluteError: finiteOrNull(train?.meanAbsoluteError),
    testMeanAbsoluteError: finiteOrNull(test?.meanAbsoluteError),
  };
}

/** Converts the settings of a run to plain data. */
export function settingsRecord(
  run: NetworkSettings & { readonly consumeTestLoaderRng: boolean; readonly sharedOrder: boolean },
): RunSettings {
  const { optimizer } = run;
  return {
    name: run.name,
    sizes: [...run.sizes],
    activation: run.activation,
    initializer: run.initializer ?? null,
    optimizer: nameOfOptimizer(optimizer),
    optimizerSettings: { ...optimizer },
    learningRate: optimizer.learningRate,
    schedule: { ...run.schedule },
    weightDecay: optimizer.weightDecay,
    clipNorm: run.clipNorm ?? null,
    l1: run.l1,
    loss: run.loss,
    labelSmoothing: run.labelSmoothing,
    classWeights: run.classWeights ?? null,
    epochs: run.epochs,
    batchSize: run.batchSize,
    stop: run.stop ? { ...run.stop } : null,
    seed: run.seed ?? null,
    consumeTestLoaderRng: run.consumeTestLoaderRng,
    sharedOrder: run.sharedOrder,
  };
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
