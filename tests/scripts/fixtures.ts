/** Runs and a voice made up for tests: what scripts say is held against what they were given. */

import { sgd } from "../../mod.ts";
import type { Run } from "../../mod.ts";
import type { Output } from "../../scripts/cli/output/output.ts";

/** A run that came to these losses; NaN from the epoch of its divergence on, if it diverged. */
export function runOf(
  name: string,
  trainLoss: readonly number[],
  { testLoss = trainLoss, ...parts }: Partial<Omit<Run, "testLoss">> & {
    testLoss?: readonly number[];
  } = {},
): Run {
  const end = trainLoss.findIndex(Number.isNaN);
  return {
    name,
    model: {
      sizes: [2, 2],
      activation: "relu",
      head: "logits",
      parameters: Float32Array.of(0, 0, 1, 0, 0, 0),
    },
    initializer: "torch",
    optimizer: sgd({ learningRate: 0.05 }),
    schedule: { kind: "constant" },
    learningRates: Float64Array.from(trainLoss, () => 0.05),
    clipNorm: undefined,
    l1: 0,
    loss: "crossEntropy",
    labelSmoothing: 0,
    classWeights: undefined,
    batchSize: 64,
    epochs: trainLoss.length,
    seed: undefined,
    consumeTestLoaderRng: true,
    sharedOrder: false,
    trainLoss: Float64Array.from(trainLoss),
    testLoss: Float64Array.from(testLoss),
    trainAccuracy: Float64Array.from(trainLoss, () => 0.5),
    testAccuracy: Float64Array.from(testLoss, () => 0.75),
    divergedAtEpoch: end < 0 ? null : end + 1,
    stoppedAtEpoch: null,
    bestEpoch: null,
    stop: undefined,
    snapshots: [],
    statistics: [],
    status: end < 0 ? "ok" : "diverged",
    finalTrainAccuracy: end < 0 ? 0.5 : NaN,
    finalTestAccuracy: end < 0 ? 0.75 : NaN,
    seconds: 1.5,
    ...parts,
  };
}

/** An output that keeps what it was told, one entry a call. */
export function listen(): { output: Output; said: string[]; tables: unknown[][] } {
  const said: string[] = [];
  const tables: unknown[][] = [];
  const output: Output = {
    say: (line = "") => void said.push(line),
    table: (columns, rows) => void tables.push([columns, rows]),
    note: (line) => void said.push(`note: ${line}`),
    busy: () => {},
    progress: () => ({
      update: () => {},
      busy: () => {},
      clear: () => {},
      [Symbol.dispose]: () => {},
    }),
    curves: () => Promise.resolve(),
    finish: () => Promise.resolve(),
  };
  return { output, said, tables };
}
