/** Training: ensembles, progress, abort, divergence, and arguments that are not changed. */

import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import { cpuTime } from "../cpu_time.ts";
import {
  createDataset,
  createMlp,
  Generator,
  makeMoons,
  openDevice,
  sgd,
  train,
  type TrainingProgress,
  type TrainingSpec,
  trainTestSplit,
} from "../../mod.ts";

const { train: data, test } = trainTestSplit(makeMoons(120, { seed: 3 }), { seed: 3 });
const optimizer = sgd({ learningRate: 0.1 });
const specs: TrainingSpec[] = [
  { name: "a", sizes: [2, 6, 2], activation: "tanh", optimizer },
  { name: "b", sizes: [2, 3, 3, 2], activation: "relu", optimizer },
  { name: "c", sizes: [2, 6, 2], activation: "gelu", initializer: "he", optimizer },
];

Deno.test("an ensemble of several shapes equals trainings one after the other", async () => {
  await using device = await openDevice("cpu");
  const options = { device, data, test, epochs: 6, batchSize: 16 };
  const together = await train(specs, { ...options, seed: 9 });
  const generator = new Generator(9);
  for (const [index, spec] of specs.entries()) {
    const [alone] = await train([spec], { ...options, generator });
    const { seconds: _, ...expected } = alone;
    const { seconds, ...actual } = together[index];
    assertEquals(actual, expected);
    assert(seconds > 0);
  }
});

Deno.test("networks that share an order are all built first, and then have the same batches", async () => {
  await using device = await openDevice("cpu");
  const options = { device, data, test, epochs: 4, batchSize: 16 };
  const twice = specs.concat(specs);
  const together = await train(twice, { ...options, sharedOrder: true, seed: 9 });
  for (const index of twice.keys()) {
    const generator = new Generator(9);
    const models = twice.map(({ sizes = [], activation, initializer }) =>
      createMlp(sizes, { activation, initializer, generator })
    );
    const model = models[index];
    const [alone] = await train([{ model, optimizer }], { ...options, generator });
    assertEquals(together[index].trainLoss, alone.trainLoss);
    assertEquals(together[index].model.parameters, alone.model.parameters);
    assertEquals(together[index].finalTestAccuracy, alone.finalTestAccuracy);
  }
});

Deno.test("progress is reported after each epoch of each shape, with the losses of the curves", async () => {
  await using device = await openDevice("cpu");
  const seen: TrainingProgress[] = [];
  const onEpoch = (progress: TrainingProgress) => void seen.push(progress);
  const runs = await train(specs, { device, data, epochs: 3, onEpoch });
  assertEquals(seen.map(({ epoch, epochs }) => [epoch, epochs]), [
    [1, 3],
    [2, 3],
    [3, 3],
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
  assertEquals(seen.map(({ done }) => Math.round(6 * done)), [1, 2, 3, 4, 5, 6]);
  const curve = (name: string) =>
    seen.flatMap((progress) => progress.runs.filter((run) => run.name === name))
      .map(({ trainLoss }) => trainLoss);
  for (const { name, trainLoss } of runs) assertEquals(curve(name), [...trainLoss]);
});

Deno.test("a signal aborted before the start ends the training with its reason", async () => {
  await using device = await openDevice("cpu");
  const reason = new Error("not now");
  const signal = AbortSignal.abort(reason);
  const error = await assertRejects(() => train(specs, { device, data, signal }), Error);
  assert(error === reason);
});

Deno.test("a signal aborted at the third epoch ends the training there", async () => {
  await using device = await openDevice("cpu");
  const controller = new AbortController();
  const reason = new Error("enough");
  const epochs: number[] = [];
  const onEpoch = ({ epoch }: TrainingProgress) => {
    epochs.push(epoch);
    if (epoch === 3) controller.abort(reason);
  };
  const options = { device, data, test, epochs: 100, signal: controller.signal, onEpoch };
  assert(await assertRejects(() => train(specs, options), Error) === reason);
  assertEquals(epochs, [1, 2, 3]);
  // The abort does not affect the next training.
  const [after] = await train(specs, { device, data, epochs: 2 });
  const [fresh] = await train(specs, { device: await openDevice("cpu"), data, epochs: 2 });
  assertEquals(after.trainLoss, fresh.trainLoss);
});

Deno.test("a timer fires during the training of a wide network, and can abort it", async () => {
  await using device = await openDevice("cpu");
  const wide = { sizes: [2, 512, 512, 2], optimizer };
  const big = makeMoons(20_000, { seed: 1 });
  const signal = AbortSignal.timeout(300);
  // CPU time, which other processes of the machine do not lengthen.
  const start = cpuTime();
  const options = { device, data: big, test: big, epochs: 1000, signal };
  const error = await assertRejects(() => train([wide], options), DOMException);
  assertEquals(error.name, "TimeoutError");
  assertLess(cpuTime() - start, 1300);
});

Deno.test("drawing the seeds of many orders can be aborted", async () => {
  await using device = await openDevice("cpu");
  const big = makeMoons(100_000, { seed: 1 });
  const start = cpuTime();
  const options = { device, data: big, epochs: 5000, signal: AbortSignal.timeout(100) };
  await assertRejects(() => train([specs[0]], options), DOMException);
  assertLess(cpuTime() - start, 1100);
});

Deno.test("a diverged run has the epoch of its divergence, and the others are not affected", async () => {
  await using device = await openDevice("cpu");
  const wild = {
    ...specs[0],
    name: "wild",
    activation: "relu" as const,
    optimizer: sgd({ learningRate: 1e8 }),
  };
  const options = { device, data, test, epochs: 8, seed: 4 };
  const [calm, diverged, late] = await train([specs[0], wild, specs[2]], options);
  const [, , expected] = await train([specs[0], specs[0], specs[2]], options);
  assertEquals([calm.status, late.status, diverged.status], ["ok", "ok", "diverged"]);
  assertEquals(late.trainLoss, expected.trainLoss);
  const at = diverged.divergedAtEpoch ?? 0;
  assert(at >= 1 && at <= 8, `diverged in epoch ${at}`);
  for (
    const curve of [
      diverged.trainLoss,
      diverged.testLoss,
      diverged.trainAccuracy,
      diverged.testAccuracy,
    ]
  ) {
    assertEquals(curve.length, 8);
    assert(curve.subarray(at - 1).every(Number.isNaN));
  }
  assert(diverged.trainLoss.subarray(0, at - 1).every(Number.isFinite));
  assertEquals([diverged.finalTrainAccuracy, diverged.finalTestAccuracy], [NaN, NaN]);
});

Deno.test("without test data the test curves are empty, and no test pass draws random numbers", async () => {
  await using device = await openDevice("cpu");
  const options = { device, data, epochs: 5, seed: 6 };
  const [alone] = await train(specs, options);
  assertEquals([alone.testLoss.length, alone.testAccuracy.length], [0, 0]);
  assertEquals(alone.finalTestAccuracy, NaN);
  const [undrawn] = await train(specs, { ...options, test, consumeTestLoaderRng: false });
  assertEquals(undrawn.trainLoss, alone.trainLoss);
  assertEquals(undrawn.testLoss.length, 5);
  const [drawn] = await train(specs, { ...options, test });
  const [drawnWithout] = await train(specs, { ...options, consumeTestLoaderRng: true });
  assertEquals(drawnWithout.trainLoss, drawn.trainLoss);
  assert(drawn.trainLoss[4] !== alone.trainLoss[4]);
});

Deno.test("a given model, the data and the specs are not changed", async () => {
  await using device = await openDevice("cpu");
  const model = createMlp([2, 5, 2], { seed: 1 });
  const passed = { specs: [{ name: "kept", model, optimizer }], data, test };
  const before = structuredClone(passed);
  const options = { device, data, test, epochs: 3 };
  const [run] = await train(passed.specs, options);
  assertEquals(passed, before);
  assert(
    run.model.parameters !== model.parameters && run.model.parameters[0] !== model.parameters[0],
  );
  const [again] = await train(passed.specs, options);
  assertEquals(again.model, run.model);
  assertEquals([run.initializer, run.name], [undefined, "kept"]);
});

Deno.test("a loss that overflows in float32 diverges in the same epoch as in torch", async () => {
  await using device = await openDevice("cpu");
  const inputs = Array.from({ length: 24 }, (_, index) => [index + 1]);
  const targets = Float64Array.from(inputs.flat());
  const labels = inputs.map(() => 0);
  const data = { ...createDataset({ inputs, labels }), targets };
  const parameters = Float32Array.of(0.5, 0);
  const model = { sizes: [1, 1], activation: "identity", head: "values", parameters } as const;
  const optimizer = sgd({ learningRate: 0.05 });
  const options = { device, data, epochs: 59, batchSize: 24, loss: "meanSquaredError" } as const;
  const [run] = await train([{ model, optimizer }], options);
  // In PyTorch 1.13, with the same data and weights, the loss is infinite at step 15.
  assertEquals(run.divergedAtEpoch, 15);
});
