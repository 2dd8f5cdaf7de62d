import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  createDataset,
  createMlp,
  createOptimizer,
  type Dataset,
  type GeneratedData,
  type Initializer,
  initializerNames,
  type OptimizerName,
  optimizerNames,
  runRecord,
  runToPyTorch,
  sgd,
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

const moons = (seed: number) => generated({ dataset: "moons", samples: 150, noise: 0.2, seed });

const rates: Readonly<Record<OptimizerName, number>> = {
  ...{ sgd: 0.1, momentum: 0.05, nesterov: 0.05, rmsprop: 0.003, adagrad: 0.1 },
  ...{ adam: 0.01, adamw: 0.01 },
};

const optimizerCases = optimizerNames.map((name, at): [string, Case] => [
  `${name} with its defaults`,
  caseOf(moons(at), {
    sizes: [2, 12, 2],
    activation: "tanh",
    optimizer: createOptimizer(name, { learningRate: rates[name] }),
  }),
]);

const settingsCases = ([
  ["sgd", { weightDecay: 0.03 }],
  ["momentum", { momentum: 0.5, weightDecay: 0.01 }],
  ["nesterov", { momentum: 0.8, weightDecay: 0.001 }],
  ["rmsprop", { smoothing: 0.9, epsilon: 1e-6, weightDecay: 0.01 }],
  ["adagrad", { epsilon: 1e-7, weightDecay: 0.005 }],
  ["adam", { beta1: 0.8, beta2: 0.99, epsilon: 1e-6, weightDecay: 0.02 }],
  ["adamw", { beta1: 0.7, beta2: 0.95, epsilon: 1e-7, weightDecay: 0.2 }],
] as const).map(([name, settings], at): [string, Case] => [
  `${name} with settings of its own`,
  caseOf(moons(10 + at), {
    sizes: [2, 9, 5, 2],
    activation: "silu",
    optimizer: createOptimizer(name, { learningRate: rates[name], ...settings }),
  }),
]);

const initializerCases = ([...initializerNames, "normal:0.3"] as Initializer[])
  .map((initializer, at): [string, Case] => [
    `the initializer ${initializer}`,
    caseOf(moons(20 + at), {
      sizes: [2, 11, 7, 2],
      activation: "elu",
      initializer,
      // Large weights make a run chaotic where steps are large.
      optimizer: sgd({ learningRate: initializer === "large" ? 0.01 : 0.1 }),
    }),
  ]);

const circles: GeneratedData = {
  dataset: "circles",
  samples: 133,
  noise: 0.1,
  factor: 0.4,
  seed: 40,
};
const blobs: GeneratedData = {
  dataset: "blobs",
  samples: 151,
  noise: 2.5,
  testSize: 0.2,
  seed: 41,
};
const optimizer = sgd({ learningRate: 0.1 });

const dataCases: [string, Case][] = [
  ["circles", caseOf(generated(circles), { sizes: [2, 8, 2], activation: "softplus", optimizer })],
  [
    "circles of unequal classes",
    caseOf(generated({ ...circles, balance: 0.2 }), { sizes: [2, 8, 2], optimizer }),
  ],
  ["blobs", caseOf(generated(blobs), { sizes: [2, 10, 3], activation: "mish", optimizer })],
  [
    "five blobs and more outputs than classes",
    caseOf(generated({ ...blobs, centers: 5 }), {
      sizes: [2, 10, 7],
      activation: "gelu",
      optimizer,
    }),
  ],
  [
    "a spiral",
    caseOf(carried("spiral", 42), { sizes: [2, 12, 2], activation: "geluTanh", optimizer }),
  ],
  ["xor", caseOf(carried("xor", 43), { sizes: [2, 12, 2], activation: "hardtanh", optimizer })],
];

/** A line with noise, as a regression. */
function regression(): Dataset {
  const inputs = Array.from({ length: 40 }, (_, at) => [at / 20 - 1]);
  const targets = inputs.map(([x], at) => [2 * x + 0.1 * Math.sin(7 * at), -x]);
  return createDataset({ inputs, targets, task: "regression" });
}

const soft = createDataset({
  inputs: Array.from({ length: 30 }, (_, at) => [at / 10 - 1.5, Math.cos(at)]),
  targets: Array.from({ length: 30 }, (_, at) => [at / 30, 1 - at / 30]),
});

const start = createMlp([2, 6, 2], { activation: "selu", seed: 99 });

const otherCases: [string, Case][] = [
  [
    "squared error of two outputs",
    caseOf(moons(50), { sizes: [2, 8, 2], loss: "meanSquaredError", optimizer }),
  ],
  [
    "squared error of one output",
    caseOf(moons(51), { sizes: [2, 8, 1], loss: "meanSquaredError", optimizer }),
  ],
  [
    "squared error of one output on carried data",
    caseOf(carried("xor", 52), { sizes: [2, 8, 1], loss: "meanSquaredError", optimizer }),
  ],
  [
    "a regression of two targets without test data",
    {
      spec: { sizes: [1, 8, 2], activation: "tanh", loss: "meanSquaredError", optimizer },
      options: {
        data: regression(),
        epochs: 9,
        batchSize: 7,
        seed: 53,
        consumeTestLoaderRng: true,
      },
      program: { data: regression(), seed: 53 },
    },
  ],
  [
    "soft labels",
    {
      spec: { sizes: [2, 5, 2], activation: "tanh", optimizer },
      options: { data: soft, test: soft, epochs: 6, batchSize: 8, seed: 54 },
      program: { data: soft, test: soft, seed: 54 },
    },
  ],
  [
    "no draw for the test data",
    caseOf(moons(55), { sizes: [2, 8, 2], activation: "leakyRelu", optimizer }, {
      consumeTestLoaderRng: false,
    }),
  ],
  [
    "no hidden layer, and a batch of all",
    caseOf(moons(56), { sizes: [2, 2], optimizer }, { batchSize: 1000 }),
  ],
  [
    "a given model",
    {
      ...caseOf(moons(57), { model: start, optimizer }),
      program: { ...moons(57).program, model: start },
    },
  ],
  [
    "a seed of its own",
    caseOf(moons(58), { sizes: [2, 8, 2], activation: "sigmoid", seed: 4294967295, optimizer }),
  ],
  [
    "a training that diverges",
    caseOf(moons(59), { sizes: [2, 8, 2], optimizer: sgd({ learningRate: 1e6 }) }),
  ],
];

const cases = [
  ...[...optimizerCases, ...settingsCases, ...initializerCases, ...dataCases],
  ...otherCases,
];

pythonTest(
  "programs of runs have the lab's curves and final weights in PyTorch",
  ["sklearn", "torch"],
  (python) => assertPrograms(python, cases),
);

const settled = runRecord(await runOf(otherCases[6][1]));
const data = { dataset: "moons", samples: 150, noise: 0.2 } as const;

Deno.test("a program carries no data that scikit-learn generates, and no model that it draws", () => {
  const program = runToPyTorch(settled, { data });
  assertEquals(/base64|PARAMETERS|_INPUTS/.test(program), false);
  assert(program.includes("make_moons(150, noise=0.2, random_state=42)"));
});

/** Calls that are refused, and what the one line says. */
const refused: [what: string, call: () => unknown, says: string][] = [
  [
    "a spiral",
    () => runToPyTorch(settled, { data: { ...data, dataset: "spiral" as "moons" } }),
    "dataset of data must be one of moons, circles, blobs",
  ],
  [
    "an unknown setting of data",
    () => runToPyTorch(settled, { data: { ...data, turns: 2 } as never }),
    'there is no option "turns" of data',
  ],
  [
    "an unknown setting of the run",
    () => runToPyTorch({ ...settled, warmUp: 3 } as never, { data }),
    'the setting "warmUp" of the run must be left out',
  ],
  [
    "test data beside settings",
    () => runToPyTorch(settled, { data, test: soft }),
    "test must be left",
  ],
  ["other features", () => runToPyTorch({ ...settled, sizes: [3, 2] }, { data }), "first of sizes"],
  [
    "more classes",
    () => runToPyTorch(settled, { data: { ...data, dataset: "blobs" } }),
    "at least 3",
  ],
  ["shared orders", () => runToPyTorch({ ...settled, sharedOrder: true }, { data }), "sharedOrder"],
  [
    "a model that is not given",
    () => runToPyTorch({ ...settled, initializer: null }, { data }),
    "model must be given",
  ],
  [
    "another model",
    () => runToPyTorch(settled, { data, model: start }),
    "model must be of the run's sizes and activation",
  ],
];

for (const [what, call, says] of refused) {
  Deno.test(`a program of a run with ${what} is refused in one line`, () => {
    const { message } = assertThrows(call, Error, says);
    assert(message.startsWith("Cannot write the PyTorch program as ") && !message.includes("\n"));
  });
}
