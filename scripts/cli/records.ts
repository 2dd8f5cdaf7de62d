/** Runs as they stand in JSON. */

import { nameOfOptimizer, type Run } from "../../mod.ts";

/** One run of an experiment. A number that is not finite is written as null. */
export interface RunRecord {
  name: string;
  sizes: readonly number[];
  activation: string;
  initializer: string | null;
  optimizer: string;
  learningRate: number;
  weightDecay: number;
  epochs: number;
  batchSize: number;
  /** Per epoch: mean loss of the batches, each before its step. */
  trainLoss: number[];
  /** Per epoch: mean loss over the test data after it. */
  testLoss: number[];
  /** Of the trained network, from 0 to 1. */
  trainAccuracy: number;
  testAccuracy: number;
  /** Per epoch, like the losses. */
  trainAccuracyPerEpoch: number[];
  testAccuracyPerEpoch: number[];
  status: "ok" | "diverged";
  divergedAtEpoch: number | null;
  seconds: number;
}

/** A run as a record. */
export function toRecord(
  run: Run,
  { epochs, batchSize }: { epochs: number; batchSize: number },
): RunRecord {
  return {
    name: run.name,
    sizes: run.model.sizes,
    activation: run.model.activation,
    initializer: run.initializer ?? null,
    optimizer: nameOfOptimizer(run.optimizer),
    learningRate: run.optimizer.learningRate,
    weightDecay: run.optimizer.weightDecay,
    epochs,
    batchSize,
    trainLoss: [...run.trainLoss],
    testLoss: [...run.testLoss],
    trainAccuracy: run.finalTrainAccuracy,
    testAccuracy: run.finalTestAccuracy,
    trainAccuracyPerEpoch: [...run.trainAccuracy],
    testAccuracyPerEpoch: [...run.testAccuracy],
    status: run.status,
    divergedAtEpoch: run.divergedAtEpoch,
    seconds: run.seconds,
  };
}
