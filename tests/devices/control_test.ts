/** Learning rates that change in a training, on every device against the kernels in float64. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Device, PlanMember } from "../../lib/devices/device.ts";
import { openCpuDevice } from "../../lib/devices/cpu/device.ts";
import { adamw } from "../../lib/kernels/create_optimizer.ts";
import { createOptimizer, optimizerNames } from "../../lib/kernels/optimizer_names.ts";
import { openDevice } from "../../lib/devices/open.ts";
import { assertSameBits } from "../oracle.ts";
import { gpuTest } from "../gpu/adapter.ts";
import { trainLayered } from "../gpu/layered/train_layered.ts";
import { assertTrained, trainInFloat64 } from "../gpu/oracle.ts";
import { eachDevice } from "./each_device.ts";
import { memberOf, planOf } from "./plans.ts";
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

for (const [what, changes, message] of refused) {
  Deno.test(`a plan with ${what} is refused`, async () => {
    await using device = await openDevice("cpu");
    const plan = planOf([memberOf(1, frame, changes)], frame);
    const error = await assertRejects(() => device.start(plan), Error, message);
    assert(!error.message.includes("\n"));
  });
}
