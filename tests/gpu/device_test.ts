/** A device whose kernel is chosen, as the bench does. */

import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { openGpuDevice } from "../../gpu/device.ts";
import { memberOf, planOf } from "../devices/plans.ts";
import { gpuTest } from "./adapter.ts";

gpuTest(
  "each kernel trains a network to the same parameters, and the device names it",
  async (gpu) => {
    const plan = planOf([memberOf(1, { sizes: [2, 8, 2] })], { sizes: [2, 8, 2] });
    const parametersOf = async (kernel?: "units" | "tiles" | "layers") => {
      const device = openGpuDevice(gpu, "for a test", { kernel });
      const end = kernel ? `, kernel ${kernel}` : "";
      assertEquals(device.name, `WebGPU, ${gpu.name}${end}`);
      const session = await device.start(plan);
      await session.advance(plan.epochs);
      const [parameters] = await session.parameters();
      await session.close();
      return parameters;
    };
    const expected = await parametersOf();
    for (const kernel of ["units", "tiles", "layers"] as const) {
      const found = await parametersOf(kernel);
      assertEquals(found.length, expected.length);
      found.forEach((value, at) => assertAlmostEquals(value, expected[at], 2e-6, kernel));
    }
  },
);

gpuTest("a kernel that cannot train a network is refused by its name", async (gpu) => {
  const device = openGpuDevice(gpu, "for a test", { kernel: "units" });
  const sizes = [2, 8, 8, 2];
  const plan = planOf([memberOf(1, { sizes })], { sizes });
  const line = "Cannot train 2-8-8-2 with the kernel units";
  await assertRejects(() => device.start(plan), RangeError, line);
});
