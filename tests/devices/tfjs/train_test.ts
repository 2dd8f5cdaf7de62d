/** Trainings on the device, compared with the plain kernels in float64 and with the CPU device. */

import { assertEquals, assertLess } from "@std/assert";
import type { TrainingPlan } from "../../../lib/devices/device.ts";
import { openDevice } from "../../../lib/devices/open.ts";
import { float64 } from "../../../lib/kernels/floats.ts";
import { lossNames } from "../../../lib/kernels/losses.ts";
import { createNetwork } from "../../../lib/kernels/plain_network.ts";
import { stateVectorCount } from "../../../lib/kernels/optimizer_step.ts";
import { adam, adamw, sgd } from "../../../lib/kernels/create_optimizer.ts";
import { createOptimizer, optimizerNames } from "../../../lib/kernels/optimizer_names.ts";
import { activationNames } from "../../../lib/models/activations.ts";
import { orderOfSeed } from "../../../lib/random/loader.ts";
import { assertClose, assertSameBits } from "../../oracle.ts";
import { memberOf, planOf, samplesOf } from "../plans.ts";
import { type MemberResult, runPlan } from "../run_plan.ts";
import { timeToStop } from "../time_to_stop.ts";

const device = await openDevice("tfjs");
const cpu = await openDevice("cpu");

type Curves = Pick<MemberResult, "trainLoss" | "trainAccuracy" | "testLoss" | "testAccuracy">;
const curveNames = ["trainLoss", "trainAccuracy", "testLoss", "testAccuracy"] as const;

/** Computes the curves of a member in float64. */
function trainedInFloat64(plan: TrainingPlan, index: number): Curves {
  const { sizes, loss, batchSize, train, test, epochs, members } = plan;
  const { activation, optimizer, orderSeeds, parameters: first } = members[index];
  const network = createNetwork(float64, sizes);
  const parameters = Float64Array.from(first);
  const optimizerState = new Float64Array(stateVectorCount(optimizer) * first.length);
  const state = { parameters, optimizerState, steps: 0 };
  const curves = Object.fromEntries(
    curveNames.map((name) => [name, new Float64Array(epochs)]),
  ) as Record<typeof curveNames[number], Float64Array>;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = orderOfSeed(orderSeeds[epoch], train.count);
    const score = { lossSum: 0, correct: 0 };
    const settings = { activation, loss, optimizer, batchSize };
    network.train(state, { samples: train, order, settings, score });
    curves.trainLoss[epoch] = score.lossSum / order.length;
    curves.trainAccuracy[epoch] = score.correct / order.length;
    const tested = network.score(parameters, { samples: test!, activation, loss });
    curves.testLoss[epoch] = tested.lossSum / test!.count;
    curves.testAccuracy[epoch] = tested.correct / test!.count;
  }
  return curves;
}

const settings = [
  ...optimizerNames.map((name) => ({ optimizer: createOptimizer(name, { learningRate: 0.02 }) })),
  { optimizer: sgd({ learningRate: 0.1, weightDecay: 0.05 }) },
  { optimizer: adam({ learningRate: 0.02, weightDecay: 0.1, beta1: 0.5, epsilon: 1e-3 }) },
  { optimizer: adamw({ learningRate: 0.02, weightDecay: 0.5 }) },
  ...activationNames.map((activation) => ({ activation })),
];

for (const loss of lossNames) {
  for (const sizes of [[2, 6, 3], [2, 5, 4, 1]]) {
    Deno.test(`trainings of [${sizes}] by ${loss} equal those of the float64 kernels`, async () => {
      const frame = { sizes, epochs: 6 };
      const members = settings.map((change, seed) => memberOf(seed, frame, change));
      // With 22 samples in batches of 4, the last batch is smaller.
      const plan = planOf(members, { ...frame, loss });
      for (const [index, found] of (await runPlan(device, plan)).entries()) {
        const expected = trainedInFloat64(plan, index);
        const what = JSON.stringify(settings[index]);
        for (const name of curveNames) {
          assertClose(found[name], expected[name], 2e-6, `${what}: ${name}`);
        }
      }
    });
  }
}

Deno.test("trainings on soft targets of any sum equal those in float64", async () => {
  const soften = (values: Float32Array) => values.map((value, at) => value * 0.7 + at % 3 * 0.2);
  const plan = planOf([memberOf(1)]);
  const train = { ...plan.train, targets: soften(plan.train.targets) };
  const test = { ...plan.test!, targets: soften(plan.test!.targets) };
  const soft = { ...plan, train, test };
  const [found] = await runPlan(device, soft);
  const expected = trainedInFloat64(soft, 0);
  for (const name of curveNames) assertClose(found[name], expected[name], 1e-6, name);
});

/** Plans of the notebook's shapes. */
const shapes = [
  { sizes: [2, 32, 2], epochs: 150 },
  { sizes: [2, 64, 64, 2], epochs: 120 },
];

for (const shape of shapes) {
  Deno.test(`${shape.epochs} epochs of [${shape.sizes}] have the curves of the CPU device`, async () => {
    const frame = { ...shape, count: 420 };
    const members = [
      memberOf(1, frame, { optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }) }),
      memberOf(2, frame, { activation: "gelu", optimizer: adam({ learningRate: 0.01 }) }),
    ];
    const plan = planOf(members, { ...frame, batchSize: 64, test: samplesOf([2, 2], 180, 6) });
    const expected = await runPlan(cpu, plan);
    for (const [index, found] of (await runPlan(device, plan)).entries()) {
      for (const name of curveNames) assertClose(found[name], expected[index][name], 2e-6, name);
    }
  });
}

Deno.test("an ensemble equals its members trained alone to the bit", async () => {
  const members = [1, 2, 3].map((seed) => memberOf(seed));
  const together = await runPlan(device, planOf(members));
  for (const [index, member] of members.entries()) {
    assertEquals([together[index]], await runPlan(device, planOf([member])));
  }
});

Deno.test("a batch larger than the data contains all samples", async () => {
  const run = (batchSize: number) => runPlan(device, planOf([memberOf(1)], { batchSize }));
  const whole = await run(22);
  assertEquals(await run(23), whole);
  assertEquals(await run(1e9), whole);
});

Deno.test("trainings and predictions at the same time do not disturb each other", async () => {
  const frame = { count: 400, epochs: 3 };
  const plans = [1, 2, 3].map((seed) => planOf([memberOf(seed, frame)], frame));
  const model = { ...memberOf(9), sizes: [2, 6, 2], head: "logits" } as const;
  const { inputs } = samplesOf([2, 2], 50);
  const outputs = await device.predict([model], inputs);
  const separate: MemberResult[][] = [];
  for (const plan of plans) separate.push(await runPlan(device, plan));
  const during: Promise<Float32Array>[] = [];
  const onEpoch = () => during.push(device.predict([model], inputs));
  const together = await Promise.all(plans.map((plan) => runPlan(device, plan, { onEpoch })));
  assertEquals(together, separate);
  assertEquals(during.length, 9);
  for (const found of await Promise.all(during)) assertSameBits(found, outputs);
});

Deno.test("the plan is not changed, and no reference to it is kept", async () => {
  const member = memberOf(1);
  const before = member.parameters.slice();
  const session = await device.start(planOf([member]));
  member.parameters.fill(7);
  assertEquals(await session.parameters(), [before]);
  await session.close();
});

Deno.test("a long training ends within a second of its abort", async () => {
  const frame = { count: 20_000, epochs: 100 };
  assertLess(
    await timeToStop(device, planOf([memberOf(1, frame)], { ...frame, batchSize: 8 }), 60),
    1000,
  );
});

Deno.test("training and testing a wide network ends within a second of its abort", async () => {
  const sizes = [2, 1024, 1024, 2];
  const frame = { sizes, count: 1024, epochs: 2 };
  const member = memberOf(1, frame);
  const whole = planOf([member], { ...frame, batchSize: 64 });
  assertLess(await timeToStop(device, whole, 100), 1000);
  // One small batch, and then a thousand test samples.
  const tested = planOf([member], { ...frame, train: samplesOf(sizes, 3), test: whole.train });
  assertLess(await timeToStop(device, tested, 100), 1000);
});
