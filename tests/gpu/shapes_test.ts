/** Networks of extreme shapes: their time, and their results. */

import { assert, assertEquals } from "@std/assert";
import { openGpuDevice } from "../../gpu/device.ts";
import { evaluationKernel } from "../../gpu/fused/evaluation_kernel.ts";
import { trainingKernel } from "../../gpu/fused/training_kernel.ts";
import { shapeOf } from "../../gpu/fused/training_shape.ts";
import { rowsAtOnce } from "../../gpu/layered/layout.ts";
import { createMlp } from "../../lib/models/mlp.ts";
import { memberOf, planOf } from "../devices/plans.ts";
import { assertClose, noise } from "../oracle.ts";
import { gpuTest } from "./adapter.ts";
import { evaluateInFloat64 } from "./oracle.ts";

const deep = (depth: number) => [2, ...Array(depth).fill(8), 2];

gpuTest(
  "the training and the prediction of a network of 20 layers start within seconds",
  async (gpu) => {
    const sizes = deep(20);
    const frame = { sizes, epochs: 2 };
    const device = openGpuDevice(gpu, "for the test");
    const started = performance.now();
    const session = await device.start(planOf([memberOf(1, frame)], frame));
    await session.advance(1);
    await session.close();
    const models = [createMlp(sizes, { activation: "tanh" })];
    const inputs = noise(100, { seed: 1 });
    assertClose(await device.predict(models, inputs), evaluateInFloat64(models, inputs), 1e-5);
    const took = performance.now() - started;
    assert(took < 6000, `it took ${took} ms`);
  },
);

gpuTest("the depth of a network determines its kernels for training and evaluation", (gpu) => {
  for (const [depth, fused] of [[0, true], [3, true], [4, false], [20, false]] as const) {
    const sizes = deep(depth);
    const plan = planOf([memberOf(1, { sizes })], { sizes });
    const shape = { sizes, activations: ["tanh"], source: "grid", points: 100 } as const;
    assertEquals(trainingKernel(shapeOf(plan), gpu) !== null, fused, `training ${depth}`);
    assertEquals(evaluationKernel(shape, gpu) !== null, fused, `evaluation ${depth}`);
  }
});

gpuTest("many outputs are computed for many points at once", async (gpu) => {
  const sizes = [2, 8, 65_536];
  // Only scoring has loops over the outputs, which a software adapter would end.
  assert(rowsAtOnce(gpu, sizes, { count: 4000, members: 1, scored: false }) > 50);
  const models = [createMlp(sizes, { activation: "tanh" })];
  const inputs = noise(2 * 3, { seed: 2 });
  const outputs = await openGpuDevice(gpu, "for the test").predict(models, inputs);
  assertClose(outputs, evaluateInFloat64(models, inputs), 1e-5);
});
