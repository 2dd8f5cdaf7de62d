import { assert, assertEquals } from "@std/assert";
import { adamw, sgd } from "../../mod.ts";
import { formatJson } from "../../scripts/cli/json.ts";
import { toRecord } from "../../scripts/cli/records.ts";
import { runOf } from "./fixtures.ts";

const settings = { epochs: 2, batchSize: 16 };

Deno.test("a record holds the run's settings, curves and outcome in plain data", () => {
  const run = runOf("mine", [0.7, 0.5], { testLoss: [0.8, 0.6] });
  assertEquals(toRecord(run, settings), {
    name: "mine",
    sizes: [2, 2],
    activation: "relu",
    initializer: "torch",
    optimizer: "sgd",
    learningRate: 0.05,
    weightDecay: 0,
    epochs: 2,
    batchSize: 16,
    trainLoss: [0.7, 0.5],
    testLoss: [0.8, 0.6],
    trainAccuracy: 0.5,
    testAccuracy: 0.75,
    trainAccuracyPerEpoch: [0.5, 0.5],
    testAccuracyPerEpoch: [0.75, 0.75],
    status: "ok",
    divergedAtEpoch: null,
    seconds: 1.5,
  });
});

Deno.test("an optimiser is recorded by the name that --optimizer takes, with its decay", () => {
  const record = (optimizer: Parameters<typeof runOf>[2]) =>
    toRecord(runOf("a", [1], optimizer), settings);
  assertEquals(record({ optimizer: sgd({ momentum: 0.5 }) }).optimizer, "momentum");
  assertEquals(record({ optimizer: sgd({ momentum: 0.5, nesterov: true }) }).optimizer, "nesterov");
  const { optimizer, weightDecay } = record({ optimizer: adamw({ weightDecay: 0.2 }) });
  assertEquals([optimizer, weightDecay], ["adamw", 0.2]);
});

Deno.test("what is not finite, and an initializer that is not known, are null in JSON", () => {
  const run = runOf("wild", [0.7, NaN], { initializer: undefined });
  const json = JSON.parse(formatJson(toRecord(run, settings)));
  assertEquals(json.trainLoss, [0.7, null]);
  assertEquals([json.trainAccuracy, json.initializer, json.divergedAtEpoch], [null, null, 2]);
});

Deno.test("losses keep all digits of their float64 in JSON", () => {
  const loss = 0.754854755174546;
  const json = formatJson(toRecord(runOf("a", [loss, 1 / 3]), settings));
  assertEquals(JSON.parse(json).trainLoss, [loss, 1 / 3]);
});

Deno.test("a record is a copy: it does not change with the run's curves", () => {
  const run = runOf("a", [1, 2]);
  const record = toRecord(run, settings);
  run.trainLoss[0] = 9;
  assert(record.trainLoss[0] === 1);
});
