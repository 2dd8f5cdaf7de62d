/** Runs as plain data. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  adamw,
  checkTraining,
  makeMoons,
  openDevice,
  resumeTraining,
  runRecord,
  sgd,
  startTraining,
} from "../../mod.ts";
import { runOf } from "../scripts/fixtures.ts";

Deno.test("a record contains the run's settings, curves and status as plain data", () => {
  const run = runOf("mine", [0.7, 0.5], { testLoss: [0.8, 0.6], batchSize: 16, seed: 3 });
  assertEquals(runRecord(run), {
    name: "mine",
    sizes: [2, 2],
    activation: "relu",
    initializer: "torch",
    optimizer: "sgd",
    optimizerSettings: { ...run.optimizer },
    learningRate: 0.05,
    schedule: { kind: "constant" },
    weightDecay: 0,
    clipNorm: null,
    l1: 0,
    loss: "crossEntropy",
    labelSmoothing: 0,
    classWeights: null,
    epochs: 2,
    batchSize: 16,
    stop: null,
    seed: 3,
    consumeTestLoaderRng: true,
    sharedOrder: false,
    trainLoss: [0.7, 0.5],
    testLoss: [0.8, 0.6],
    trainAccuracy: 0.5,
    testAccuracy: 0.75,
    trainAccuracyPerEpoch: [0.5, 0.5],
    testAccuracyPerEpoch: [0.75, 0.75],
    learningRates: [0.05, 0.05],
    status: "ok",
    divergedAtEpoch: null,
    stoppedAtEpoch: null,
    bestEpoch: null,
    seconds: 1.5,
  });
});

Deno.test("an optimizer is recorded by its name in createOptimizer, with all settings", () => {
  const record = (optimizer: Parameters<typeof runOf>[2]) => runRecord(runOf("a", [1], optimizer));
  assertEquals(record({ optimizer: sgd({ momentum: 0.5 }) }).optimizer, "momentum");
  assertEquals(record({ optimizer: sgd({ momentum: 0.5, nesterov: true }) }).optimizer, "nesterov");
  const decayed = adamw({ weightDecay: 0.2, beta1: 0.8 });
  const { optimizer, weightDecay, optimizerSettings } = record({ optimizer: decayed });
  assertEquals([optimizer, weightDecay, optimizerSettings], ["adamw", 0.2, { ...decayed }]);
});

Deno.test("numbers that are not finite and unknown initializers are null", () => {
  const record = runRecord(runOf("wild", [0.7, NaN], { initializer: undefined }));
  assertEquals(record.trainLoss, [0.7, null]);
  assertEquals([record.trainAccuracy, record.initializer, record.divergedAtEpoch], [null, null, 2]);
  assertEquals(record.seed, null);
});

Deno.test("JSON preserves all digits of losses", () => {
  const loss = 0.754854755174546;
  const json = JSON.stringify(runRecord(runOf("a", [loss, 1 / 3])));
  assertEquals(JSON.parse(json).trainLoss, [loss, 1 / 3]);
});

Deno.test("a record is a copy, which does not change with the run's curves", () => {
  const run = runOf("a", [1, 2]);
  const record = runRecord(run);
  run.trainLoss[0] = 9;
  assert(record.trainLoss[0] === 1);
});

Deno.test("an invalid part of a run is rejected by its name", () => {
  const run = runOf("mine", [0.7, 0.5]);
  const model = { ...run.model, sizes: Math as unknown as number[] };
  assertThrows(() => runRecord({ ...run, model }), TypeError, "sizes must be a list");
  const testLoss = undefined as unknown as Float64Array;
  assertThrows(
    () => runRecord({ ...run, testLoss }),
    TypeError,
    "Cannot record the run as run.testLoss must be a Float64Array: current value is undefined",
  );
});

Deno.test("a record has the settings of the orders, which checkTraining returns before the training", async () => {
  await using device = await openDevice("cpu");
  const data = makeMoons(20, { seed: 1 });
  const specs = [{ sizes: [2, 3, 2], optimizer: sgd(), seed: 4 }, {
    sizes: [2, 2],
    optimizer: sgd(),
  }];
  const cases = [
    [{}, false, false],
    [{ test: data }, true, false],
    [{ test: data, consumeTestLoaderRng: false }, false, false],
    [{ consumeTestLoaderRng: true, sharedOrder: true }, true, true],
  ] as const;
  for (const [own, consumeTestLoaderRng, sharedOrder] of cases) {
    const options = { device, data, epochs: 2, ...own };
    const checked = checkTraining(specs, options);
    await using session = await startTraining(specs, options);
    await session.advance(1);
    const { test } = options as { test?: typeof data };
    const state = JSON.parse(JSON.stringify(await session.state()));
    await using resumed = await resumeTraining(state, { device, data, test });
    for (const each of [session, resumed]) {
      const records = (await each.runs()).map(runRecord);
      for (const [index, record] of records.entries()) {
        assertEquals({ ...record, ...checked[index] }, record);
        assertEquals([record.consumeTestLoaderRng, record.sharedOrder], [
          consumeTestLoaderRng,
          sharedOrder,
        ]);
      }
    }
  }
});
