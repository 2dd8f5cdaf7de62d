/** What is left to a software adapter under auto: ensembles that it trains seconds faster. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { isFarFaster } from "../../../gpu/fused/thread_trainer.ts";
import { openDevice } from "../../../lib/devices/open.ts";
import { memberOf, planOf } from "../../devices/plans.ts";
import { runPlan } from "../../devices/run_plan.ts";
import { assertClose } from "../../oracle.ts";
import { gpuTest } from "../adapter.ts";

const frame = { sizes: [2, 8, 2], epochs: 400, count: 200 };
const member = memberOf(1, frame);

/** Members with one order, as thousands are trained. */
const ensembleOf = (count: number) =>
  planOf(Array.from({ length: count }, () => member), { ...frame, batchSize: 50, test: undefined });

gpuTest("large ensembles of small networks are left to software adapters, and no others", (gpu) => {
  const adapter = { software: true, limits: gpu.limits, cores: 2 };
  assert(isFarFaster(adapter, ensembleOf(2000)));
  assert(!isFarFaster(adapter, ensembleOf(50)));
  assert(!isFarFaster({ ...adapter, software: false }, ensembleOf(2000)));
  const deep = { ...frame, sizes: [2, 8, 8, 2] };
  const deepMember = memberOf(1, deep);
  const deepOnes = planOf(Array.from({ length: 2000 }, () => deepMember), deep);
  assert(!isFarFaster(adapter, deepOnes));
});

gpuTest(
  "auto trains such an ensemble on the software adapter, says so, and gets the same",
  async (gpu) => {
    if (!gpu.software) return;
    const told: string[] = [];
    const plan = ensembleOf(2000);
    await using device = await openDevice("auto", { onChoice: (message) => told.push(message) });
    const results = await runPlan(device, plan);
    assertEquals(told.length, 1);
    assertMatch(told[0], /^Training 2000 networks of 2-8-2 on WebGPU, .*: faster for so large/);
    assertEquals([device.kind, results.length], ["cpu", 2000]);
    const few = await runPlan(device, ensembleOf(1));
    assertEquals(told.length, 1);
    assertClose(results[1999].trainLoss, few[0].trainLoss, 1e-5, "training losses");
  },
);
