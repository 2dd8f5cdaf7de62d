/** Label smoothing, class weights and sample weights as targets and weights of samples. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  createDataset,
  makeBlobs,
  makeMoons,
  openDevice,
  resumeTraining,
  sgd,
  startTraining,
  toSamples,
  train,
  type TrainingOptions,
} from "../../mod.ts";
import { weightSamples, weightTestSamples } from "../../lib/training/weight_samples.ts";
import { assertClose } from "../oracle.ts";

const inputs = [[0, 1], [1, 2], [2, 3], [3, 4]];
const data = createDataset({ inputs, labels: [0, 0, 0, 1] });
const samples = toSamples(data, { outputs: 2 });

Deno.test("label smoothing spreads a share of each target over all classes", () => {
  const { targets, weights } = weightSamples(samples, data, { labelSmoothing: 0.2 });
  assertClose(targets, [0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.1, 0.9], 1e-7);
  assertEquals(weights, undefined);
});

Deno.test("balanced weights are samples / (classes · samples of the class)", () => {
  const { targets, weights } = weightSamples(samples, data, { classWeights: "balanced" });
  assertClose(weights!, [2 / 3, 2 / 3, 2 / 3, 2], 1e-7);
  assertClose(targets, [2 / 3, 0, 2 / 3, 0, 2 / 3, 0, 0, 2], 1e-7);
});

Deno.test("sample weights multiply class weights", () => {
  const both = { classWeights: [1, 3], sampleWeights: [1, 2, 1, 0.5] };
  const { targets, weights } = weightSamples(samples, data, both);
  assertEquals([...weights!], [1, 2, 1, 1.5]);
  assertEquals([...targets], [1, 0, 2, 0, 1, 0, 0, 1.5]);
});

Deno.test("the plain mean of test samples is the mean of the weighted means of batches", () => {
  const settings = { classWeights: [1, 3], batchSize: 3 };
  const test = createDataset({ inputs, labels: [1, 0, 0, 1] });
  const { targets } = weightTestSamples(
    toSamples(test, { outputs: 2 }),
    { data: test, train: data },
    settings,
  );
  // The first batch has weights of 3, 1 and 1; the second one has a single sample.
  assertClose(targets, [0, 9 / 5, 3 / 5, 0, 3 / 5, 0, 0, 1], 1e-7);
});

const wrong: [what: string, changes: Partial<TrainingOptions>, message: string][] = [
  ["a smoothing of 1", { labelSmoothing: 1 }, "labelSmoothing must be a finite number"],
  ["too few weights", { classWeights: [1] }, "a list of 2 weights, one per output"],
  ["a weight of 0", { classWeights: [0, 1] }, "classWeights[0] must be a finite number, above 0"],
  ["another word", { classWeights: "equal" as "balanced" }, 'classWeights must be "balanced"'],
  ["weights as text", { classWeights: 3 as unknown as number[] }, 'must be "balanced", or a list'],
  ["weights of other samples", { sampleWeights: [1, 2] }, "the length of sampleWeights must be 4"],
  [
    "a sample's weight below 0",
    { sampleWeights: [1, 1, 1, -1] },
    "sampleWeights[3] must be a finite number, above 0",
  ],
  [
    "a sample's weight that is 0 in float32",
    { sampleWeights: [1, 1e-50, 1, 1] },
    "sampleWeights[1] must be above 0 and finite in float32: current value is 1e-50",
  ],
  [
    "a weight of a class that is 0 in float32",
    { classWeights: [1, 1e-50] },
    "classWeights[1] must",
  ],
  [
    "squared errors and smoothing",
    { loss: "meanSquaredError", labelSmoothing: 0.1 },
    "labelSmoothing must be left out with the loss meanSquaredError",
  ],
  [
    "squared errors and sample weights",
    { loss: "meanSquaredError", sampleWeights: [1, 1, 1, 1] },
    "sampleWeights must be left out with the loss meanSquaredError",
  ],
  [
    "soft targets and class weights",
    {
      data: createDataset({ inputs, targets: [[1, 0], [0.5, 0.5], [0, 1], [1, 0]] }),
      classWeights: "balanced",
    },
    "classWeights need data with labels",
  ],
  [
    "weights that smoothing turns round",
    { labelSmoothing: 0.1, classWeights: [1, 100] },
    "makes the target of a wrong class the largest",
  ],
];

for (const [what, changes, message] of wrong) {
  Deno.test(`a training with ${what} is refused by one line`, async () => {
    await using device = await openDevice("cpu");
    const specs = [{ sizes: [2, 3, 2], optimizer: sgd() }];
    const error = await assertRejects(
      () => train(specs, { device, data, epochs: 1, ...changes }),
      Error,
      message,
    );
    assert(error.message.startsWith("Cannot ") && !error.message.includes("\n"), error.message);
  });
}

Deno.test("networks with other weights are trained apart, each as alone", async () => {
  await using device = await openDevice("cpu");
  const blobs = makeBlobs(60, { seed: 1 });
  const options = { device, data: blobs, test: blobs, epochs: 4, batchSize: 16 };
  const specs = [{}, { labelSmoothing: 0.1 }, { classWeights: [1, 2, 3] }, {
    classWeights: "balanced" as const,
  }].map((own) => ({ sizes: [2, 4, 3], optimizer: sgd({ learningRate: 0.2 }), seed: 5, ...own }));
  const runs = await train(specs, options);
  for (const [index, spec] of specs.entries()) {
    const [alone] = await train([spec], options);
    assertEquals(runs[index].model, alone.model);
    assertEquals(runs[index].trainLoss, alone.trainLoss);
    assertEquals(runs[index].testLoss, alone.testLoss);
  }
  assertEquals(new Set(runs.map(({ trainLoss }) => trainLoss[3])).size >= 3, true);
});

Deno.test("a training with weights is resumed to the bit, and only with the same weights", async () => {
  await using device = await openDevice("cpu");
  const moons = makeMoons(50, { seed: 1 });
  const sampleWeights = Array.from({ length: 50 }, (_, at) => 1 + at % 4);
  const options = { device, data: moons, sampleWeights, epochs: 6, batchSize: 16 };
  const specs = [{ sizes: [2, 4, 2], optimizer: sgd(), classWeights: [1, 2] }];
  const [whole] = await train(specs, options);
  await using session = await startTraining(specs, options);
  await session.advance(2);
  const state = JSON.parse(JSON.stringify(await session.state()));
  await using resumed = await resumeTraining(state, { device, data: moons, sampleWeights });
  await resumed.advance(4);
  const [run] = await resumed.runs();
  assertEquals([run.model, run.trainLoss], [whole.model, whole.trainLoss]);
  await assertRejects(
    () => resumeTraining(state, { device, data: moons }),
    RangeError,
    "data must be those that the training was started with",
  );
});
