import { assert, assertEquals, assertRejects } from "@std/assert";
import { Arena } from "../../../gpu/arena.ts";
import type { Gpu } from "../../../gpu/gpu.ts";
import { prepareTraining } from "../../../gpu/layered/training.ts";
import type { EpochScores, TrainingPlan } from "../../../lib/devices/device.ts";
import { adam, adamw, sgd } from "../../../lib/kernels/create_optimizer.ts";
import { createOptimizer } from "../../../lib/kernels/optimizer_names.ts";
import { assertClose, assertSameBits } from "../../oracle.ts";
import { gpuTest } from "../adapter.ts";
import { withBufferOf } from "../small_buffers.ts";
import { planOf, trainPlain } from "./plans.ts";
import { trainLayered } from "./train_layered.ts";

/** Asserts that curves and parameters of each member equal those of the plain kernels in float64. */
async function assertTrained(gpu: Gpu, plan: TrainingPlan, tolerance = 1e-5) {
  const results = await trainLayered(gpu, plan);
  assertEquals(results.length, plan.members.length);
  for (const [member, result] of results.entries()) {
    const { epochs, parameters } = trainPlain(plan, member);
    for (const curve of ["trainLoss", "testLoss"] as const) {
      const expected = plan.test || curve === "trainLoss"
        ? epochs.map((scores) => scores[curve])
        : [];
      assertClose(result[curve], expected, tolerance, `${curve} of ${member}`);
    }
    assertEquals([...result.trainAccuracy], epochs.map(({ trainAccuracy }) => trainAccuracy));
    const testAccuracy = plan.test ? epochs.map(({ testAccuracy }) => testAccuracy) : [];
    assertEquals([...result.testAccuracy], testAccuracy);
    assertClose(result.parameters, parameters, tolerance, `parameters of ${member}`);
    assertEquals(result.divergedAtEpoch, null);
  }
  return results;
}

const three = [
  { activation: "relu", optimizer: sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }) },
  { activation: "gelu", optimizer: adam({ learningRate: 0.01 }) },
  { activation: "tanh", optimizer: createOptimizer("rmsprop", { learningRate: 0.002 }) },
] as const;

const plans: Record<string, TrainingPlan> = {
  "two hidden layers of 64": planOf({ sizes: [2, 64, 64, 2], members: [...three] }),
  "a layer of 300 and five classes": planOf({ sizes: [2, 300, 5], members: three.slice(0, 2) }),
  "logistic regression": planOf({
    sizes: [2, 2],
    members: [
      { activation: "relu", optimizer: createOptimizer("adagrad", { learningRate: 0.1 }) },
      { activation: "relu", optimizer: sgd({ learningRate: 0.5, weightDecay: 0.01 }) },
    ],
  }),
  "squared error on one output": planOf({
    sizes: [3, 17, 9, 1],
    loss: "meanSquaredError",
    members: [
      { activation: "silu", optimizer: adamw({ learningRate: 0.01 }) },
      { activation: "sigmoid", optimizer: sgd({ learningRate: 0.2 }) },
      { activation: "mish", optimizer: adam({ learningRate: 0.003, beta1: 0.8 }) },
    ],
  }),
  "squared error on three outputs, no test samples": planOf({
    sizes: [5, 33, 3],
    loss: "meanSquaredError",
    testSamples: 0,
    members: [...three],
  }),
  "batches that divide the samples": planOf({
    sizes: [2, 8, 2],
    samples: 64,
    members: [...three],
  }),
  "a batch larger than the samples": planOf({
    sizes: [2, 8, 2],
    batchSize: 1000,
    members: [...three],
  }),
  "batches of one": planOf({
    sizes: [2, 5, 2],
    batchSize: 1,
    samples: 7,
    testSamples: 1,
    members: [...three],
  }),
};

for (const [name, plan] of Object.entries(plans)) {
  gpuTest(`${name}: results equal those of the plain kernels in float64`, async (gpu) => {
    await assertTrained(gpu, plan);
  });
}

gpuTest(
  "a training is equal to the bit in repeated runs, and each member equals one trained alone",
  async (gpu) => {
    const plan = plans["two hidden layers of 64"];
    const [once, again] = [await trainLayered(gpu, plan), await trainLayered(gpu, plan)];
    for (const [member, { parameters, trainLoss, testLoss }] of once.entries()) {
      const [alone] = await trainLayered(gpu, { ...plan, members: [plan.members[member]] });
      for (const other of [again[member], alone]) {
        assertSameBits(other.parameters, parameters);
        assertSameBits(other.trainLoss, trainLoss);
        assertSameBits(other.testLoss, testLoss);
      }
    }
  },
);

gpuTest(
  "an ensemble above the adapter's limit is trained in chunks, and tested in blocks",
  async (gpu) => {
    const [momentum, adaptive] = three;
    const members = [momentum, adaptive, adaptive, momentum, adaptive];
    const plan = planOf({ sizes: [2, 64, 2], members });
    // A member's batch has 8,192 bytes of activations, so two members fit.
    const results = await assertTrained(withBufferOf(gpu, 20_000), plan);
    for (const [member, whole] of (await trainLayered(gpu, plan)).entries()) {
      assertSameBits(results[member].parameters, whole.parameters);
    }
  },
);

gpuTest(
  "a step has one dispatch per layer in the forward pass, and two in the backward pass",
  async (gpu) => {
    using arena = new Arena(gpu, "a test");
    for (const [sizes, count] of [[[2, 40, 30, 2], 11], [[2, 40, 2], 8], [[2, 2], 5]] as const) {
      const training = await prepareTraining(gpu, arena, {
        plan: planOf({ sizes, members: [...three] }),
      });
      const { chunks: [chunk], shared: { batchRows } } = training;
      // Gathering, scoring and the optimizer step are three more; the inputs have no gradient.
      assertEquals(chunk.trainingPass(batchRows).length, count);
    }
  },
);

gpuTest("epochs are reported in order, with the scores of every member", async (gpu) => {
  const plan = planOf({ sizes: [2, 16, 2], epochs: 40, members: [...three] });
  const reported: [number, EpochScores][] = [];
  const results = await trainLayered(gpu, plan, {
    onEpoch: (epoch, scores) => reported.push([epoch, scores]),
  });
  assertEquals(
    reported.map(([epoch]) => epoch),
    Array.from({ length: 40 }, (_, index) => index + 1),
  );
  for (const [epoch, scores] of reported) {
    for (const curve of ["trainLoss", "testAccuracy"] as const) {
      assertEquals([...scores[curve]], results.map((result) => result[curve][epoch - 1]));
    }
  }
});

gpuTest(
  "a member that diverges has scores of NaN, and the others are not affected",
  async (gpu) => {
    const plan = planOf({
      sizes: [2, 40, 40, 2],
      epochs: 6,
      members: [
        { activation: "tanh", optimizer: sgd({ learningRate: 0.1 }) },
        { activation: "relu", optimizer: sgd({ learningRate: 1e9 }) },
      ],
    });
    const losses: number[] = [];
    const [fine, diverged] = await trainLayered(gpu, plan, {
      onEpoch: (_, { trainLoss }) => losses.push(trainLoss[1]),
    });
    assertClose(fine.trainLoss, trainPlain(plan, 0).epochs.map(({ trainLoss }) => trainLoss), 1e-5);
    const { divergedAtEpoch } = diverged;
    assert(divergedAtEpoch !== null && divergedAtEpoch <= 2, String(divergedAtEpoch));
    for (const curve of [diverged.trainLoss, diverged.testLoss, diverged.testAccuracy]) {
      assert(curve.subarray(divergedAtEpoch - 1).every(Number.isNaN));
    }
    assertEquals(losses.length, 6);
    assert(losses.slice(divergedAtEpoch - 1).every(Number.isNaN));
  },
);

gpuTest("all epochs are reported even if all members have diverged", async (gpu) => {
  const plan = planOf({
    sizes: [2, 40, 2],
    epochs: 3000,
    members: [{ activation: "relu", optimizer: sgd({ learningRate: 1e12 }) }],
  });
  const epochs: number[] = [];
  await trainLayered(gpu, plan, { onEpoch: (epoch) => epochs.push(epoch) });
  assertEquals(epochs, Array.from({ length: 3000 }, (_, index) => index + 1));
});

gpuTest("an aborted training throws the signal's reason within a second", async (gpu) => {
  const plan = planOf({ sizes: [2, 128, 128, 2], epochs: 100_000, members: [...three] });
  const controller = new AbortController();
  let aborted = Infinity;
  const training = trainLayered(gpu, plan, {
    signal: controller.signal,
    onEpoch(epoch) {
      if (epoch > 1) return;
      aborted = performance.now();
      controller.abort(new Error("enough"));
    },
  });
  await assertRejects(() => training, Error, "enough");
  const took = performance.now() - aborted;
  assert(took < 1000, `it took ${took} ms`);
  const ended = AbortSignal.abort(new Error("at once"));
  await assertRejects(() => trainLayered(gpu, plan, { signal: ended }), Error, "at once");
});
