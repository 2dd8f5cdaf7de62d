/** The fused trainer, compared with the float64 oracle: shapes, settings, batches, slices. */

import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { openGpuDevice } from "../../../gpu/device.ts";
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
import { type KernelChoice, trainOn } from "./train_fused.ts";

/** The kernels: that for software adapters, and those for hardware. */
const kernels: Readonly<Record<string, KernelChoice>> = {
  "tiles for software": { software: true, kinds: ["tiles"] },
  "tiles for hardware": { software: false, kinds: ["tiles"] },
  units: { kinds: ["units"] },
};

/** Declares a test of each kernel that can train networks of `sizes`. */
function trainingTest(
  name: string,
  work: (gpu: Gpu, choice: KernelChoice) => Promise<void>,
  sizes: readonly number[] = [2, 5, 2],
): void {
  const [inputs, hidden, outputs] = sizes;
  const hasUnits = sizes.length === 3 && inputs <= 8 && hidden <= 64 && outputs <= 4;
  for (const [kernel, choice] of Object.entries(kernels)) {
    if (kernel === "units" && !hasUnits) continue;
    gpuTest(`${name}, ${kernel}`, (gpu) => work(gpu, choice));
  }
}

/** Shapes with every kind of padding: widths of 1, and of 4n, 4n - 1 and 4n + 1. */
const shallow = [[2, 2], [3, 1], [1, 4, 2], [2, 5, 3], [3, 7, 1], [2, 33, 2], [6, 3, 6], [
  8,
  64,
  4,
]];
const deep = [[2, 8, 7, 2], [6, 3, 4, 5, 9]];

for (const sizes of [...shallow, ...deep]) {
  trainingTest(
    `fused training of ${sizes.join("-")} equals the float64 oracle`,
    async (gpu, choice) => {
      for (const loss of ["crossEntropy", "meanSquaredError"] as const) {
        const plan = planOf([memberOf(1, { sizes }), memberOf(2, { sizes })], { sizes, loss });
        assertTrained(await trainOn(gpu, plan, choice), trainInFloat64(plan), 2e-6);
      }
    },
    sizes,
  );
}

for (const software of [true, false]) {
  const kind = software ? "software" : "hardware";
  gpuTest(`the kernel for ${kind} equals the float64 oracle on any adapter`, async (gpu) => {
    const optimizer = adam({ learningRate: 0.05 });
    const settings = [{}, { optimizer, activation: "mish" as const }];
    for (const sizes of [[2, 33, 2], [2, 70, 9, 2]]) {
      const members = settings.map((changes) => memberOf(1, { sizes }, changes));
      const plan = planOf(members, { sizes, batchSize: 21 });
      assertTrained(await trainOn(gpu, plan, { software }), trainInFloat64(plan), 5e-6);
    }
  });
}

trainingTest(
  "fused training supports every activation, alone and together with others",
  async (gpu, choice) => {
    const members = activationNames.map((activation) => memberOf(3, {}, { activation }));
    const plan = planOf(members);
    const together = await trainOn(gpu, plan, choice);
    assertTrained(together, trainInFloat64(plan), 2e-6);
    for (const index of [0, 6]) {
      assertEquals(await trainOn(gpu, planOf([members[index]]), choice), [together[index]]);
    }
  },
);

trainingTest(
  "a network is the same to the bit beside one whose activation needs pre-activations",
  async (gpu, choice) => {
    const frame = { sizes: [2, 32, 24, 2], epochs: 2, count: 190, batchSize: 95 };
    const members = (["relu", "mish"] as const).map((activation) =>
      memberOf(3, frame, { activation })
    );
    const together = await trainOn(gpu, planOf(members, frame), choice);
    const [alone] = await trainOn(gpu, planOf(members.slice(0, 1), frame), choice);
    assertEquals(alone, together[0]);
  },
  [2, 32, 24, 2],
);

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

trainingTest("fused training supports all optimizers in one ensemble", async (gpu, choice) => {
  const plan = planOf(optimizers.map((optimizer) => memberOf(4, {}, { optimizer })));
  assertTrained(await trainOn(gpu, plan, choice), trainInFloat64(plan), 1e-5);
});

for (const batchSize of [1, 3, 4, 5, 21, 22, 500]) {
  trainingTest(
    `fused training supports batches of ${batchSize} of 22 samples`,
    async (gpu, choice) => {
      const plan = planOf([memberOf(5)], { batchSize });
      assertTrained(await trainOn(gpu, plan, choice), trainInFloat64(plan), 2e-6);
    },
  );
}

for (const sizes of [[2, 33, 2], [3, 12, 9, 5]]) {
  trainingTest(
    `the gradients of a batch's blocks are added up, ${sizes.join("-")}`,
    async (gpu, choice) => {
      // Batches of three blocks of 32 rows, the last one of a single row, and a batch of one block.
      const frame = { sizes, count: 95, batchSize: 65 };
      const members = optimizers.slice(4).map((optimizer) => memberOf(4, frame, { optimizer }));
      const plan = planOf(members, frame);
      assertTrained(await trainOn(gpu, plan, choice), trainInFloat64(plan), 1e-5);
    },
    sizes,
  );
}

trainingTest("a test set may be larger than a block, or absent", async (gpu, choice) => {
  const { train } = planOf([memberOf(1)], { count: 50 });
  const many = planOf([memberOf(6)], { test: train });
  assertTrained(await trainOn(gpu, many, choice), trainInFloat64(many), 2e-6);
  const none = planOf([memberOf(6)], { test: undefined });
  const results = await trainOn(gpu, none, choice);
  assertTrained(results, trainInFloat64(none), 2e-6);
  assertEquals(results[0].testLoss.length, 0);
});

gpuTest(
  "long test passes after short epochs stay within the limit on loop iterations",
  async (gpu) => {
    const sizes = [2, 200, 200, 2];
    const frame = { sizes, epochs: 3, count: 420 };
    const { train: test } = planOf([memberOf(1, frame)], { ...frame, count: 180 });
    const plan = planOf([memberOf(6, frame)], { ...frame, batchSize: 64, test });
    // On hardware such a network is trained layer by layer.
    const software = { software: true };
    assertTrained(await trainOn(gpu, plan, software), trainInFloat64(plan), 2e-6);
  },
);

trainingTest(
  "members that share an order have the same batches; others have separate batches",
  async (gpu, choice) => {
    const { orderSeeds } = memberOf(7);
    const same = memberOf(8, {}, { orderSeeds });
    const [first, second, third] = await trainOn(gpu, planOf([same, same, memberOf(8)]), choice);
    assertEquals(first, second);
    assertNotEquals(first.trainLoss, third.trainLoss);
  },
);

// Only the kernel for this adapter, because Mesa ends loops that hardware completes.
gpuTest("an epoch spread over slices adds up; two runs are equal to the bit", async (gpu) => {
  const frame = { epochs: 40, count: 300 };
  const plan = planOf([memberOf(9, frame)], { ...frame, batchSize: 1 });
  const epochs: number[] = [];
  const results = await trainOn(gpu, plan, { onEpoch: (epoch) => epochs.push(epoch) });
  assertTrained(results, trainInFloat64(plan), 5e-5);
  assertEquals(epochs, Array.from({ length: 40 }, (_, index) => index + 1));
  assertEquals(await trainOn(gpu, plan), results);
});

trainingTest(
  "a diverged member has the epoch of its divergence, and the others are not affected",
  async (gpu, choice) => {
    const wild = memberOf(1, {}, {
      activation: "relu",
      optimizer: sgd({ learningRate: 1e20 }),
    });
    const [diverged, calm] = await trainOn(gpu, planOf([wild, memberOf(2)]), choice);
    const [alone] = await trainOn(gpu, planOf([memberOf(2)]), choice);
    assertEquals(calm, alone);
    assert(diverged.divergedAtEpoch !== null && diverged.divergedAtEpoch <= 2);
    for (let epoch = diverged.divergedAtEpoch; epoch <= 4; epoch++) {
      assertEquals(diverged.trainLoss[epoch - 1], NaN);
    }
    const reported: number[] = [];
    await trainOn(gpu, planOf([wild]), { onEpoch: (epoch) => reported.push(epoch), ...choice });
    assertEquals(reported, [1, 2, 3, 4]);
  },
);

trainingTest("NaN in a hidden layer is a divergence, with every loss", async (gpu, choice) => {
  const members = activationNames.map((activation) => {
    const { parameters, ...member } = memberOf(1, {}, { activation });
    return { ...member, parameters: parameters.with(0, NaN) };
  });
  for (const loss of ["crossEntropy", "meanSquaredError"] as const) {
    const results = await trainOn(gpu, planOf(members, { loss }), choice);
    for (const [index, { divergedAtEpoch }] of results.entries()) {
      assertEquals(divergedAtEpoch, 1, `${activationNames[index]}, ${loss}`);
    }
  }
});

trainingTest(
  "ensembles that exceed the adapter's buffers are trained in chunks, slice by slice",
  async (gpu, choice) => {
    const members = [1, 2, 3, 4, 5].map((seed) => memberOf(seed));
    const epochs: number[][] = [];
    const watch = {
      onEpoch: (_: number, { trainLoss }: EpochScores) => void epochs.push([...trainLoss]),
    };
    const whole = await trainOn(gpu, planOf(members), choice);
    // The state of two to four members fits, and the generator of one order.
    const small = withBufferOf(gpu, 3200);
    const parts = await trainOn(small, planOf(members), { ...watch, ...choice });
    assertEquals(parts, whole);
    assertEquals(epochs, [0, 1, 2, 3].map((at) => whole.map(({ trainLoss }) => trainLoss[at])));
  },
);

gpuTest("a batch larger than the data contains all samples", async (gpu) => {
  const device = openGpuDevice(gpu, "for a test");
  const members = [memberOf(1)];
  const expected = await runPlan(device, planOf(members, { batchSize: 22 }));
  for (const batchSize of [23, 2 ** 32, 2 ** 32 + 1]) {
    assertEquals(await runPlan(device, planOf(members, { batchSize })), expected);
  }
});

trainingTest("an aborted training rejects with the signal's reason", async (gpu, choice) => {
  const plan = planOf([memberOf(1)]);
  const reason = new Error("enough");
  const aborted = AbortSignal.abort(reason);
  assertEquals(
    await assertRejects(() => trainOn(gpu, plan, { signal: aborted, ...choice })),
    reason,
  );
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
  assertEquals(await assertRejects(() => trainOn(gpu, long, { ...watch, ...choice })), reason);
  assert(last < 3000, `went on to epoch ${last}`);
});
