/** Learning rates that change in a training, on every device against the kernels in float64. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Device, PlanMember, TrainingPlan } from "../../lib/devices/device.ts";
import { openCpuDevice } from "../../lib/devices/cpu/device.ts";
import { adamw } from "../../lib/kernels/create_optimizer.ts";
import { createOptimizer, optimizerNames } from "../../lib/kernels/optimizer_names.ts";
import { openDevice } from "../../lib/devices/open.ts";
import { assertClose, assertSameBits } from "../oracle.ts";
import { gpuTest } from "../gpu/adapter.ts";
import { trainLayered } from "../gpu/layered/train_layered.ts";
import { assertTrained, trainInFloat64 } from "../gpu/oracle.ts";
import { eachDevice } from "./each_device.ts";
import { memberOf, planOf, samplesOf } from "./plans.ts";
import { runPlan, runSession } from "./run_plan.ts";

/** With 22 samples in batches of 4 an epoch has 6 steps. */
const frame = { epochs: 5 };
const stepsOfAll = 6 * frame.epochs;

/** Rates that go up and down, one per epoch or one per step. */
const ratesOf = (length: number, scale: number) =>
  Float64Array.from({ length }, (_, index) => scale * (0.6 + 0.4 * Math.sin(index)));

/** Members of every optimizer: with constant rates, with rates of epochs, and with rates of steps. */
const scheduled = planOf(
  optimizerNames.flatMap((name, seed) => {
    const optimizer = createOptimizer(name, { learningRate: 0.02, weightDecay: 0.05 });
    const rates = [undefined, ratesOf(frame.epochs, 0.03), ratesOf(stepsOfAll, 0.02)];
    return rates.map((learningRates) => memberOf(seed, frame, { optimizer, learningRates }));
  }),
  frame,
);

eachDevice("changing learning rates are the oracle's, for every optimizer", async (device) => {
  assertTrained(await runPlan(device, scheduled), trainInFloat64(scheduled), 5e-6);
});

gpuTest("layered: changing learning rates are the oracle's, for every optimizer", async (gpu) => {
  assertTrained(await trainLayered(gpu, scheduled), trainInFloat64(scheduled), 5e-6);
});

Deno.test("changing learning rates are the same to the bit on workers", async () => {
  const on = async (workers: number) => {
    await using device = openCpuDevice("for a test", { workers, startTime: 0 });
    return await runPlan(device, scheduled);
  };
  assertEquals(await on(3), await on(1));
});

/** Members with an L1 penalty, with a maximum norm that some steps exceed, with both, and with neither. */
const transformed = planOf(
  optimizerNames.flatMap((name, seed) => {
    const optimizer = createOptimizer(name, { learningRate: 0.01, weightDecay: 0.05 });
    const settings = [{ l1: 0.02 }, { clipNorm: 0.1 }, { l1: 0.05, clipNorm: 0.3 }, {}];
    return settings.map((own) => memberOf(seed, frame, { optimizer, ...own }));
  }),
  frame,
);

eachDevice("L1 penalty and clipping are the oracle's, for every optimizer", async (device) => {
  assertTrained(await runPlan(device, transformed), trainInFloat64(transformed), 5e-6);
});

Deno.test("gradients are transformed in networks of many layers and odd widths", async () => {
  const sizes = [3, 5, 1, 7, 2];
  const own = { ...frame, sizes };
  const plan = planOf([memberOf(1, own, { l1: 0.01, clipNorm: 0.2 })], own);
  await using device = await openDevice("cpu");
  assertTrained(await runPlan(device, plan), trainInFloat64(plan), 5e-6);
});

Deno.test("transformed gradients are the same to the bit on workers", async () => {
  const on = async (workers: number) => {
    await using device = openCpuDevice("for a test", { workers, startTime: 0 });
    return await runPlan(device, transformed);
  };
  assertEquals(await on(3), await on(1));
});

/** The samples of a plan with targets of other sums than 1, and weights. */
const { train: samples, ...others } = planOf([
  memberOf(1, frame, { optimizer: createOptimizer("adam", { learningRate: 0.02 }) }),
  memberOf(2, frame),
  memberOf(3, frame, { l1: 0.01, clipNorm: 0.2, learningRates: ratesOf(stepsOfAll, 0.1) }),
], frame);
const weights = Float32Array.from({ length: samples.count }, (_, at) => 0.25 + at % 5);
const targets = samples.targets.map((target, at) => (0.8 * target + 0.1) * weights[at >> 1]);
const weighted = { ...others, train: { ...samples, targets, weights } };

eachDevice("the weighted means of batches are the oracle's", async (device) => {
  assertTrained(await runPlan(device, weighted), trainInFloat64(weighted), 5e-6);
});

eachDevice("weights that are all the same change nothing", async (device) => {
  const same = new Float32Array(samples.count).fill(4);
  const scaled = { ...samples, targets: samples.targets.map((x) => 4 * x), weights: same };
  const plain = await runPlan(device, { ...others, train: samples });
  const other = await runPlan(device, { ...others, train: scaled });
  for (const [index, { parameters }] of other.entries()) {
    assertClose(parameters, plain[index].parameters, 2e-6);
  }
});

Deno.test("weighted means are the same to the bit on workers, in passes of several parts", async () => {
  const many = samplesOf(others.sizes, 700, 3);
  const own = Float32Array.from({ length: many.count }, (_, at) => 1 + at % 3);
  const train = {
    ...{ ...many, weights: own },
    targets: many.targets.map((target, at) => target * own[at >> 1]),
  };
  const plan = { ...others, batchSize: 300, train };
  const members = plan.members.map(({ learningRates: _, ...member }) => member);
  const on = async (workers: number) => {
    await using device = openCpuDevice("for a test", { workers, startTime: 0 });
    return await runPlan(device, { ...plan, members });
  };
  const found = await on(1);
  assertEquals(await on(3), found);
  assertTrained(found, trainInFloat64({ ...plan, members }), 5e-6);
});

/** A plan of one member whose rates a test may change. */
function planWith(learningRates: Float64Array) {
  const optimizer = adamw({ learningRate: 0.5, weightDecay: 0.1 });
  return planOf([memberOf(1, frame, { optimizer, learningRates })], frame);
}

/** A rate that is 0.02, and 0.005 from the third epoch on. */
const reduced = Float64Array.of(0.02, 0.02, 0.005, 0.005, 0.005);

async function assertLateChange(device: Device): Promise<void> {
  const [expected] = await runPlan(device, planWith(reduced));
  const rates = new Float64Array(frame.epochs).fill(0.02);
  const plan = planWith(rates);
  const session = await device.start(plan);
  await session.advance(2);
  rates.fill(0.005, 2);
  const [changed] = await runSession(session, plan);
  assertSameBits(changed.parameters, expected.parameters);
  assertSameBits(changed.trainLoss, expected.trainLoss.slice(2));
  await session.close();
}

eachDevice("rates of epochs to come may be changed between two calls", assertLateChange);

Deno.test("rates may be changed between two calls on workers", async () => {
  await using device = openCpuDevice("for a test", { workers: 2, startTime: 0 });
  await assertLateChange(device);
});

eachDevice("a training with rates goes on from a state, to the bit", async (device) => {
  const plan = planWith(ratesOf(stepsOfAll, 0.02));
  const [whole] = await runPlan(device, plan);
  const session = await device.start(plan);
  await session.advance(2);
  const [rest] = await runPlan(device, plan, { state: await session.state() });
  assertSameBits(rest.parameters, whole.parameters);
  await session.close();
});

const refused: readonly [what: string, changes: Partial<PlanMember>, message: string][] = [
  ["rates of another length", { learningRates: new Float64Array(7) }, "must be 5, one per epoch"],
  ["a rate below 0", { learningRates: Float64Array.of(1, 1, -1, 1, 1) }, "each of a member's"],
  ["a penalty below 0", { l1: -1 }, "l1 must be a finite number, at least 0"],
  ["a maximum norm of 0", { clipNorm: 0 }, "clipNorm must be a finite number, above 0"],
  ["a rate of NaN", { learningRates: Float64Array.of(1, 1, NaN, 1, 1) }, "each of a member's"],
  [
    "rates in float32",
    { learningRates: new Float32Array(5) as unknown as Float64Array },
    "a member's learningRates must be a Float64Array",
  ],
];

const wrongPlans: readonly [what: string, changes: Partial<TrainingPlan>, message: string][] = [
  [
    "too few weights",
    { train: { ...samples, weights: weights.subarray(1) } },
    "weights must be 22",
  ],
  ["a weight of 0", { train: { ...samples, weights: weights.map((w) => w - 0.25) } }, "above 0"],
  [
    "weights and squared errors",
    { train: { ...samples, weights }, loss: "meanSquaredError" },
    "samples with weights need the loss crossEntropy",
  ],
  ["weights of test samples", { test: { ...samples, weights } }, "those of training samples"],
];

for (const [what, changes, message] of wrongPlans) {
  Deno.test(`a plan with ${what} is refused`, async () => {
    await using device = await openDevice("cpu");
    const plan = { ...planOf([memberOf(1, frame)], frame), ...changes };
    const error = await assertRejects(() => device.start(plan), RangeError, message);
    assert(!error.message.includes("\n"));
  });
}

for (const [what, changes, message] of refused) {
  Deno.test(`a plan with ${what} is refused`, async () => {
    await using device = await openDevice("cpu");
    const plan = planOf([memberOf(1, frame, changes)], frame);
    const error = await assertRejects(() => device.start(plan), Error, message);
    assert(!error.message.includes("\n"));
  });
}
