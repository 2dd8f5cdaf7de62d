import { assertEquals, assertGreater, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import type { Device } from "../../../lib/devices/device.ts";
import { openDevice } from "../../../lib/devices/open.ts";
import { adam } from "../../../lib/kernels/create_optimizer.ts";
import type { Mlp } from "../../../lib/models/mlp.ts";
import { memberOf, planOf } from "../plans.ts";
import { runPlan } from "../run_plan.ts";

const model: Mlp = { ...memberOf(1), sizes: [2, 6, 2], head: "logits" };
const matrix = Float32Array.of(1, 2, 3, 4);
const square = { batch: 1, rows: 2, inner: 2, columns: 2 };

const calls: [what: string, call: (device: Device) => Promise<unknown>][] = [
  ["training", (device) => runPlan(device, planOf([memberOf(1), memberOf(2)]))],
  ["predicting", (device) => device.predict([model, model], matrix)],
  [
    "predicting a grid",
    (device) => device.predictGrid([model], { x: [0, 1], y: [0, 1], size: [3, 3] }),
  ],
  ["multiplying", (device) => device.matmul({ a: matrix, b: matrix }, square)],
];

const failures: typeof calls = [
  [
    "an aborted training",
    (device) => {
      const controller = new AbortController();
      const onEpoch = () => controller.abort();
      return runPlan(device, planOf([memberOf(1), memberOf(2)]), {
        signal: controller.signal,
        onEpoch,
      });
    },
  ],
  [
    "a training aborted before it began",
    (device) => runPlan(device, planOf([memberOf(1)]), { signal: AbortSignal.abort() }),
  ],
  [
    "a training whose onEpoch throws",
    (device) =>
      runPlan(device, planOf([memberOf(1)]), {
        onEpoch() {
          throw new Error("from onEpoch");
        },
      }),
  ],
  [
    "a plan that is refused",
    (device) => runPlan(device, planOf([memberOf(1)], { batchSize: 0 })),
  ],
  [
    "a prediction that is refused",
    (device) => device.predict([model], Float32Array.of(1)),
  ],
];

/** The numbers of tensors and bytes of TensorFlow.js. */
const held = () => [tf.memory().numTensors, tf.memory().numBytes];

for (const [what, call] of calls) {
  Deno.test(`${what} frees all tensors`, async () => {
    await using device = await openDevice("tfjs");
    const before = held();
    await call(device);
    assertEquals(held(), before);
  });
}

for (const [what, call] of failures) {
  Deno.test(`${what} frees all tensors, and the device remains usable`, async () => {
    await using device = await openDevice("tfjs");
    const before = held();
    await assertRejects(() => call(device));
    assertEquals(held(), before);
    assertEquals((await runPlan(device, planOf([memberOf(1)]))).length, 1);
    assertEquals(held(), before);
  });
}

Deno.test("between epochs a session keeps only the weights of its members", async () => {
  await using device = await openDevice("tfjs");
  const [before] = held();
  const members = [memberOf(1), memberOf(2, {}, { optimizer: adam() })];
  const session = await device.start(planOf(members));
  const during: number[] = [];
  await session.advance(3, { onEpoch: () => during.push(tf.memory().numTensors - before) });
  await session.state();
  during.push(tf.memory().numTensors - before);
  // Parameters of both, and Adam's mean and mean square.
  assertEquals(during, [4, 4, 4, 4]);
  await session.close();
  assertEquals(held()[0], before);
});

Deno.test("all tensors of many sessions are freed, whether closed, aborted or freed with the device", async () => {
  const before = held();
  {
    await using device = await openDevice("tfjs");
    for (let round = 0; round < 20; round++) {
      const session = await device.start(planOf([memberOf(round), memberOf(2)]));
      const controller = new AbortController();
      await assertRejects(() =>
        session.advance(4, {
          signal: controller.signal,
          onEpoch: (epoch) => epoch === 2 && controller.abort(),
        })
      );
      if (round % 2 === 0) await session.close();
    }
    assertGreater(held()[0], before[0]);
  }
  assertEquals(held(), before);
});

Deno.test("an open scope of the program frees no tensor of a session", async () => {
  await using device = await openDevice("tfjs");
  const plan = planOf([memberOf(1)]);
  const [expected] = await runPlan(device, plan);
  tf.engine().startScope();
  const session = await device.start(plan);
  await session.advance(2);
  tf.engine().endScope();
  await session.advance(2);
  assertEquals(await session.parameters(), [expected.parameters]);
  await session.close();
});
