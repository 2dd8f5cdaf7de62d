/**
 * Every public function, given something else than it takes: one clear line in the house's words,
 * never what the engine says of a part that is not there.
 */

import { assertEquals, assertMatch } from "@std/assert";
import { isArray } from "../lib/check_shape.ts";
import { show } from "../lib/show.ts";
import * as lab from "../mod.ts";
import {
  argumentsOf,
  callsOf,
  field,
  model,
  moons,
  Optional,
  specs,
  triedElsewhere,
} from "./public_calls.ts";

const plain = { x: [-1, 1], y: [-1, 1], size: [3, 3] } as const;

/** Functions to which an empty list is as good as any. */
const mayBeEmpty = [
  ...[
    "boundaryPanels",
    "curvesToCsv",
    "divergenceNotes",
    "dotsPanel",
    "fitPanel",
    "histogramPanel",
    "linePanel",
    "listText",
    "lossLines",
    "lossPanel",
  ],
  ...[
    "lossScale",
    "placesIn",
    "predictGrids",
    "progressPanel",
    "reliabilityPanel",
    "scatterPanel",
    "seedGroups",
    "shareLegend",
  ],
];

/** Goes round in a circle, and holds what JSON does not know. */
const circle: Record<string, unknown> = { number: 10n };
circle.self = circle;

/** A proxy that cannot be read any more. */
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

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
  new Proxy(Float32Array.of(1, 2), {}),
  revoked,
];

/** What is wrong in place of an argument: all of the above except what it may be. */
function wrongFor(argument: unknown): readonly unknown[] {
  const mayBeLeftOut = argument instanceof Optional;
  return mayBeLeftOut ? wrong.slice(1).filter((value) => !isPlain(value)) : wrong;
}

function isPlain(value: unknown): boolean {
  return value !== revoked && Object.getPrototypeOf(value ?? 0) === Object.prototype;
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
  const tried = [...Object.keys(await callsOf(device)), ...triedElsewhere];
  assertEquals(functions.map(([name]) => name).filter((name) => !tried.includes(name)), []);
});

Deno.test("what is of the wrong kind is said in one line, by every function", async (test) => {
  await using device = await lab.openDevice("cpu");
  for (const [name, [call, ...given]] of Object.entries(await callsOf(device))) {
    const right = argumentsOf(given);
    await test.step(name, async () => {
      const attempt = (args: readonly unknown[]) => errorOf(() => call(...args as never[]));
      assertEquals(await attempt(right), undefined);
      for (const [at, argument] of given.entries()) {
        for (const value of wrongFor(argument)) {
          // Nothing to draw is drawn as such.
          if (mayBeEmpty.includes(name) && isArray(value) && value.length === 0) continue;
          // Any number is a loss that a run may come down to.
          if (name === "epochReaching" && value === 7.5) continue;
          const error = await attempt(right.with(at, value));
          const isOurs = error instanceof TypeError || error instanceof RangeError ||
            error instanceof SyntaxError;
          assertEquals(isOurs, true, `${name}, argument ${at}: ${show(value)}: ${error}`);
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

await using cpu = await lab.openDevice("cpu");
const record = lab.runRecord(
  (await lab.train([{ model, optimizer: lab.sgd(), initializer: "he" }], {
    ...{ device: cpu, data: moons, epochs: 1 },
  }))[0],
);

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
  checkSplit: [
    (options) => lab.checkSplit(moons, options),
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
  modelFromSafetensors: [
    (options) => lab.modelFromSafetensors(lab.modelToSafetensors(model), options),
    { activation: "relu", head: "logits" },
  ],
  modelFromNpz: [
    (options) => lab.modelFromNpz(lab.modelToNpz(model), options),
    { activation: "relu", head: "logits" },
  ],
  runToPyTorch: [
    (options) => lab.runToPyTorch(record, options),
    { data: moons, test: moons, seed: 1, model, sampleWeights: Array(moons.samples).fill(1) },
  ],
  "data of runToPyTorch": [
    (data) => lab.runToPyTorch(record, { data }),
    {
      ...{ dataset: "circles", samples: 20, noise: 0.1, factor: 0.5, balance: 0.5, centers: 3 },
      ...{ testSize: 0.3, seed: 1, scaling: "standard" },
    },
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
  pairedDifference: [
    (options) => lab.pairedDifference([1, 2], [2, 3], options),
    { seed: 1, resamples: 10, level: 0.9 },
  ],
  calibration: [(options) => lab.calibration([0.5], [1], options), { bins: 5 }],
  mistakes: [(options) => lab.mistakes([0.5], [1], options), { most: 5 }],
  filterPlane: [(options) => lab.filterPlane(model, options), { seed: 1 }],
  sharpness: [
    (options) => lab.sharpness({ sizes: [2, 2], learningRate: 0.1 }, options),
    { data: moons, steps: 2, every: 1, tolerance: 0.01, memory: 1e6, seed: 1 },
  ],
  "spec of sharpness": [
    (spec) => lab.sharpness(spec, { data: moons, steps: 1 }),
    { model, activation: "relu", initializer: "he", learningRate: 0.1, seed: 1 },
  ],
  seedSpecs: [(range) => lab.seedSpecs(specs, range), { seed: 1, seeds: 2 }],
  cosine: [lab.cosine, { epochs: 5, minimum: 0.1 }],
  earlyStopping: [lab.earlyStopping, { patience: 5, minDelta: 0.1 }],
  exponentialDecay: [lab.exponentialDecay, { factor: 0.5 }],
  oneCycle: [lab.oneCycle, { maximum: 0.5 }],
  reduceOnPlateau: [lab.reduceOnPlateau, { patience: 5, factor: 0.5, threshold: 0.1 }],
  stepDecay: [lab.stepDecay, { every: 2, factor: 0.5 }],
  warmUp: [lab.warmUp, { epochs: 5, start: 0.1 }],
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

Deno.test("a number of workers is a whole number from 1 to 256", async () => {
  for (const workers of [0, 257, 1.5, NaN, "2", null, {}]) {
    assertMatch(
      `${await errorOf(() => lab.openDevice("cpu", { workers: workers as number }))}`,
      /^(Type|Range)Error: Cannot open the device as workers must be a whole number, at least 1 and at most 256/,
    );
  }
});

Deno.test("the work to come is a finite number from 0", async () => {
  for (const work of [-1, NaN, Infinity, "2", null, {}]) {
    assertMatch(
      `${await errorOf(() => lab.openDevice("auto", { work: work as number }))}`,
      /^(Type|Range)Error: Cannot open the device as work must be a finite number, at least 0/,
    );
  }
});

Deno.test("what is to be called back, or to end the work, is looked at before it starts", async () => {
  await using device = await lab.openDevice("cpu");
  const options = { device, data: moons, epochs: 1 };
  const calls: Record<string, (value: never) => unknown> = {
    onEpoch: (onEpoch) => lab.train(specs, { ...options, onEpoch }),
    onFallback: (onFallback) => lab.openDevice("cpu", { onFallback }),
    onCompile: (onCompile) => lab.openDevice("cpu", { onCompile }),
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
