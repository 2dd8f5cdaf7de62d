/**
 * Every public function, given something else than it takes: one clear line in the house's words,
 * never what the engine says of a part that is not there.
 */

import { assertEquals, assertMatch } from "@std/assert";
import * as lab from "../mod.ts";

const moons = lab.makeMoons(20, { seed: 1 });
const model = lab.createMlp([2, 4, 2]);
const samples = lab.toSamples(moons, { outputs: 2 });
const batch = { samples, loss: "crossEntropy" } as const;
const source = lab.float64Gradients(model, batch);
const gradient = await lab.gradientAt(source);
const specs = [{ sizes: [2, 2], optimizer: lab.sgd() }];
const field = {
  x: [-1, 1],
  y: [-1, 1],
  size: [2, 2],
  classes: 2,
  values: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1),
} as const;
const series = [{ name: "loss", values: [3, 2, 1] }];
const losses = { name: "tanh", trainLoss: [0.7, 0.5], testLoss: [0.7, 0.6] };
const panel = lab.linePanel(series);
const figure = lab.figure([[panel]]);
const plain = { x: [-1, 1], y: [-1, 1], size: [3, 3] } as const;

/** Stands in for a page's. */
const pageDocument = { createElementNS: () => ({ setAttribute: () => {}, append: () => {} }) };

/** What is called, and arguments that it takes; settings that may be left out are `{}`. */
type Calls = Readonly<Record<string, readonly [call: (...args: never[]) => unknown, ...unknown[]]>>;

async function callsOf(device: lab.Device): Promise<Calls> {
  const options = { device, data: moons, epochs: 1 };
  const [run] = await lab.train(specs, options);
  await using session = await lab.startTraining(specs, options);
  const state = await session.state();
  return {
    RandomState: [(seed: number) => new lab.RandomState(seed), 1],
    Generator: [(seed: number) => new lab.Generator(seed), 1],
    dataLoaderOrder: [lab.dataLoaderOrder, new lab.Generator(1), 5, { shuffle: true }],
    createDataset: [lab.createDataset, { inputs: [[0, 1]], labels: [0] }],
    makeBlobs: [lab.makeBlobs, 20, {}],
    makeCircles: [lab.makeCircles, 20, {}],
    makeMoons: [lab.makeMoons, 20, {}],
    makeSpiral: [lab.makeSpiral, 20, {}],
    makeXor: [lab.makeXor, 20, {}],
    makeDataset: [lab.makeDataset, "moons", 20, {}],
    defaultNoise: [lab.defaultNoise, "moons"],
    fitScaler: [lab.fitScaler, moons],
    scaleDataset: [lab.scaleDataset, moons, lab.fitScaler(moons)],
    standardScale: [lab.standardScale, moons],
    splitIndices: [lab.splitIndices, moons, {}],
    trainTestSplit: [lab.trainTestSplit, moons, {}],
    activationFunction: [lab.activationFunction, "relu"],
    checkInitializer: [(value: unknown) => lab.checkInitializer("build", value), "torch"],
    initialize: [lab.initialize, new lab.Generator(1), [2, 2], "torch"],
    layersOf: [lab.layersOf, [2, 2]],
    parameterCount: [lab.parameterCount, [2, 2]],
    createMlp: [lab.createMlp, [2, 2], {}],
    modelFromJson: [lab.modelFromJson, lab.modelToJson(model)],
    modelToJson: [lab.modelToJson, model],
    adagrad: [lab.adagrad, {}],
    adam: [lab.adam, {}],
    adamw: [lab.adamw, {}],
    rmsprop: [lab.rmsprop, {}],
    sgd: [lab.sgd, {}],
    createOptimizer: [lab.createOptimizer, "sgd", {}],
    nameOfOptimizer: [lab.nameOfOptimizer, lab.sgd()],
    gradientAt: [lab.gradientAt, source],
    centralDifferences: [lab.centralDifferences, source, { epsilon: 1e-5 }],
    compareGradients: [lab.compareGradients, [2, 4, 2], [gradient, gradient]],
    deviceGradients: [lab.deviceGradients, model, { device, ...batch }],
    float64Gradients: [lab.float64Gradients, model, batch],
    accuracyOf: [lab.accuracyOf, model, { device, data: moons }],
    boundsOf: [lab.boundsOf, moons, {}],
    predict: [lab.predict, model, { device, inputs: moons.inputs }],
    predictGrid: [lab.predictGrid, model, { device, ...plain }],
    spacedEpochs: [lab.spacedEpochs, 10, 3],
    toSamples: [lab.toSamples, moons, { outputs: 2 }],
    checkTraining: [lab.checkTraining, specs, options],
    train: [lab.train, specs, options],
    startTraining: [lab.startTraining, specs, options],
    resumeTraining: [lab.resumeTraining, state, { device, data: moons }],
    runRecord: [lab.runRecord, run],
    "device.start": [device.start, {
      ...{ sizes: [2, 2], loss: "crossEntropy", epochs: 1, batchSize: 20, train: samples },
      members: [{
        parameters: new Float32Array(6),
        activation: "relu",
        optimizer: lab.sgd(),
        orderSeeds: Uint32Array.of(1),
      }],
    }],
    "device.matmul": [
      device.matmul,
      { a: new Float32Array(1), b: new Float32Array(1) },
      { batch: 1, rows: 1, inner: 1, columns: 1 },
    ],
    "device.predict": [device.predict, [model], samples.inputs],
    "device.predictGrid": [device.predictGrid, [model], plain],
    animation: [lab.animation, [figure, figure], {}],
    boundaryMatrix: [
      lab.boundaryMatrix,
      [{ name: "moons", points: [], cells: [{ field, score: 1 }] }],
      { columns: ["relu"] },
    ],
    boundaryPanels: [lab.boundaryPanels, [{ name: "tanh", field }], {}],
    contourPanel: [lab.contourPanel, field, {}],
    curveStatistics: [lab.curveStatistics, losses],
    displayable: [lab.displayable, figure],
    divergenceNotes: [lab.divergenceNotes, [losses]],
    epochReaching: [(run: lab.RunCurves) => lab.epochReaching(run, 0.5), losses],
    figure: [lab.figure, [[panel]], {}],
    listText: [lab.listText, ["a"]],
    lossLines: [lab.lossLines, [losses]],
    lossPanel: [lab.lossPanel, [losses], {}],
    lossScale: [lab.lossScale, [losses]],
    linePanel: [lab.linePanel, series, {}],
    progressPanel: [lab.progressPanel, series, { at: 1 }],
    provenanceText: [lab.provenanceText, {}],
    shareLegend: [lab.shareLegend, [panel]],
    staticFigure: [lab.staticFigure, lab.animation([figure, figure])],
    textsOf: [lab.textsOf, figure],
    toElement: [lab.toElement, figure, pageDocument],
    toSvg: [lab.toSvg, figure],
  };
}

/** Functions that have tests of this kind of their own, or are tried by what stands above. */
const elsewhere = [
  "TrainingSession", // made by startTraining
  "openDevice", // opens a device where its argument is left out
  "lossText", // takes any number
  "percentText",
];

/** Functions to which an empty list is as good as any. */
const mayBeEmpty = [
  ...["boundaryPanels", "divergenceNotes", "linePanel", "listText", "lossLines", "lossPanel"],
  ...["lossScale", "progressPanel", "shareLegend"],
];

/** Goes round in a circle, and holds what JSON does not know. */
const circle: Record<string, unknown> = { number: 10n };
circle.self = circle;

const wrong: readonly unknown[] = [
  undefined,
  null,
  "a",
  7.5,
  10n,
  Symbol("s"),
  {},
  [],
  [null],
  [circle],
  () => 1,
];

/** What is wrong in place of an argument: all of the above but what it may be. */
function wrongFor(argument: unknown): readonly unknown[] {
  const mayBeLeftOut = typeof argument === "object" && argument !== null &&
    Object.keys(argument).length === 0 && !Array.isArray(argument);
  return mayBeLeftOut ? wrong.slice(1).filter((value) => !isPlain(value)) : wrong;
}

function isPlain(value: unknown): boolean {
  return Object.getPrototypeOf(value ?? 0) === Object.prototype;
}

/** What a call throws, or undefined. */
async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error;
  }
}

Deno.test("every public function is tried", async () => {
  await using device = await lab.openDevice("cpu");
  const functions = Object.entries(lab).filter(([, value]) => typeof value === "function");
  const tried = [...Object.keys(await callsOf(device)), ...elsewhere];
  assertEquals(functions.map(([name]) => name).filter((name) => !tried.includes(name)), []);
});

Deno.test("what is of the wrong kind is said in one line, by every function", async (test) => {
  await using device = await lab.openDevice("cpu");
  for (const [name, [call, ...right]] of Object.entries(await callsOf(device))) {
    await test.step(name, async () => {
      const attempt = (args: readonly unknown[]) => errorOf(() => call(...args as never[]));
      assertEquals(await attempt(right), undefined);
      for (const [at, argument] of right.entries()) {
        for (const value of wrongFor(argument)) {
          // Nothing to draw is drawn as such.
          if (mayBeEmpty.includes(name) && Array.isArray(value) && value.length === 0) continue;
          const error = await attempt(right.with(at, value));
          const isOurs = error instanceof TypeError || error instanceof RangeError ||
            error instanceof SyntaxError;
          assertEquals(isOurs, true, `${name}, argument ${at}: ${Deno.inspect(value)}: ${error}`);
          const { message } = error as Error;
          assertMatch(
            message,
            /^Cannot [a-z].* (must|as the text is no|as the JSON is no|as there is no option) /,
          );
          assertEquals(
            message.includes("\n") || /Cannot (read properties|destructure) /.test(message),
            false,
          );
        }
      }
    });
  }
});

/** Functions that take settings, with a right value for each of them. */
const settings: Readonly<Record<string, [(options: never) => unknown, Record<string, unknown>]>> = {
  makeMoons: [(options) => lab.makeMoons(9, options), { noise: 0.1, seed: 1 }],
  makeCircles: [(options) => lab.makeCircles(9, options), { factor: 0.1, noise: 0.1, seed: 1 }],
  makeXor: [(options) => lab.makeXor(9, options), { noise: 0.1, seed: 1 }],
  makeSpiral: [
    (options) => lab.makeSpiral(9, options),
    { classes: 2, turns: 1, noise: 0.1, seed: 1 },
  ],
  makeBlobs: [
    (options) => lab.makeBlobs(9, options),
    { centers: 2, standardDeviation: 0.1, seed: 1 },
  ],
  makeDataset: [
    (options) => lab.makeDataset("blobs", 9, options),
    { centers: 2, standardDeviation: 0.1, seed: 1 },
  ],
  createDataset: [lab.createDataset, {
    name: "points",
    inputs: [[1], [2]],
    labels: [0, 1],
    targets: [[1], [2]],
    classes: 2,
  }],
  trainTestSplit: [
    (options) => lab.trainTestSplit(moons, options),
    { testSize: 0.3, seed: 1, stratify: true },
  ],
  splitIndices: [
    (options) => lab.splitIndices(moons, options),
    { testSize: 0.3, seed: 1, stratify: true },
  ],
  dataLoaderOrder: [
    (options) => lab.dataLoaderOrder(new lab.Generator(1), 5, options),
    { shuffle: true },
  ],
  "Generator.uniform": [
    (options) => new lab.Generator(1).uniform(5, options),
    { low: 0, high: 2 },
  ],
  "Generator.normal": [
    (options) => new lab.Generator(1).normal(5, options),
    { mean: 0, standardDeviation: 2 },
  ],
  "Generator.from": [lab.Generator.from, { ...new lab.Generator(1).state() }],
  "RandomState.uniform": [
    (options) => new lab.RandomState(1).uniform(5, options),
    { low: 0, high: 2 },
  ],
  "RandomState.normal": [
    (options) => new lab.RandomState(1).normal(5, options),
    { mean: 0, standardDeviation: 2 },
  ],
  "RandomState.from": [lab.RandomState.from, { ...new lab.RandomState(1).state() }],
  createMlp: [
    (options) => lab.createMlp([2, 2], options),
    { activation: "relu", initializer: "he", generator: new lab.Generator(1), seed: 1 },
  ],
  sgd: [lab.sgd, { learningRate: 1, weightDecay: 0.1, momentum: 0.9, nesterov: true }],
  rmsprop: [lab.rmsprop, { learningRate: 1, weightDecay: 0.1, smoothing: 0.9, epsilon: 0.1 }],
  adagrad: [lab.adagrad, { learningRate: 1, weightDecay: 0.1, epsilon: 0.1 }],
  adam: [lab.adam, { learningRate: 1, weightDecay: 0.1, beta1: 0.9, beta2: 0.9, epsilon: 0.1 }],
  adamw: [lab.adamw, { learningRate: 1, weightDecay: 0.1, beta1: 0.9, beta2: 0.9, epsilon: 0.1 }],
  createOptimizer: [
    (options) => lab.createOptimizer("adamw", options),
    { learningRate: 1, weightDecay: 0.1, beta1: 0.9, beta2: 0.9, epsilon: 0.1 },
  ],
  nameOfOptimizer: [lab.nameOfOptimizer, { ...lab.adam() }],
};

/** Names that are no setting anywhere, or only in another letter case. */
const strange = ["noSuchSetting", "learning_rate", "SEED", "", "constructor", "__proto__"];

Deno.test("every setting is of its kind, and what is no setting is refused", async (test) => {
  for (const [name, [call, right]] of Object.entries(settings)) {
    await test.step(name, async () => {
      const attempt = async (options: object) => `${await errorOf(() => call(options as never))}`;
      assertEquals(await attempt(right), "undefined");
      for (const key of Object.keys(right)) {
        for (const value of [null, "?", NaN, {}, [null], 10n, Symbol("s"), circle]) {
          // A spare normal number may be missing, and a name may be any text.
          if ((key === "spareNormal" && value === null) || (key === "name" && value === "?")) {
            continue;
          }
          const error = await attempt({ ...right, [key]: value });
          assertMatch(error, /^(Type|Range|Syntax)Error: Cannot .* must be .*$/, `${name}: ${key}`);
        }
      }
      if (name.endsWith(".from")) return;
      for (const key of strange) {
        const options = Object.defineProperty({ ...right }, key, { value: 1, enumerable: true });
        const error = await attempt(options);
        assertMatch(error, /^RangeError: Cannot .* as there is no option "/, `${name}: ${key}`);
      }
    });
  }
});

Deno.test("a cell of a matrix that is none is named by its place", async () => {
  for (const cell of [null, 5, "a", [field]]) {
    const rows = [{ name: "moons", points: [], cells: [{ field, score: 1 }, cell as never] }];
    const error = await errorOf(() => lab.boundaryMatrix(rows, { columns: ["tanh", "relu"] }));
    assertMatch(
      `${error}`,
      /^TypeError: Cannot draw the matrix as cells\[1\] of rows\[0\] must be/,
    );
  }
});

Deno.test("a device is not opened by what is no choice, nor with what are no settings", async () => {
  for (const value of wrong.slice(1)) {
    assertMatch(
      `${await errorOf(() => lab.openDevice(value as "cpu"))}`,
      /^(Type|Range)Error: Cannot open the device as device must be one of/,
    );
  }
  for (const value of wrong.slice(1).filter((value) => !isPlain(value))) {
    assertMatch(
      `${await errorOf(() => lab.openDevice("cpu", value as { onFallback?: () => void }))}`,
      /^TypeError: Cannot open the device as options must be an object of settings/,
    );
  }
});

Deno.test("what is to be called back, or to end the work, is looked at before it starts", async () => {
  await using device = await lab.openDevice("cpu");
  const options = { device, data: moons, epochs: 1 };
  const calls: Record<string, (value: never) => unknown> = {
    onEpoch: (onEpoch) => lab.train(specs, { ...options, onEpoch }),
    onFallback: (onFallback) => lab.openDevice("cpu", { onFallback }),
    onChoice: (onChoice) => lab.openDevice("cpu", { onChoice }),
    signal: (signal) => lab.train(specs, { ...options, signal }),
    generator: (generator) => lab.train(specs, { ...options, generator }),
    test: (test) => lab.train(specs, { ...options, test }),
  };
  for (const [name, call] of Object.entries(calls)) {
    for (const value of [null, "a", 7.5, {}, [circle]]) {
      const error = await errorOf(() => call(value as never));
      assertMatch(`${error}`, new RegExp(`^TypeError: Cannot [a-z ]+ as ${name} must be an? `));
    }
  }
  const grid = { ...plain, device, signal: 5 as unknown as AbortSignal };
  const error = await errorOf(() => lab.predictGrid(model, grid));
  assertMatch(`${error}`, /^TypeError: Cannot predict the grid as signal must be an AbortSignal/);
});
