/** The fused trainer against the float64 oracle: shapes, settings, batches, slices. */

import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { openGpuDevice } from "../../../gpu/device.ts";
import { trainingKernel } from "../../../gpu/fused/training_kernel.ts";
import type { Gpu } from "../../../gpu/gpu.ts";
import type { EpochScores } from "../../../lib/devices/device.ts";
import { adagrad, adam, adamw, rmsprop, sgd } from "../../../lib/kernels/create_optimizer.ts";
import type { Optimizer } from "../../../lib/kernels/optimizers.ts";
import { activationNames } from "../../../lib/models/activations.ts";
import { memberOf, planOf } from "../../devices/plans.ts";
import { runPlan } from "../../devices/run_plan.ts";
import { gpuTest } from "../adapter.ts";
import { assertTrained, trainInFloat64 } from "../oracle.ts";
import { withBufferOf } from "../small_buffers.ts";
import { trainOn, type Way } from "./ways.ts";

/** A test of the kernel for software adapters, and of the one for hardware. */
function trainingTest(name: string, work: (gpu: Gpu, way: Way) => Promise<void>): void {
  gpuTest(`${name}, for software`, (gpu) => work(gpu, { software: true }));
  gpuTest(`${name}, for hardware`, (gpu) => work(gpu, { software: false }));
}

/** Shapes with every kind of padding: widths of 1, at, below and above vectors of four. */
const shallow = [[2, 2], [3, 1], [1, 4, 2], [2, 5, 3], [3, 7, 1], [2, 33, 2], [6, 3, 6]];
const deep = [[2, 8, 7, 2], [6, 3, 4, 5, 9]];

for (const sizes of [...shallow, ...deep]) {
  trainingTest(`fused training of ${sizes.join("-")} is the float64 oracle's`, async (gpu, way) => {
    for (const loss of ["crossEntropy", "meanSquaredError"] as const) {
      const plan = planOf([memberOf(1, { sizes }), memberOf(2, { sizes })], { sizes, loss });
      assertTrained(await trainOn(gpu, plan, way), trainInFloat64(plan), 2e-6);
    }
  });
}

for (const software of [true, false]) {
  const kind = software ? "software" : "hardware";
  gpuTest(`the kernel for ${kind} is the float64 oracle's on any adapter`, async (gpu) => {
    const optimizer = adam({ learningRate: 0.05 });
    const settings = [{}, { optimizer, activation: "mish" as const }];
    for (const sizes of [[2, 33, 2], [2, 70, 9, 2]]) {
      const members = settings.map((changes) => memberOf(1, { sizes }, changes));
      const plan = planOf(members, { sizes, batchSize: 21 });
      assertTrained(await trainOn(gpu, plan, { software }), trainInFloat64(plan), 5e-6);
    }
  });
}

trainingTest("fused training knows every activation, alone and side by side", async (gpu, way) => {
  const members = activationNames.map((activation) => memberOf(3, {}, { activation }));
  const plan = planOf(members);
  const together = await trainOn(gpu, plan, way);
  assertTrained(together, trainInFloat64(plan), 2e-6);
  for (const index of [0, 6]) {
    assertEquals(await trainOn(gpu, planOf([members[index]]), way), [together[index]]);
  }
});

const optimizers: Optimizer[] = [
  sgd({ learningRate: 0.1, weightDecay: 0.1 }),
  sgd({ learningRate: 0.1, momentum: 0.9 }),
  sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01 }),
  rmsprop({ learningRate: 0.01 }),
  adagrad({ learningRate: 0.1, weightDecay: 0.01 }),
  adam({ learningRate: 0.05, weightDecay: 0.1 }),
  adam({ learningRate: 0.02, beta1: 0.8, beta2: 0.9 }),
  adamw({ learningRate: 0.05, weightDecay: 0.1 }),
];

trainingTest("fused training knows every optimizer, side by side", async (gpu, way) => {
  const plan = planOf(optimizers.map((optimizer) => memberOf(4, {}, { optimizer })));
  assertTrained(await trainOn(gpu, plan, way), trainInFloat64(plan), 1e-5);
});

for (const batchSize of [1, 3, 4, 5, 21, 22, 500]) {
  trainingTest(`fused training takes batches of ${batchSize} of 22 samples`, async (gpu, way) => {
    const plan = planOf([memberOf(5)], { batchSize });
    assertTrained(await trainOn(gpu, plan, way), trainInFloat64(plan), 2e-6);
  });
}

trainingTest("more test samples than a block, and none at all", async (gpu, way) => {
  const { train } = planOf([memberOf(1)], { count: 50 });
  const many = planOf([memberOf(6)], { test: train });
  assertTrained(await trainOn(gpu, many, way), trainInFloat64(many), 2e-6);
  const none = planOf([memberOf(6)], { test: undefined });
  const results = await trainOn(gpu, none, way);
  assertTrained(results, trainInFloat64(none), 2e-6);
  assertEquals(results[0].testLoss.length, 0);
});

gpuTest("long tests after short epochs stay within what loops may take", async (gpu) => {
  const sizes = [2, 200, 200, 2];
  const frame = { sizes, epochs: 3, count: 420 };
  const { train: test } = planOf([memberOf(1, frame)], { ...frame, count: 180 });
  const plan = planOf([memberOf(6, frame)], { ...frame, batchSize: 64, test });
  // The kernel for hardware leaves such a network to the layered way.
  const software = { software: true };
  assertTrained(await trainOn(gpu, plan, software), trainInFloat64(plan), 2e-6);
});

trainingTest(
  "members that share an order see the same batches; others see their own",
  async (gpu, way) => {
    const { orderSeeds } = memberOf(7);
    const same = memberOf(8, {}, { orderSeeds });
    const [first, second, third] = await trainOn(gpu, planOf([same, same, memberOf(8)]), way);
    assertEquals(first, second);
    assertNotEquals(first.trainLoss, third.trainLoss);
  },
);

// The kernel that the adapter gets, and no other: Mesa ends loops that hardware goes on with.
gpuTest("an epoch spread over slices adds up; two runs are equal to the bit", async (gpu) => {
  const frame = { epochs: 40, count: 300 };
  const plan = planOf([memberOf(9, frame)], { ...frame, batchSize: 1 });
  const epochs: number[] = [];
  const results = await trainOn(gpu, plan, { onEpoch: (epoch) => epochs.push(epoch) });
  assertTrained(results, trainInFloat64(plan), 5e-5);
  assertEquals(epochs, Array.from({ length: 40 }, (_, index) => index + 1));
  assertEquals(await trainOn(gpu, plan), results);
});

trainingTest("a member that diverges says when, and leaves the others alone", async (gpu, way) => {
  const wild = memberOf(1, {}, {
    activation: "relu",
    optimizer: sgd({ learningRate: 1e20 }),
  });
  const [diverged, calm] = await trainOn(gpu, planOf([wild, memberOf(2)]), way);
  const [alone] = await trainOn(gpu, planOf([memberOf(2)]), way);
  assertEquals(calm, alone);
  assert(diverged.divergedAtEpoch !== null && diverged.divergedAtEpoch <= 2);
  for (let epoch = diverged.divergedAtEpoch; epoch <= 4; epoch++) {
    assertEquals(diverged.trainLoss[epoch - 1], NaN);
  }
  const told: number[] = [];
  await trainOn(gpu, planOf([wild]), { onEpoch: (epoch) => told.push(epoch), ...way });
  assertEquals(told, [1, 2, 3, 4]);
});

trainingTest("NaN in a hidden layer is no number to go on with", async (gpu, way) => {
  const broken = activationNames.map((activation) => {
    const { parameters, ...member } = memberOf(1, {}, { activation });
    return { ...member, parameters: parameters.with(0, NaN) };
  });
  for (const loss of ["crossEntropy", "meanSquaredError"] as const) {
    const results = await trainOn(gpu, planOf(broken, { loss }), way);
    for (const [index, { divergedAtEpoch }] of results.entries()) {
      assertEquals(divergedAtEpoch, 1, `${activationNames[index]}, ${loss}`);
    }
  }
});

trainingTest(
  "ensembles beyond the adapter's buffers are trained in chunks, in step",
  async (gpu, way) => {
    const members = [1, 2, 3, 4, 5].map((seed) => memberOf(seed));
    const epochs: number[][] = [];
    const watch = {
      onEpoch: (_: number, all: readonly EpochScores[]) =>
        void epochs.push(all.map(({ trainLoss }) => trainLoss)),
    };
    const whole = await trainOn(gpu, planOf(members), way);
    // The samples, and the state of two members.
    const small = withBufferOf(gpu, 1500);
    const parts = await trainOn(small, planOf(members), { ...watch, ...way });
    assertEquals(parts, whole);
    assertEquals(epochs, [0, 1, 2, 3].map((at) => whole.map(({ trainLoss }) => trainLoss[at])));
  },
);

gpuTest("a batch of any size beyond the samples is all of them", async (gpu) => {
  const device = openGpuDevice(gpu, "for a test");
  const members = [memberOf(1)];
  const expected = await runPlan(device, planOf(members, { batchSize: 22 }));
  for (const batchSize of [23, 2 ** 32, 2 ** 32 + 1]) {
    assertEquals(await runPlan(device, planOf(members, { batchSize })), expected);
  }
});

gpuTest("more rows than workgroup memory holds are left to the layered way", (gpu) => {
  const shape = {
    sizes: [1, 2],
    loss: "crossEntropy",
    activations: [],
    steps: ["descent"],
    members: 1,
    epochs: 1,
  } as const;
  const kernelOf = (batchSize: number) =>
    trainingKernel({ ...shape, batchSize, epoch: { steps: 1, tests: 0 } }, gpu);
  assert(kernelOf(1000));
  assertEquals(kernelOf(gpu.limits.maxComputeWorkgroupStorageSize / 4), null);
});

trainingTest("an aborted training rejects with the signal's reason", async (gpu, way) => {
  const plan = planOf([memberOf(1)]);
  const reason = new Error("enough");
  const aborted = AbortSignal.abort(reason);
  assertEquals(await assertRejects(() => trainOn(gpu, plan, { signal: aborted, ...way })), reason);
  const controller = new AbortController();
  const frame = { epochs: 3000, count: 300 };
  const long = planOf([memberOf(2, frame)], { ...frame, batchSize: 1 });
  let last = 0;
  const watch = {
    signal: controller.signal,
    onEpoch: (epoch: number) => {
      last = epoch;
      controller.abort(reason);
    },
  };
  assertEquals(await assertRejects(() => trainOn(gpu, long, { ...watch, ...way })), reason);
  assert(last < 3000, `went on to epoch ${last}`);
});

gpuTest("networks too large for a workgroup are left to the layered way", (gpu) => {
  const shape = {
    loss: "crossEntropy" as const,
    batchSize: 64,
    activations: ["relu" as const],
    steps: ["descent" as const],
    members: 1,
    epochs: 1,
    epoch: { steps: 7, tests: 180 },
  };
  assertEquals(trainingKernel({ ...shape, sizes: [2, 4096, 2] }, gpu), null);
  assert(trainingKernel({ ...shape, sizes: [2, 32, 2] }, gpu));
});
