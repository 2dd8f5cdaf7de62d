/** Losses of any targets in each training kernel, compared with the plain kernels in float64. */

import { assertEquals } from "@std/assert";
import type { Gpu } from "../../gpu/gpu.ts";
import type { SampleMatrix, TrainingPlan } from "../../lib/devices/device.ts";
import { lossNames } from "../../lib/kernels/losses.ts";
import { memberOf, planOf } from "../devices/plans.ts";
import type { MemberResult } from "../devices/run_plan.ts";
import { noise } from "../oracle.ts";
import { gpuTest } from "./adapter.ts";
import { trainOn } from "./fused/train_fused.ts";
import { trainLayered } from "./layered/train_layered.ts";
import { assertTrained, trainInFloat64 } from "./oracle.ts";

const trainers: Record<string, (gpu: Gpu, plan: TrainingPlan) => Promise<MemberResult[]>> = {
  "by tiles": (gpu, plan) => trainOn(gpu, plan),
  "by tiles for hardware": (gpu, plan) => trainOn(gpu, plan, { software: false }),
  "layer by layer": trainLayered,
};

/** Returns the samples with other targets. */
const withTargets = (samples: SampleMatrix, targetAt: (at: number) => number): SampleMatrix => ({
  ...samples,
  targets: samples.targets.map((_, at) => targetAt(at)),
});

for (const [trainer, train] of Object.entries(trainers)) {
  gpuTest(`${trainer}: trainings on soft labels of any sum equal those in float64`, async (gpu) => {
    for (const width of [1, 2, 3, 5]) {
      const sizes = [2, 5, width];
      const soft = noise(200, { seed: 7 }).map((value) => (value + 1) / 3);
      soft.set([0.2, 0.3]);
      const plain = planOf([memberOf(1, { sizes }), memberOf(2, { sizes })], { sizes });
      for (const loss of lossNames) {
        const plan: TrainingPlan = {
          ...plain,
          loss,
          train: withTargets(plain.train, (at) => soft[at % 200]),
          test: withTargets(plain.test!, (at) => soft[at % 200]),
        };
        assertTrained(await train(gpu, plan), trainInFloat64(plan), 3e-6);
      }
    }
  });

  gpuTest(
    `${trainer}: with a single class the loss is 0 and all samples are classified correctly`,
    async (gpu) => {
      const sizes = [2, 5, 1];
      const plain = planOf([memberOf(1, { sizes })], { sizes });
      const plan: TrainingPlan = { ...plain, train: withTargets(plain.train, () => 1) };
      const [{ parameters, trainLoss, trainAccuracy, testAccuracy }] = await train(gpu, plan);
      assertEquals(parameters, plan.members[0].parameters);
      assertEquals([...trainLoss], [0, 0, 0, 0]);
      assertEquals([...trainAccuracy, ...testAccuracy], Array(8).fill(1));
    },
  );
}
