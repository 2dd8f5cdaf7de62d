import { assertEquals, assertRejects } from "@std/assert";
import { openDevice } from "../../../lib/devices/open.ts";
import type { Mlp } from "../../../lib/models/mlp.ts";
import { memberOf, planOf } from "../plans.ts";
import { runPlan } from "../run_plan.ts";

const model: Mlp = { ...memberOf(1), sizes: [2, 6, 2], head: "logits" };

Deno.test("every use of a device that has been disposed of is one clear error", async () => {
  const device = await openDevice("cpu");
  await device[Symbol.asyncDispose]();
  const x = Float32Array.of(1, 2);
  const uses: [string, () => Promise<unknown>][] = [
    ["start the training", () => device.start(planOf([memberOf(1)]))],
    ["predict", () => device.predict([model], x)],
    ["predict the grid", () => device.predictGrid([model], { x: [0, 1], y: [0, 1], size: [2, 2] })],
    ["multiply", () => device.matmul({ a: x, b: x }, { batch: 1, rows: 1, inner: 2, columns: 1 })],
  ];
  for (const [action, use] of uses) {
    const error = await assertRejects(use, Error);
    assertEquals(error.message, `Cannot ${action} as the device has been disposed of`);
  }
});

Deno.test("a device may be disposed of twice, and says what it is even then", async () => {
  const device = await openDevice("cpu");
  await device[Symbol.asyncDispose]();
  await device[Symbol.asyncDispose]();
  assertEquals([device.kind, device.software], ["cpu", true]);
});

Deno.test("a device that is disposed of leaves others alone", async () => {
  await using kept = await openDevice("cpu");
  const before = await runPlan(kept, planOf([memberOf(1)]));
  {
    await using other = await openDevice("cpu");
    assertEquals(await runPlan(other, planOf([memberOf(1)])), before);
  }
  assertEquals(await runPlan(kept, planOf([memberOf(1)])), before);
});
