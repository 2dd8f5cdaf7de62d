/** PyTorch programs of runs with schedules, clipping, penalties, weights and early stopping. */

import { assertEquals, assertThrows } from "@std/assert";
import {
  adam,
  adamw,
  cosine,
  createDataset,
  earlyStopping,
  exponentialDecay,
  type GeneratedData,
  oneCycle,
  openDevice,
  reduceOnPlateau,
  resumeTraining,
  runRecord,
  runToPyTorch,
  type Schedule,
  sgd,
  startTraining,
  stepDecay,
  type TrainingSpec,
  type TrainOptions,
  warmUp,
} from "../../mod.ts";
import { pythonTest } from "../python.ts";
import {
  assertPrograms,
  carried,
  type Case,
  caseOf,
  generated,
  runOf,
} from "./pytorch_programs.ts";

const moons = (seed: number) => generated({ dataset: "moons", samples: 150, noise: 0.25, seed });
const noisy = (seed: number) => generated({ dataset: "moons", samples: 90, noise: 0.5, seed });
const unequal = (seed: number) =>
  generated({ dataset: "circles", samples: 140, noise: 0.15, balance: 0.2, seed });
const optimizer = sgd({ learningRate: 0.2 });

/** A run on moons with settings of its own. */
const moonsCase = (
  seed: number,
  spec: Partial<TrainingSpec>,
  options: Partial<TrainOptions> = {},
) => caseOf(moons(seed), { sizes: [2, 12, 2], activation: "tanh", optimizer, ...spec }, options);

const scheduleCases = Object.entries({
  constant: { kind: "constant" },
  step: stepDecay({ every: 4, factor: 0.3 }),
  exponential: exponentialDecay({ factor: 0.9 }),
  "cosine over all epochs": cosine(),
  "cosine that rises again": cosine({ epochs: 5, minimum: 0.01 }),
  "warm-up": warmUp({ epochs: 5, start: 0.1 }),
  "warm-up from the whole rate": warmUp({ epochs: 3, start: 1 }),
  "one cycle": oneCycle({ maximum: 0.5 }),
  plateau: reduceOnPlateau({ patience: 0, factor: 0.5, threshold: 0.05 }),
} as Record<string, Schedule>).map(([name, schedule], at): [string, Case] => [
  `the schedule ${name}`,
  moonsCase(100 + at, { schedule }),
]);

const furtherSchedules: [string, Case][] = [
  [
    "one cycle of adamw in two steps",
    moonsCase(110, { schedule: oneCycle({ maximum: 0.05 }), optimizer: adamw() }, {
      ...{ batchSize: 1000, epochs: 2 },
    }),
  ],
  [
    "one cycle with momentum",
    moonsCase(111, {
      schedule: oneCycle({ maximum: 0.3 }),
      optimizer: sgd({ learningRate: 0.1, momentum: 0.8 }),
    }),
  ],
  [
    "a plateau down to the least reduction",
    caseOf(noisy(112), {
      sizes: [2, 16, 2],
      optimizer: adam({ learningRate: 0.05 }),
      schedule: reduceOnPlateau({ patience: 1, factor: 0.001, threshold: 0.2 }),
    }, { epochs: 30 }),
  ],
];

const gradientCases: [string, Case][] = [
  ["clipping", moonsCase(120, { clipNorm: 0.05 })],
  [
    "clipping of some steps, with weight decay",
    moonsCase(121, {
      clipNorm: 0.3,
      optimizer: sgd({ learningRate: 0.5, momentum: 0.9, weightDecay: 0.01 }),
    }),
  ],
  ["an L1 penalty", moonsCase(122, { l1: 0.003 })],
  ["an L1 penalty on weights of 0", moonsCase(123, { l1: 0.003, initializer: "zeros" })],
  ["an L1 penalty and clipping", moonsCase(124, { l1: 0.01, clipNorm: 0.1 })],
];

const soft = createDataset({
  inputs: Array.from({ length: 30 }, (_, at) => [at / 10 - 1.5, Math.cos(at)]),
  targets: Array.from({ length: 30 }, (_, at) => [at / 30, 1 - at / 30]),
});
const blobs: GeneratedData = { dataset: "blobs", samples: 151, noise: 2.5, seed: 130 };
const spiral = carried("spiral", 131);

/** A training with weights of samples, which its program carries. */
function weighted(each: Case): Case {
  const { data } = each.options;
  const sampleWeights = Array.from({ length: data.samples }, (_, at) => 0.5 + at % 3);
  return {
    ...each,
    options: { ...each.options, sampleWeights },
    program: { ...each.program, sampleWeights },
  };
}

const onSoft: Case = {
  spec: { sizes: [2, 5, 2], activation: "tanh", labelSmoothing: 0.2, optimizer },
  options: { data: soft, test: soft, epochs: 6, batchSize: 8, seed: 132 },
  program: { data: soft, test: soft, seed: 132 },
};

const lossCases: [string, Case][] = [
  ["label smoothing", moonsCase(140, { labelSmoothing: 0.1 })],
  ["label smoothing of soft labels", onSoft],
  ["class weights", moonsCase(141, { classWeights: [1, 3.5] })],
  [
    "balanced classes",
    caseOf(unequal(142), { sizes: [2, 12, 2], optimizer, classWeights: "balanced" }),
  ],
  [
    "balanced classes of carried data, with label smoothing",
    caseOf(spiral, { sizes: [2, 12, 2], optimizer, labelSmoothing: 0.1, classWeights: "balanced" }),
  ],
  [
    "balanced blobs, more outputs than classes, and label smoothing",
    caseOf(generated(blobs), {
      ...{ sizes: [2, 10, 5], optimizer, activation: "gelu" },
      ...{ classWeights: "balanced", labelSmoothing: 0.2 },
    }),
  ],
  ["sample weights", weighted(moonsCase(143, {}))],
  ["sample weights of soft labels", weighted(onSoft)],
  [
    "sample weights, class weights and label smoothing without a test loader",
    weighted(
      caseOf(spiral, {
        ...{ sizes: [2, 12, 2], optimizer, labelSmoothing: 0.1, classWeights: [2, 0.5] },
      }, { consumeTestLoaderRng: false }),
    ),
  ],
];

/** A run that overfits, so that it stops early. */
const stopped = (stop: TrainOptions["stop"], spec: Partial<TrainingSpec> = {}) =>
  caseOf(noisy(150), {
    ...{ sizes: [2, 24, 2], activation: "tanh", optimizer: adam({ learningRate: 0.05 }), ...spec },
  }, { epochs: 60, stop });

const stopCases: [string, Case][] = [
  ["early stopping", stopped(earlyStopping({ patience: 5 }))],
  ["early stopping with a minimum change", stopped(earlyStopping({ patience: 3, minDelta: 0.02 }))],
  ["early stopping after the first epoch", stopped(earlyStopping({ patience: 1, minDelta: 5 }))],
  ["the best network of all epochs", stopped(earlyStopping({ patience: 1000 }))],
  [
    "early stopping of a training that diverges",
    stopped(earlyStopping({ patience: 40 }), {
      ...{ activation: "relu", optimizer: sgd({ learningRate: 1e6 }) },
    }),
  ],
  [
    "early stopping and a plateau, both of the same loss",
    stopped(earlyStopping({ patience: 8 }), {
      schedule: reduceOnPlateau({ patience: 2, factor: 0.3, threshold: 0.001 }),
    }),
  ],
];

const layers = ["relu", "tanh", "geluTanh"] as const;

const combinedCases: [string, Case][] = [
  ["an activation for each layer", moonsCase(160, { sizes: [2, 9, 8, 7, 2], activation: layers })],
  [
    "all at once",
    weighted(
      caseOf(unequal(161), {
        ...{ sizes: [2, 14, 10, 8, 2], activation: layers, initializer: "he" },
        optimizer: adamw({ learningRate: 0.02, weightDecay: 0.05 }),
        ...{ schedule: cosine(), clipNorm: 0.5, l1: 0.001 },
        ...{ labelSmoothing: 0.1, classWeights: "balanced" },
      }, { epochs: 30, stop: earlyStopping({ patience: 6, minDelta: 0.0001 }) }),
    ),
  ],
  [
    "one cycle, clipping, an L1 penalty and class weights on carried data",
    caseOf(spiral, {
      ...{ sizes: [2, 16, 16, 2], activation: ["silu", "elu"] },
      optimizer: sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
      ...{ schedule: oneCycle({ maximum: 0.2 }), clipNorm: 0.2, l1: 0.002 },
      classWeights: [1, 2],
    }),
  ],
];

const cases = [
  ...[...scheduleCases, ...furtherSchedules, ...gradientCases, ...lossCases, ...stopCases],
  ...combinedCases,
];

pythonTest(
  "programs have the lab's training control in PyTorch",
  ["sklearn", "torch"],
  (python) => assertPrograms(python, cases),
);

Deno.test("runs of these programs stop, diverge and are trained to the end", async () => {
  const runs = await Promise.all(stopCases.map(([, each]) => runOf(each)));
  assertEquals(
    runs.map(({ status }) => status),
    ["stopped", "stopped", "stopped", "ok", "diverged", "stopped"],
  );
  assertEquals(runs[2].bestEpoch, 1);
});

Deno.test("a program has no line of a setting that its run lacks", async () => {
  const { spec, options, program } = moonsCase(1, {});
  const plain = runToPyTorch(runRecord(await runOf({ spec, options, program })), program);
  const words = /scheduler|clip_grad|absolute|balanced|weights|smoothing|copy|PATIENCE|best/;
  assertEquals(words.test(plain), false);
});

const { spec, options, program } = moonsCase(1, { schedule: cosine() });
const record = runRecord(await runOf({ spec, options, program }));
const { data } = options;

/** The record of a training of 4 epochs that was continued up to another number of them. */
async function continued(schedule: Schedule, epochs: number) {
  await using device = await openDevice("cpu");
  const started = await startTraining([{ ...spec, schedule }], { ...options, device, epochs: 4 });
  const state = await started.state();
  await started.close();
  const { data, test } = options;
  await using session = await resumeTraining(state, { device, data, test, epochs });
  await session.advance(epochs);
  const [run] = await session.runs();
  return runRecord(run);
}

const longer = await continued(cosine(), 9);
const longerCycle = await continued(oneCycle({ maximum: 0.4 }), 9);

Deno.test("a run that was continued is a program if its schedule does not depend on its length", async () => {
  for (const schedule of [cosine({ epochs: 4 }), stepDecay({ every: 3 })]) {
    runToPyTorch(await continued(schedule, 9), program);
  }
  runToPyTorch(await continued(oneCycle({ maximum: 0.4 }), 4), program);
});

/** Calls that are refused, and what the one line says. */
const refused: [what: string, call: () => unknown, says: string][] = [
  [
    "early stopping without test data",
    () => runToPyTorch({ ...record, stop: { patience: 3, minDelta: 0 } }, { data }),
    "early stopping needs test data",
  ],
  [
    "a plateau without test data",
    () => runToPyTorch({ ...record, schedule: reduceOnPlateau() }, { data }),
    "the schedule plateau needs test data",
  ],
  [
    "an unknown schedule",
    () => runToPyTorch({ ...record, schedule: { kind: "cosin" } as never }, program),
    "the schedule's kind must be one of constant",
  ],
  [
    "clipping to 0",
    () => runToPyTorch({ ...record, clipNorm: 0 }, program),
    "clipNorm must be a finite number",
  ],
  [
    "no patience",
    () => runToPyTorch({ ...record, stop: {} as never }, program),
    "patience must be",
  ],
  [
    "weights of three classes",
    () => runToPyTorch({ ...record, classWeights: [1, 2, 3] }, program),
    "classWeights must be",
  ],
  [
    "label smoothing of values",
    () => runToPyTorch({ ...record, loss: "meanSquaredError", labelSmoothing: 0.1 }, program),
    "labelSmoothing must be left out with the loss meanSquaredError",
  ],
  [
    "class weights of soft labels",
    () => runToPyTorch({ ...record, classWeights: "balanced" }, { data: soft }),
    "classWeights need data with labels",
  ],
  [
    "a weight too few",
    () => runToPyTorch(record, { ...program, sampleWeights: Array(104).fill(1) }),
    "the length of sampleWeights must be 105",
  ],
  [
    "a cosine of fewer epochs than the run's",
    () => runToPyTorch(longer, program),
    "the schedule cosine was planned for other epochs than the run's 9",
  ],
  [
    "one cycle of fewer epochs than the run's",
    () => runToPyTorch(longerCycle, program),
    "the schedule one-cycle was planned for other epochs than the run's 9",
  ],
  [
    "learning rates that are no list",
    () => runToPyTorch({ ...record, learningRates: 3 } as never, program),
    "learningRates of the run must be a list of numbers",
  ],
];

for (const [what, call, says] of refused) {
  Deno.test(`a program of a run with ${what} is refused in one line`, () => {
    const { message } = assertThrows(call, Error, says);
    assertEquals(/^Cannot write the PyTorch program as [^\n]+$/.test(message), true, message);
  });
}
