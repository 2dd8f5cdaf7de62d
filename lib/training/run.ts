/** What a training of one network came to, and how it stands in files. */

import type { Loss } from "../kernels/losses.ts";
import { nameOfOptimizer } from "../kernels/optimizer_names.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import { validationMessage } from "../check.ts";
import { checkShape } from "../check_shape.ts";
import type { Initializer } from "../models/initializers.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";
import { curveNames, type Curves, forCurves } from "./curves.ts";

/** A network as it was after some epochs. */
export interface Snapshot {
  /** Epochs it had been trained for: 0 before the first. */
  readonly epoch: number;
  /** The network then. */
  readonly model: Mlp;
}

/**
 * One network's training. The curves have one entry an epoch; from the epoch on in which the
 * training loss stopped being finite they hold NaN.
 */
export interface Run extends Curves {
  /** The spec's name. */
  readonly name: string;
  /** The trained network. */
  readonly model: Mlp;
  /** How the first parameters were drawn, where the spec says so. */
  readonly initializer: Initializer | undefined;
  /** What it was trained with. */
  readonly optimizer: Optimizer;
  /** What was minimized. */
  readonly loss: Loss;
  /** Samples a step. */
  readonly batchSize: number;
  /** Epochs it was to be trained for. */
  readonly epochs: number;
  /** Seed of the network's own generator, where the spec gave one. */
  readonly seed: number | undefined;
  /** Whether the training loss stayed finite to the last epoch, or the training was stopped before. */
  readonly status: "ok" | "diverged" | "stopped";
  /** Number of the first epoch, from 1, whose training loss was not finite, or null. */
  readonly divergedAtEpoch: number | null;
  /** Epochs trained where it was stopped before the last, or null. */
  readonly stoppedAtEpoch: number | null;
  /** Share of the training data that the trained network classifies right; NaN if it diverged. */
  readonly finalTrainAccuracy: number;
  /** The same of the test data; NaN without test data. */
  readonly finalTestAccuracy: number;
  /** Its share of the time that its ensemble took, in seconds. */
  readonly seconds: number;
  /** The network after each of the epochs that `keep` asks for. */
  readonly snapshots: readonly Snapshot[];
}

/** A run as plain data that JSON keeps: lists for curves, null for what is not finite. */
export interface RunRecord {
  /** The spec's name. */
  name: string;
  /** Width of the input, of each hidden layer, and of the output. */
  sizes: readonly number[];
  /** Behind each hidden layer. */
  activation: string;
  /** Null where a model was given. */
  initializer: string | null;
  /** The name that `createOptimizer` knows. */
  optimizer: string;
  /** All settings of the optimizer, by name. */
  optimizerSettings: Optimizer;
  /** The optimizer's. */
  learningRate: number;
  /** The optimizer's. */
  weightDecay: number;
  /** What was minimized. */
  loss: string;
  /** Epochs it was to be trained for. */
  epochs: number;
  /** Samples a step. */
  batchSize: number;
  /** Of the network's own generator, or null. */
  seed: number | null;
  /** Per epoch: mean loss of the batches, each before its step. */
  trainLoss: (number | null)[];
  /** Per epoch: mean loss over the test data after it. */
  testLoss: (number | null)[];
  /** Of the trained network on the training data, from 0 to 1. */
  trainAccuracy: number | null;
  /** Of the trained network on the test data, from 0 to 1. */
  testAccuracy: number | null;
  /** Per epoch, like the losses. */
  trainAccuracyPerEpoch: (number | null)[];
  /** Per epoch, like the losses. */
  testAccuracyPerEpoch: (number | null)[];
  /** How it ended. */
  status: Run["status"];
  /** Number of the first epoch, from 1, whose training loss was not finite, or null. */
  divergedAtEpoch: number | null;
  /** Epochs trained where it was stopped before the last, or null. */
  stoppedAtEpoch: number | null;
  /** Its share of the time that its ensemble took. */
  seconds: number;
}

/**
 * A run as plain data: what `JSON.stringify` keeps, without the network's parameters.
 *
 * @param run What `train` gave.
 * @returns All its settings, its curves as lists, and how it ended.
 * @throws {TypeError} if it is no run, or a part of it is of the wrong kind
 * @throws {RangeError} if its model or its optimizer does not fit itself
 *
 * @example Curves survive JSON
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
  const { model, optimizer, name } = checkShape(action, "run", run, "run");
  checkMlp(action, model);
  for (const curve of curveNames) {
    if (run[curve] instanceof Float64Array) continue;
    throw new TypeError(validationMessage(action, `run.${curve}`, "a Float64Array", run[curve]));
  }
  const curves = forCurves((name) => Array.from(run[name], finiteOrNull));
  return {
    name,
    sizes: [...model.sizes],
    activation: model.activation,
    initializer: run.initializer ?? null,
    optimizer: nameOfOptimizer(optimizer),
    optimizerSettings: { ...optimizer },
    learningRate: optimizer.learningRate,
    weightDecay: optimizer.weightDecay,
    loss: run.loss,
    epochs: run.epochs,
    batchSize: run.batchSize,
    seed: run.seed ?? null,
    trainLoss: curves.trainLoss,
    testLoss: curves.testLoss,
    trainAccuracy: finiteOrNull(run.finalTrainAccuracy),
    testAccuracy: finiteOrNull(run.finalTestAccuracy),
    trainAccuracyPerEpoch: curves.trainAccuracy,
    testAccuracyPerEpoch: curves.testAccuracy,
    status: run.status,
    divergedAtEpoch: run.divergedAtEpoch,
    stoppedAtEpoch: run.stoppedAtEpoch,
    seconds: run.seconds,
  };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
