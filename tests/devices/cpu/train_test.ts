import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { EpochScores, PlanMember } from "../../../lib/devices/device.ts";
import { openDevice } from "../../../lib/devices/open.ts";
import { createOptimizer, optimizerNames } from "../../../lib/kernels/optimizer_names.ts";
import { sgd } from "../../../lib/kernels/create_optimizer.ts";
import { activationNames } from "../../../lib/models/activations.ts";
import { assertClose, assertSameBits } from "../../oracle.ts";
import { createMlp } from "../../../lib/models/mlp.ts";
import { orderOfSeed } from "../../../lib/random/loader.ts";
import { tensorflowGradients } from "../../tensorflow_oracle.ts";
import { memberOf, orderSeedsOf, planOf, samplesOf } from "../plans.ts";
import { type MemberResult, runPlan } from "../run_plan.ts";

const device = await openDevice("cpu");

const curves = ["trainLoss", "trainAccuracy", "testLoss", "testAccuracy"] as const;

/** Asserts the same result to the bit. */
function assertSameResult(actual: MemberResult, expected: MemberResult, message: string): void {
  for (const part of ["parameters", ...curves] as const) {
    assertSameBits(actual[part], expected[part], `${message}: ${part}`);
  }
  assertEquals(actual.divergedAtEpoch, expected.divergedAtEpoch);
}

/** Each member of the plan, alone. */
async function alone(members: readonly PlanMember[], frame = {}): Promise<MemberResult[]> {
  const results: MemberResult[] = [];
  for (const member of members) results.push(...await runPlan(device, planOf([member], frame)));
  return results;
}

Deno.test("a training's losses are those of SGD along TensorFlow.js's own gradients", async () => {
  const plan = planOf([memberOf(1)]);
  const [{ trainLoss, testLoss, parameters }] = await runPlan(device, plan);
  const moving = plan.members[0].parameters.slice();
  const model = { ...createMlp(plan.sizes, { activation: "tanh" }), parameters: moving };
  for (let epoch = 0; epoch < plan.epochs; epoch++) {
    const order = orderOfSeed(plan.members[0].orderSeeds[epoch], plan.train.count);
    let sum = 0;
    for (let start = 0; start < order.length; start += plan.batchSize) {
      const batch = order.subarray(start, start + plan.batchSize);
      const pick = (values: Float32Array) =>
        Float32Array.from(
          [...batch].flatMap((index) => [values[2 * index], values[2 * index + 1]]),
        );
      const { inputs, targets } = plan.train;
      const samples = { count: batch.length, inputs: pick(inputs), targets: pick(targets) };
      const { loss, gradients } = tensorflowGradients(model, { samples, loss: plan.loss });
      sum += loss * batch.length;
      gradients.forEach((gradient, at) => moving[at] -= 0.3 * gradient);
    }
    assertAlmostEquals(trainLoss[epoch], sum / order.length, 1e-6);
    const after = tensorflowGradients(model, { samples: plan.test!, loss: plan.loss });
    assertAlmostEquals(testLoss[epoch], after.loss, 1e-6);
  }
  assertClose(parameters, moving, 1e-6);
});

Deno.test("an ensemble trained together is its members trained alone, to the bit", async () => {
  const members = [1, 2, 3, 4].map((seed) => memberOf(seed));
  const together = await runPlan(device, planOf(members));
  const separate = await alone(members);
  together.forEach((result, at) => assertSameResult(result, separate[at], `member ${at}`));
});

Deno.test("epochs of many batches sum to the same bits, however they are sliced", async () => {
  const frame = { count: 1500, epochs: 2 };
  const members = [1, 2, 3].map((seed) => memberOf(seed, frame));
  const together = await runPlan(device, planOf(members, { ...frame, batchSize: 1 }));
  const separate = await alone(members, { ...frame, batchSize: 1 });
  together.forEach((result, at) => assertSameResult(result, separate[at], `member ${at}`));
});

Deno.test("each member has its own optimizer, learning rate and activation", async () => {
  const orderSeeds = orderSeedsOf(4, 22);
  const { parameters } = memberOf(7);
  const optimizers = optimizerNames.map((name) => createOptimizer(name));
  const variants: Partial<PlanMember>[] = [
    ...optimizers.map((optimizer) => ({ optimizer })),
    ...[0.1, 0.5].map((learningRate) => ({ optimizer: sgd({ learningRate }) })),
    ...activationNames.map((activation) => ({ activation })),
  ];
  // All share the array of order seeds and the first parameters.
  const members = variants.map((change) => memberOf(7, {}, { orderSeeds, parameters, ...change }));
  const before = parameters.slice();
  const together = await runPlan(device, planOf(members));
  const separate = await alone(members);
  together.forEach((result, at) => assertSameResult(result, separate[at], `member ${at}`));
  assertSameBits(parameters, before, "the plan's parameters");
  assertEquals(orderSeeds, orderSeedsOf(4, 22));
  // Tanh with SGD at 0.3 is the default, and stands there once.
  const ends = new Set(together.map((result) => result.parameters.join()));
  assertEquals(ends.size, variants.length);
});

Deno.test("trainings and predictions at the same time do not disturb each other", async () => {
  const frame = { count: 400, epochs: 3 };
  const plans = [1, 2, 3].map((seed) => planOf([memberOf(seed, frame)], frame));
  const model = {
    sizes: [2, 6, 2],
    activation: "relu",
    head: "logits",
    parameters: memberOf(9).parameters,
  } as const;
  const { inputs } = samplesOf([2, 2], 50);
  const outputs = await device.predict([model], inputs);
  const separate: MemberResult[] = [];
  for (const plan of plans) separate.push(...await runPlan(device, plan));
  const during: Promise<Float32Array>[] = [];
  const together = await Promise.all(
    plans.map((plan) =>
      runPlan(device, plan, { onEpoch: () => during.push(device.predict([model], inputs)) })
    ),
  );
  together.forEach(([result], at) => assertSameResult(result, separate[at], `training ${at}`));
  assertEquals(during.length, 9);
  for (const found of await Promise.all(during)) assertSameBits(found, outputs);
});

Deno.test("a batch larger than the data is one batch; the last takes what is left", async () => {
  const run = (batchSize: number) => runPlan(device, planOf([memberOf(1)], { batchSize }));
  const [[whole], [larger], [huge]] = [await run(22), await run(23), await run(1e9)];
  assertSameResult(larger, whole, "23 for 22");
  assertSameResult(huge, whole, "a billion for 22");
  // One step an epoch: the first loss is that of the first parameters on all samples.
  const plan = planOf([memberOf(1)]);
  const model = { ...plan.members[0], sizes: plan.sizes, head: "logits" } as const;
  const { loss } = tensorflowGradients(model, { samples: plan.train, loss: plan.loss });
  assertAlmostEquals(whole.trainLoss[0], loss, 1e-6);
});

Deno.test("accuracies are shares of samples; without test samples those curves are empty", async () => {
  const frame = { epochs: 40, count: 100 };
  const member = memberOf(3, frame);
  const [tested] = await runPlan(device, planOf([member], frame));
  const [untested] = await runPlan(device, planOf([member], { ...frame, test: undefined }));
  assertEquals(tested.trainAccuracy.at(-1)! > 0.95, true);
  for (const accuracy of tested.testAccuracy) {
    assertAlmostEquals(accuracy * 9, Math.round(accuracy * 9), 1e-12);
  }
  assertEquals([untested.testLoss.length, untested.testAccuracy.length], [0, 0]);
  assertSameBits(untested.parameters, tested.parameters);
  assertSameBits(untested.trainLoss, tested.trainLoss);
});

Deno.test("a member that diverges says when, and leaves the others undisturbed", async () => {
  const frame = { epochs: 6, sizes: [2, 6, 2] };
  const wild = memberOf(2, frame, {
    activation: "identity",
    optimizer: sgd({ learningRate: 1e30 }),
  });
  const tame = [memberOf(1, frame), memberOf(3, frame)];
  const loss = { ...frame, loss: "meanSquaredError" } as const;
  const [first, diverged, last] = await runPlan(device, planOf([tame[0], wild, tame[1]], loss));
  const separate = await alone(tame, loss);
  assertSameResult(first, separate[0], "before");
  assertSameResult(last, separate[1], "behind");
  assertEquals(diverged.divergedAtEpoch, 1);
  for (const curve of curves) assertEquals([...diverged[curve]], new Array(6).fill(NaN));
  assertEquals([first.divergedAtEpoch, last.divergedAtEpoch], [null, null]);
});

Deno.test("curves are finite up to the epoch of divergence, and NaN from there on", async () => {
  const frame = { epochs: 60 };
  const member = memberOf(2, frame, { optimizer: sgd({ learningRate: 3 }) });
  const seen: EpochScores[] = [];
  const [result] = await runPlan(device, planOf([member], { ...frame, loss: "meanSquaredError" }), {
    onEpoch: (_, scores) => seen.push(scores),
  });
  const { divergedAtEpoch, trainLoss } = result;
  assertEquals(divergedAtEpoch !== null && divergedAtEpoch > 1 && divergedAtEpoch < 60, true);
  trainLoss.forEach((loss, at) => assertEquals(Number.isFinite(loss), at + 1 < divergedAtEpoch!));
  for (const curve of curves) {
    assertEquals(seen.map((scores) => scores[curve][0]), [...result[curve]]);
    assertEquals([...result[curve].slice(divergedAtEpoch! - 1)].every(Number.isNaN), true);
  }
});

Deno.test("onEpoch is called for each epoch in order, with the scores that the curves hold", async () => {
  const calls: { epoch: number; scores: EpochScores }[] = [];
  const results = await runPlan(device, planOf([memberOf(1), memberOf(2)]), {
    onEpoch: (epoch, scores) => calls.push({ epoch, scores }),
  });
  assertEquals(calls.map(({ epoch }) => epoch), [1, 2, 3, 4]);
  for (const { epoch, scores } of calls) {
    for (const curve of curves) {
      assertEquals([...scores[curve]], results.map((result) => result[curve][epoch - 1]));
    }
  }
});

Deno.test("without test samples onEpoch is told NaN for their scores", async () => {
  await runPlan(device, planOf([memberOf(1)], { test: undefined }), {
    onEpoch: (_, { testLoss, testAccuracy }) =>
      assertEquals([...testLoss, ...testAccuracy], [NaN, NaN]),
  });
});

Deno.test("hundreds of thousands of epochs are trained in one call", async () => {
  const long = { sizes: [2, 2], epochs: 150_000, count: 2 };
  const session = await device.start(planOf([memberOf(1, long)], { ...long, test: undefined }));
  assertEquals((await session.advance(150_000)).length, 150_000);
  await session.close();
});

Deno.test("networks of more layers than code can be generated for are computed all the same", async () => {
  const sizes = [2, ...new Array<number>(4500).fill(1), 2];
  const deep = { sizes, epochs: 1, count: 2 };
  const session = await device.start(planOf([memberOf(1, deep)], { ...deep, test: undefined }));
  assertEquals((await session.advance(1)).length, 1);
  await session.close();
});
