/** PyTorch's runs with schedules and other means of control, on every device. */

import reference from "../reference/training.json" with { type: "json" };
import {
  cosine,
  createOptimizer,
  type Device,
  exponentialDecay,
  makeMoons,
  oneCycle,
  type OptimizerName,
  reduceOnPlateau,
  standardScale,
  stepDecay,
  train,
  type TrainingSpec,
  trainTestSplit,
  warmUp,
} from "../../mod.ts";
import { assertClose } from "../oracle.ts";
import { eachDevice } from "../devices/each_device.ts";
import { assertSameCurve, assertSameParameters } from "./reference_curves.ts";

const moons = standardScale(makeMoons(600, { noise: 0.25, seed: 42 }));
const split = trainTestSplit(moons, { testSize: 0.3, seed: 42, stratify: true });
const { seed, sizes, epochs, batchSize } = reference;

/** The settings of each reference run, by its name; `options` in the file says the same. */
const settings: Readonly<Record<string, Partial<TrainingSpec>>> = {
  constant: {},
  step: { schedule: stepDecay({ every: 8, factor: 0.3 }) },
  exponential: { schedule: exponentialDecay({ factor: 0.93 }) },
  cosine: { schedule: cosine() },
  "linear warm-up": { schedule: warmUp({ epochs: 5, start: 0.1 }) },
  "one-cycle": { schedule: oneCycle({ maximum: 0.4 }) },
  "reduce on plateau": {
    schedule: reduceOnPlateau({ patience: 2, factor: 0.5, threshold: 0.001 }),
  },
  "label smoothing": { labelSmoothing: 0.1 },
  "class weights": { classWeights: [1, 3] },
  "gradient clipping": { clipNorm: 0.05 },
  l1: { l1: 0.001 },
  "weight decay, adam": {},
  "cosine, adam": { schedule: cosine({ epochs: 30 }) },
  "cosine, momentum": { schedule: cosine() },
};

/** The optimizer of a reference run. */
function optimizerOf(options: (typeof reference.runs)[number]["options"]) {
  const { optimizer = "sgd", learningRate = 0.1, weightDecay } = options as {
    optimizer?: OptimizerName;
    learningRate?: number;
    weightDecay?: number;
  };
  return createOptimizer(optimizer, { learningRate, weightDecay });
}

async function assertReferenceRun(device: Device, name: string): Promise<void> {
  const run = reference.runs.find((each) => each.name === name)!;
  const [trained] = await train(
    [{ sizes, optimizer: optimizerOf(run.options), ...settings[name] }],
    { device, data: split.train, test: split.test, epochs, batchSize, seed },
  );
  const tolerance = 1e-5;
  assertClose(trained.learningRates, run.learningRates, 1e-15, `rates of ${name}`);
  assertSameCurve(trained.trainLoss, run.trainLoss, { tolerance, name: `${name} in training` });
  assertSameCurve(trained.testLoss, run.testLoss, { tolerance, name: `${name} in test` });
  assertSameParameters(trained.model, run.final, { tolerance, name });
}

for (const name of Object.keys(settings)) {
  eachDevice(
    `${name} has PyTorch's rates, curves and final weights`,
    (device) => assertReferenceRun(device, name),
  );
}
