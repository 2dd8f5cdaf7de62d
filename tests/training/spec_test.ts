/** The errors for invalid settings of a training. */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  type Activation,
  checkTraining,
  createDataset,
  createMlp,
  type Dataset,
  type Device,
  Generator,
  type Initializer,
  type Loss,
  makeBlobs,
  makeMoons,
  openDevice,
  type Optimizer,
  sgd,
  train,
  type TrainingOptions,
  type TrainingSpec,
} from "../../mod.ts";

const data = makeMoons(40, { seed: 1 });
const spec: TrainingSpec = { sizes: [2, 4, 2], optimizer: sgd() };

const touched = () => Promise.reject(new Error("a check has used the device"));

/** A device that no check may use. */
const device = {
  kind: "cpu",
  start: touched,
  predict: touched,
  predictGrid: touched,
} as unknown as Device;

/** The error of both the check and the training, before a device is used. */
async function errorOf(
  specs: readonly TrainingSpec[],
  options: Partial<TrainingOptions> = {},
): Promise<Error> {
  const all = { device, data, ...options };
  const checked = assertThrows(() => checkTraining(specs, all), Error);
  const trained = await assertRejects(() => train(specs, all), Error);
  assertEquals([trained.name, trained.message], [checked.name, checked.message]);
  assert(!checked.message.includes("\n"), checked.message);
  return checked;
}

/** A wrong setting of a network, the kind of error, and a part of its message. */
/** A model instead of the sizes, with an activation. */
function otherModel(sizes: number[], activation?: Activation): Partial<TrainingSpec> {
  return { sizes: undefined, activation, model: createMlp(sizes) } as Partial<TrainingSpec>;
}

const wrongSpecs: [Partial<TrainingSpec> | undefined, ErrorConstructor, string][] = [
  [{ sizes: undefined }, TypeError, "sizes must be a list of layer widths"],
  [{ sizes: "2,4,2" as unknown as number[] }, TypeError, "sizes must be a list of layer widths"],
  [{ sizes: [] }, RangeError, "sizes must have at least 2 entries"],
  [{ sizes: [2] }, RangeError, "sizes must have at least 2 entries: current value is [2]"],
  [{ sizes: [2, 0, 2] }, RangeError, "whole number from 1 to 65536: current value is 0"],
  [{ sizes: [2, -3, 2] }, RangeError, "current value is -3"],
  [{ sizes: [2, 1.5, 2] }, RangeError, "current value is 1.5"],
  [{ sizes: [2, NaN, 2] }, RangeError, "current value is NaN"],
  [{ sizes: [2, Infinity, 2] }, RangeError, "current value is Infinity"],
  [{ sizes: [2, [4], 2] as unknown as number[] }, RangeError, "current value is [4]"],
  // deno-lint-ignore no-sparse-arrays
  [{ sizes: [2, , 2] as number[] }, RangeError, "current value is undefined"],
  [{ sizes: [2, 65_537, 2] }, RangeError, "current value is 65537"],
  [{ sizes: [2, 65_536, 65_536, 2] }, RangeError, "at most 50000000"],
  [{ sizes: [3, 4, 2] }, RangeError, "the first of sizes must be 2"],
  [{ sizes: [2, 4, 1] }, RangeError, "the number of outputs must be at least 2"],
  [{ activation: "rellu" as Activation }, RangeError, 'did you mean "relu"?'],
  [{ activation: 3 as unknown as Activation }, TypeError, "activation must be one of sigmoid"],
  [{ initializer: "xaver" as Initializer }, RangeError, 'did you mean "xavier"?'],
  [{ initializer: "normal:-1" }, RangeError, "at least 0"],
  [{ initializer: "normal:" as Initializer }, SyntaxError, "normal: and a number"],
  [{ optimizer: undefined }, TypeError, "optimizer must be"],
  [{ optimizer: "sgd" as unknown as Optimizer }, TypeError, "optimizer must be"],
  [{ optimizer: { ...sgd(), learningRate: NaN } }, RangeError, "learningRate must be"],
  [otherModel([3, 4, 2]), RangeError, "the first of sizes must be 2"],
  [otherModel([2, 4, 1]), RangeError, "the number of outputs must be at least 2"],
  [{ model: createMlp([2, 5, 2]) }, RangeError, "sizes must be [2,5,2], as the given model's"],
  [otherModel([2, 4, 2], "tanh"), RangeError, 'activation must be "relu", as the given model\'s'],
  [
    { model: { ...createMlp([2, 4, 2]), parameters: new Float32Array(21) } },
    RangeError,
    "must be 22: current value is 21",
  ],
];

for (const [change, kind, says] of wrongSpecs) {
  Deno.test(`a network is rejected: ${says}, for ${JSON.stringify(change)?.slice(0, 60)}`, async () => {
    const error = await errorOf([spec, { ...spec, ...change }]);
    assertEquals(error.name, kind.name, error.message);
    assert(error.message.startsWith("Cannot train as "), error.message);
    assert(error.message.includes(says), error.message);
  });
}

/** A wrong setting of a training, the kind of error, and a part of its message. */
const wrongOptions: [Partial<TrainingOptions>, ErrorConstructor, string][] = [
  [{ epochs: 0 }, RangeError, "epochs must be a whole number, at least 1: current value is 0"],
  [{ epochs: -5 }, RangeError, "epochs"],
  [{ epochs: 1.5 }, RangeError, "epochs"],
  [{ epochs: NaN }, RangeError, "current value is NaN"],
  [{ epochs: Infinity }, RangeError, "current value is Infinity"],
  [
    { epochs: "9" as unknown as number },
    TypeError,
    'epochs must be a whole number, at least 1: current value is "9"',
  ],
  [{ epochs: 1e9 }, RangeError, "networks times epochs"],
  [{ batchSize: 0 }, RangeError, "batchSize"],
  [{ batchSize: -64 }, RangeError, "batchSize"],
  [{ batchSize: 0.5 }, RangeError, "batchSize"],
  [{ batchSize: NaN }, RangeError, "batchSize"],
  [{ seed: -1 }, RangeError, "seed"],
  [{ seed: 2 ** 32 }, RangeError, "seed"],
  [{ seed: 0.5 }, RangeError, "seed"],
  [{ loss: "crossentropy" as Loss }, RangeError, 'did you mean "crossEntropy"?'],
  [{ loss: null as unknown as Loss }, TypeError, "loss"],
  [
    { data: makeBlobs(30, { centers: 3 }) },
    RangeError,
    "at least 3, the number of the data's classes",
  ],
  [
    { test: makeBlobs(30, { centers: 3 }) },
    RangeError,
    "at least 3, the number of the data's classes",
  ],
  [{ data: farOut(1e39) }, RangeError, "a finite number in float32: current value is 1e+39"],
  [{ test: farOut(NaN) }, RangeError, "row 2, column 1 of test.inputs must be a finite number"],
  [{ test: threeFeatures() }, RangeError, "the test data's features must be 2"],
];

/** Moons with one point that is NaN or exceeds float32. */
function farOut(value: number): Dataset {
  const inputs = data.inputs.slice();
  inputs[5] = value;
  return { ...data, inputs };
}

function threeFeatures(): Dataset {
  return createDataset({ inputs: [[0, 1, 2], [3, 4, 5]], labels: [0, 1] });
}

for (const [options, kind, says] of wrongOptions) {
  const [[name, value]] = Object.entries(options);
  const shown = typeof value === "object" && value ? "other data" : String(value);
  Deno.test(`a training is rejected: ${name} of ${shown}`, async () => {
    const error = await errorOf([spec], options);
    assertEquals(error.name, kind.name, error.message);
    assert(error.message.startsWith("Cannot train as "), error.message);
    assert(error.message.includes(says), error.message);
  });
}

Deno.test("a training without networks is rejected", async () => {
  assertEquals((await errorOf([])).name, "TypeError");
  // deno-lint-ignore no-sparse-arrays
  const holed = [spec, , spec] as TrainingSpec[];
  assert((await errorOf(holed)).message.includes("specs[1] must be given"));
  const noList = spec as unknown as TrainingSpec[];
  assertEquals((await errorOf(noList)).name, "TypeError");
});

Deno.test("data with inconsistent labels are rejected", async () => {
  const labelled = (labels: Int32Array) => errorOf([spec], { data: { ...data, labels } });
  const shifted = await labelled(data.labels.map((label) => label + 1));
  assertEquals(
    shifted.message,
    "Cannot train as label 1 of data must be a whole number from 0 to 1: current value is 2",
  );
  assertEquals(
    (await labelled(data.labels.slice(1))).message,
    "Cannot train as data.labels must be one for each of 40 samples: current value is 39",
  );
  const test = { ...data, labels: data.labels.map((label) => -label) };
  assert((await errorOf([spec], { test })).message.includes(" of test must be"));
});

Deno.test("a rejected training draws no random numbers", async () => {
  const generator = new Generator(3);
  await errorOf([spec, { ...spec, sizes: [2, 4], activation: "?" as Activation }], { generator });
  assertEquals(generator.rand(1), new Generator(3).rand(1));
});

Deno.test("unusual but valid settings are accepted", () => {
  const blobs = makeBlobs(30, { centers: 3 });
  const accepted: [TrainingSpec, Partial<TrainingOptions>][] = [
    [spec, { batchSize: 1_000_000 }],
    [{ ...spec, sizes: [2, 2] }, { epochs: 1 }],
    [{ ...spec, sizes: [2, 1, 7] }, { seed: 2 ** 32 - 1, batchSize: 1 }],
    [{ ...spec, sizes: [2, 4, 1] }, { loss: "meanSquaredError" }],
    [{ ...spec, sizes: [2, 4, 3], initializer: "normal:0" }, { data: blobs, test: data }],
    [{ ...spec, sizes: undefined, model: createMlp([2, 4, 2]) }, {}],
  ];
  for (const [each, options] of accepted) checkTraining([each], { device, data, ...options });
});

Deno.test("a single output is rejected for three classes and for cross-entropy", async () => {
  const single = { ...spec, sizes: [2, 4, 1] };
  const blobs = makeBlobs(30, { centers: 3 });
  const options = { data: blobs, loss: "meanSquaredError" } as const;
  assert((await errorOf([single], options)).message.includes("at least 3"));
  assert((await errorOf([single], { loss: "crossEntropy" })).message.includes("at least 2"));
});

Deno.test("a batch larger than the data contains all samples", async () => {
  await using tfjs = await openDevice("cpu");
  const options = { device: tfjs, data, epochs: 3, seed: 5 };
  const [whole] = await train([spec], { ...options, batchSize: data.samples });
  const [larger] = await train([spec], { ...options, batchSize: 10 * data.samples });
  assertEquals(larger.trainLoss, whole.trainLoss);
  assertEquals(larger.model.parameters, whole.model.parameters);
});

Deno.test("the default name of a network consists of its sizes and activation", async () => {
  await using device = await openDevice("cpu");
  const options = { device, data, epochs: 1 };
  const nameOf = async (each: TrainingSpec) => (await train([each], options))[0].name;
  assertEquals(await nameOf(spec), "2-4-2 relu");
  assertEquals(await nameOf({ ...spec, activation: "tanh" }), "2-4-2 tanh");
  const model = createMlp([2, 3], { activation: "elu" });
  assertEquals(await nameOf({ model, optimizer: sgd() }), "2-3 elu");
  assertEquals(await nameOf({ ...spec, name: "mine" }), "mine");
});

Deno.test("an unknown setting is rejected with the nearest spelling", async () => {
  const typed = { epoch: 5 } as Partial<TrainingOptions>;
  assert(
    (await errorOf([spec], typed)).message.includes('no option "epoch" (did you mean "epochs"?)'),
  );
  const misspelt = { ...spec, initialiser: "he" } as TrainingSpec;
  assert((await errorOf([misspelt])).message.includes('did you mean "initializer"?'));
  const flag = { sharedOrder: "no" as unknown as boolean };
  assert((await errorOf([spec], flag)).message.includes("sharedOrder must be true or false"));
});
