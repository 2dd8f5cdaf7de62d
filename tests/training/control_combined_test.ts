/** PyTorch's runs in which several means of training control act together, on every device. */

import reference from "../reference/control.json" with { type: "json" };
import { assertEquals } from "@std/assert";
import {
  type Activations,
  type ClassWeights,
  createDataset,
  createOptimizer,
  type Dataset,
  type Device,
  earlyStopping,
  makeBlobs,
  makeMoons,
  type OptimizerName,
  type Schedule,
  type Split,
  standardScale,
  train,
  trainTestSplit,
} from "../../mod.ts";
import { eachDevice } from "../devices/each_device.ts";
import { assertClose } from "../oracle.ts";
import { assertSameCurve } from "./reference_curves.ts";

/** The settings of PyTorch, by the lab's names, and the results. */
interface CombinedRun {
  readonly name: string;
  readonly seed: number;
  readonly dataset: string;
  readonly samples: number;
  readonly noise: number;
  readonly testSize: number;
  readonly sizes: readonly number[];
  readonly activation: Activations;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly momentum?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly weightDecay?: number;
  readonly schedule: Schedule;
  readonly clipNorm?: number;
  readonly l1?: number;
  readonly labelSmoothing?: number;
  readonly classWeights?: ClassWeights;
  readonly sampleWeights?: boolean;
  readonly patience?: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly trainLoss: readonly number[];
  readonly testLoss: readonly number[];
  readonly learningRates: readonly number[];
  readonly bestEpoch: number | null;
  readonly final: readonly number[];
}

const runs = reference.runs as unknown as readonly CombinedRun[];

/** The data of a run: moons, or blobs of which the first class has a third of its points. */
function dataOf({ dataset, samples, noise, testSize, seed }: CombinedRun): Split {
  const all = dataset === "blobs"
    ? unequalBlobs(samples, seed)
    : makeMoons(samples, { noise, seed });
  return trainTestSplit(standardScale(all), { testSize, seed, stratify: true });
}

function unequalBlobs(samples: number, seed: number): Dataset {
  const { inputs, labels } = makeBlobs(samples, { centers: 3, standardDeviation: 2.5, seed });
  const kept = [...labels.keys()].filter((at) => labels[at] !== 0 || at % 3 === 0);
  return createDataset({
    inputs: kept.map((at) => [inputs[2 * at], inputs[2 * at + 1]]),
    labels: kept.map((at) => labels[at]),
  });
}

async function assertCombined(device: Device, run: CombinedRun): Promise<void> {
  const { name, sizes, activation, schedule, clipNorm, l1, epochs, batchSize, seed } = run;
  const { train: data, test } = dataOf(run);
  const { learningRate, momentum, beta1, beta2, weightDecay, patience } = run;
  const settings = { learningRate, momentum, beta1, beta2, weightDecay };
  const optimizer = createOptimizer(run.optimizer, settings);
  const { labelSmoothing, classWeights } = run;
  const [trained] = await train(
    [{ name, sizes, activation, optimizer, schedule, clipNorm, l1, labelSmoothing, classWeights }],
    {
      ...{ device, data, test, epochs, batchSize, seed },
      stop: patience === undefined ? undefined : earlyStopping({ patience }),
      sampleWeights: run.sampleWeights
        ? Array.from({ length: data.samples }, (_, at) => 1 + at % 3)
        : undefined,
    },
  );
  const tolerance = 1e-5;
  assertClose(trained.learningRates, run.learningRates, 1e-12, `rates of ${name}`);
  assertSameCurve(trained.trainLoss, run.trainLoss, { tolerance, name: `${name} in training` });
  assertSameCurve(trained.testLoss, run.testLoss, { tolerance, name: `${name} in test` });
  assertClose(trained.model.parameters, run.final, tolerance, `parameters of ${name}`);
  assertEquals(trained.bestEpoch, run.bestEpoch);
}

for (const run of runs) {
  eachDevice(
    `PyTorch's curves and final weights: ${run.name}`,
    (device) => assertCombined(device, run),
  );
}
