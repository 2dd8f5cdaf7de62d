import { assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import type { Device } from "../../../lib/devices/device.ts";
import { openDevice } from "../../../lib/devices/open.ts";
import type { Mlp } from "../../../lib/models/mlp.ts";
import { memberOf, planOf, samplesOf } from "../plans.ts";

const model: Mlp = { sizes: [2, 6, 2], activation: "tanh", parameters: memberOf(1).parameters };
const matrix = Float32Array.of(1, 2, 3, 4);
const square = { batch: 1, rows: 2, inner: 2, columns: 2 };

const calls: [what: string, call: (device: Device) => Promise<unknown>][] = [
  ["training", (device) => device.train(planOf([memberOf(1), memberOf(2)]))],
  ["predicting", (device) => device.predict([model, model], matrix)],
  [
    "predicting a grid",
    (device) => device.predictGrid([model], { x: [0, 1], y: [0, 1], size: [3, 3] }),
  ],
  [
    "gradients",
    (device) => device.gradients(model, { samples: samplesOf([2, 2], 5), loss: "crossEntropy" }),
  ],
  ["multiplying", (device) => device.matmul({ a: matrix, b: matrix }, square)],
  ["activating", (device) => device.activate("gelu", matrix)],
  [
    "activating backward",
    (device) => device.activateBackward("relu", { x: matrix, upstream: matrix }),
  ],
];

const failures: typeof calls = [
  [
    "an aborted training",
    (device) => {
      const controller = new AbortController();
      const onEpoch = () => controller.abort();
      return device.train(planOf([memberOf(1), memberOf(2)]), {
        signal: controller.signal,
        onEpoch,
      });
    },
  ],
  [
    "a training aborted before it began",
    (device) => device.train(planOf([memberOf(1)]), { signal: AbortSignal.abort() }),
  ],
  [
    "a training whose onEpoch throws",
    (device) =>
      device.train(planOf([memberOf(1)]), {
        onEpoch() {
          throw new Error("from onEpoch");
        },
      }),
  ],
  [
    "a plan that is refused",
    (device) => device.train(planOf([memberOf(1)], { batchSize: 0 })),
  ],
  [
    "a prediction that is refused",
    (device) => device.predict([model], Float32Array.of(1)),
  ],
];

/** Tensors and bytes that TensorFlow.js holds. */
const held = () => [tf.memory().numTensors, tf.memory().numBytes];

for (const [what, call] of calls) {
  Deno.test(`${what} leaves no tensor behind`, async () => {
    await using device = await openDevice("cpu");
    const before = held();
    await call(device);
    assertEquals(held(), before);
  });
}

for (const [what, call] of failures) {
  Deno.test(`${what} leaves no tensor behind, and the device usable`, async () => {
    await using device = await openDevice("cpu");
    const before = held();
    await assertRejects(() => call(device));
    assertEquals(held(), before);
    assertEquals((await device.train(planOf([memberOf(1)]))).length, 1);
    assertEquals(held(), before);
  });
}

Deno.test("a training holds tensors while it runs: this test could fail", async () => {
  await using device = await openDevice("cpu");
  const [before] = held();
  const during: number[] = [];
  await device.train(planOf([memberOf(1), memberOf(2)]), {
    onEpoch: () => during.push(tf.memory().numTensors - before),
  });
  assertEquals(during, [4, 4, 4, 4]);
});
