/** PyTorch's curves on a GPU, and gradients with the precision of float32. */

import { assert } from "@std/assert";
import type { Gpu } from "../../gpu/gpu.ts";
import { openGpuDevice } from "../../gpu/device.ts";
import {
  activationNames,
  compareGradients,
  createMlp,
  type Device,
  deviceGradients,
  float64Gradients,
  Generator,
  gradientAt,
  lossNames,
} from "../../mod.ts";
import { samplesOf } from "../devices/plans.ts";
import { furtherRuns } from "../training/further_runs.ts";
import { assertFurtherRun } from "../training/further_training.ts";
import { alone, inOrder, sectionNames } from "../training/reference_curves.ts";
import { assertSection, trainSection } from "../training/reference_training.ts";
import { gpuTest } from "./adapter.ts";

const tolerance = 1e-4;

/** The device that all tests of the file share. It is freed with the GPU. */
const deviceOn = (gpu: Gpu): Device => openGpuDevice(gpu, "for tests");

gpuTest("each section alone has PyTorch's curves on the GPU", async (gpu) => {
  for (const section of sectionNames) {
    const generator = new Generator(42);
    const runs = await trainSection(section, alone[section], { device: deviceOn(gpu), generator });
    assertSection(section, runs, { expected: alone[section], tolerance });
  }
});

gpuTest("all sections in order have PyTorch's curves on the GPU", async (gpu) => {
  const generator = new Generator(42);
  for (const section of sectionNames) {
    const runs = await trainSection(section, inOrder[section], {
      device: deviceOn(gpu),
      generator,
    });
    assertSection(section, runs, { expected: inOrder[section], tolerance });
  }
});

/** Initializers, data and seeds do not depend on the device: runs that differ only in them are skipped. */
const ofDevices = furtherRuns.filter(({ name, initializer }) =>
  initializer === "torch" && !/circles|loud|seed|blobs of three/.test(name)
);

for (const run of ofDevices) {
  gpuTest(`PyTorch's curves on the GPU: ${run.name}`, async (gpu) => {
    await assertFurtherRun(run, { device: deviceOn(gpu), tolerance });
  });
}

gpuTest(
  "gradients on the GPU equal those of float64 within 1e-6, for every activation",
  async (gpu) => {
    for (const activation of activationNames) {
      for (const loss of lossNames) {
        const model = createMlp([2, 8, 3], { activation, seed: 3 });
        const batch = { samples: samplesOf([2, 3], 30), loss };
        const gradients = [
          await gradientAt(deviceGradients(model, { device: deviceOn(gpu), ...batch })),
          await gradientAt(float64Gradients(model, batch)),
        ] as const;
        for (const { parameter, maxAbsoluteError } of compareGradients(model.sizes, gradients)) {
          assert(
            maxAbsoluteError < 1e-6,
            `${activation} ${loss} ${parameter}: ${maxAbsoluteError}`,
          );
        }
      }
    }
  },
);
