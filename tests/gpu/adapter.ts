/** Tests that need a WebGPU adapter: skipped, with a message, if there is none. */

import { type Gpu, openGpu } from "../../gpu/gpu.ts";

const gpu = await openGpu();

/** CI sets it, so that a missing driver is an error there. */
const isRequired = Deno.env.get("LAB_REQUIRE_GPU") === "1";
const advice = "no WebGPU adapter: on Debian and Ubuntu install mesa-vulkan-drivers";

if (gpu) Deno.test.afterAll(() => gpu.destroy());

/** Declares a test on the adapter. All tests of a file share it and its compiled kernels. */
export function gpuTest(name: string, work: (gpu: Gpu) => Promise<void> | void): void {
  if (gpu) return Deno.test(name, () => work(gpu));
  Deno.test({
    name: isRequired ? name : `${name} (left out, ${advice})`,
    ignore: !isRequired,
    fn() {
      throw new Error(`Cannot test on a GPU as LAB_REQUIRE_GPU asks: ${advice}`);
    },
  });
}
