/** Regressions: PyTorch's curves and scikit-learn's scores, and what a regression does not have. */

import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import {
  createDataset,
  createMlp,
  createOptimizer,
  type Dataset,
  type Device,
  openDevice,
  predict,
  regressionScoresOf,
  runRecord,
  scaleTargets,
  standardScale,
  startTraining,
  train,
  trainTestSplit,
} from "../../mod.ts";
import { eachDevice } from "../devices/each_device.ts";
import reference from "../reference/regression.json" with { type: "json" };
import { assertSameCurve } from "./reference_curves.ts";

const { x, y, seed, epochs, batchSize } = reference;
const raw = createDataset({
  ...{ inputs: x.map((value) => [value]), targets: y.map((value) => [value]) },
  ...{ task: "regression", featureNames: ["x"], targetNames: ["y"] },
});

async function trained(device: Device, all: Dataset) {
  const split = trainTestSplit(all, { testSize: 0.3, seed });
  const [run] = await train([{
    sizes: reference.sizes,
    activation: "tanh",
    optimizer: createOptimizer("momentum", { learningRate: reference.learningRate }),
  }], { device, data: split.train, test: split.test, epochs, batchSize, seed });
  return { run, split };
}

Deno.test("the scaling and the split of the regression are scikit-learn's", () => {
  const { scaler, inputs } = standardScale(raw);
  assertAlmostEquals(scaler!.mean[0], reference.mean, 1e-15);
  assertAlmostEquals(scaler!.scale[0], reference.scale, 1e-14);
  const { train, test } = trainTestSplit(raw, { testSize: 0.3, seed });
  assertEquals([...train.inputs], reference.train.map((index) => x[index]));
  assertEquals([...test.targets!], reference.test.map((index) => y[index]));
  assertAlmostEquals(inputs[0], x[0] / reference.scale, 1e-14);
});

eachDevice("a regression has PyTorch's curves, and scikit-learn's R² and error", async (device) => {
  const { run } = await trained(device, standardScale(raw));
  assertSameCurve(run.trainLoss, reference.trainLoss, { tolerance: 1e-5, name: "train" });
  assertSameCurve(run.testLoss, reference.testLoss, { tolerance: 1e-5, name: "test" });
  assertEquals([run.status, run.loss, run.model.task], ["ok", "meanSquaredError", "regression"]);
  assertAlmostEquals(run.finalTestRegression!.r2, reference.testR2, 1e-5);
  assertAlmostEquals(
    run.finalTestRegression!.meanAbsoluteError,
    reference.testMeanAbsoluteError,
    1e-5,
  );
  assertAlmostEquals(run.finalTestRegression!.meanSquaredError, reference.testLoss[99], 1e-5);
  assert([...run.trainAccuracy, run.finalTestAccuracy].every(Number.isNaN));
});

Deno.test("a record of a regression has its scores and no accuracy", async () => {
  await using device = await openDevice("cpu");
  const { run, split } = await trained(device, standardScale(raw));
  const { trainR2, testR2, trainMeanSquaredError, ...record } = runRecord(run);
  assertEquals(testR2, run.finalTestRegression!.r2);
  assertEquals(trainMeanSquaredError, run.finalTrainRegression!.meanSquaredError);
  assert(trainR2! > 0.85 && !Object.keys(record).some((key) => /accuracy/i.test(key)));
  const scores = await regressionScoresOf(run.model, { device, data: split.test });
  assertEquals(scores, run.finalTestRegression);
});

Deno.test("targets in another unit: the same R², and errors and predictions in that unit", async () => {
  await using device = await openDevice("cpu");
  const prices = createDataset({
    ...{ inputs: x.map((value) => [value]), task: "regression" },
    targets: y.map((value) => [250_000 + 80_000 * value]),
  });
  const small = await trained(device, standardScale(scaleTargets(raw)));
  const { run, split: { test } } = await trained(device, standardScale(scaleTargets(prices)));
  const { r2, meanAbsoluteError } = run.finalTestRegression!;
  const expected = small.run.finalTestRegression!;
  assertAlmostEquals(r2, expected.r2, 1e-6);
  assertAlmostEquals(meanAbsoluteError / 80_000, expected.meanAbsoluteError, 1e-6);
  const { values, labels, classes } = await predict(run.model, { device, inputs: test.inputs });
  assertEquals([labels.length, classes], [0, 0]);
  const errors = values!.map((value, at) => {
    const { mean, scale } = test.targetScaler!;
    return Math.abs(value - (mean[0] + scale[0] * test.targets![at]));
  });
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  assertAlmostEquals(mean, meanAbsoluteError, 1e-3);
});

Deno.test("R² of two targets is the mean of theirs; equal targets count as scikit-learn counts them", async () => {
  await using device = await openDevice("cpu");
  const model = {
    ...createMlp([1, 2], { activation: "identity", head: "values" }),
    parameters: Float32Array.of(1, 0, 0, 5),
  };
  const scoresOf = (targets: number[][]) =>
    regressionScoresOf(model, {
      device,
      data: createDataset({ inputs: [[1], [2], [3]], targets, task: "regression" }),
    });
  // sklearn.metrics.r2_score([[1, 5], [2, 5], [4, 5]], [[1, 5], [2, 5], [3, 5]]): (0.785714… + 1) / 2
  const good = await scoresOf([[1, 5], [2, 5], [4, 5]]);
  assertAlmostEquals(good.r2, (1 - 1 / (14 / 3) + 1) / 2, 1e-12);
  assertAlmostEquals(good.meanSquaredError, 1 / 6, 1e-12);
  assertAlmostEquals(good.meanAbsoluteError, 1 / 6, 1e-12);
  assertEquals((await scoresOf([[1, 4], [2, 4], [3, 4]])).r2, 0.5);
});

Deno.test("a single sample has errors and no R², as in scikit-learn", async () => {
  await using device = await openDevice("cpu");
  const model = {
    ...createMlp([1, 1], { activation: "identity", head: "values" }),
    parameters: Float32Array.of(1, 0),
  };
  const data = createDataset({ inputs: [[1]], targets: [[3]], task: "regression" });
  // sklearn.metrics.r2_score([3], [1]) is nan, with a warning.
  assertEquals(await regressionScoresOf(model, { device, data }), {
    ...{ r2: NaN, meanSquaredError: 4, meanAbsoluteError: 2 },
  });
});

Deno.test("a model knows the data that it was trained on, and is not trained on others", async () => {
  await using device = await openDevice("cpu");
  const parts = { inputs: [[1, 2], [3, 4]], labels: [0, 1], classNames: ["no", "yes"] };
  const data = standardScale(createDataset({ ...parts, featureNames: ["age", "height"] }));
  const optimizer = createOptimizer("sgd");
  const [{ model }] = await train([{ sizes: [2, 3], optimizer }], { device, data, epochs: 1 });
  assertEquals(model.featureNames, ["age", "height"]);
  assertEquals(model.classNames, ["no", "yes", "class 2"]);
  assertEquals(model.scaler, { mean: [2, 3], scale: [1, 1] });
  const other = { ...data, featureNames: ["height", "age"] };
  await assertRejects(
    () => train([{ model, optimizer }], { device, data: other, epochs: 1 }),
    RangeError,
    `the data's featureNames must be ["age","height"], as the given model's`,
  );
});

Deno.test("what a regression cannot be trained with is refused", async () => {
  await using device = await openDevice("cpu");
  const optimizer = createOptimizer("sgd");
  const specs = [{ sizes: [1, 4, 1], optimizer }];
  const reject = (options: object, says: string, spec: object = {}) =>
    assertRejects(
      () => train([{ ...specs[0], ...spec }], { device, data: raw, epochs: 1, ...options }),
      RangeError,
      says,
    );
  await reject({ loss: "crossEntropy" }, 'head must be "values" in a regression');
  await reject({}, "1, the number of the data's targets", { sizes: [1, 4, 2] });
  const classes = createDataset({ inputs: [[1], [2]], labels: [0, 1] });
  await reject({ test: classes }, 'the test data\'s task must be "regression"');
});

Deno.test("a session of a regression is resumed, and has no accuracy", async () => {
  await using device = await openDevice("cpu");
  const specs = [{ sizes: [1, 4, 1], optimizer: createOptimizer("sgd") }];
  await using session = await startTraining(specs, { device, data: raw, test: raw, epochs: 2 });
  const { runs: [{ trainLoss, trainAccuracy, testAccuracy }] } = await session.advance();
  assert(trainLoss > 0 && Number.isNaN(trainAccuracy) && Number.isNaN(testAccuracy));
});
