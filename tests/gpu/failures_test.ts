/** The errors of a GPU that fails: each failure is provoked. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Arena } from "../../gpu/arena.ts";
import { isGpuError, openGpuDevice } from "../../gpu/device.ts";
import { GpuError, GpuLostError } from "../../gpu/errors.ts";
import { type Gpu, openGpu } from "../../gpu/gpu.ts";
import { Pipelines } from "../../gpu/pipelines.ts";
import { withFallback } from "../../lib/devices/fallback.ts";
import { openDevice } from "../../lib/devices/open.ts";
import { createMlp } from "../../lib/models/mlp.ts";
import { memberOf, planOf } from "../devices/plans.ts";
import { runPlan } from "../devices/run_plan.ts";
import { assertClose } from "../oracle.ts";
import { gpuTest } from "./adapter.ts";

/** Opens a separate GPU, which the test breaks. */
async function openAnother(): Promise<Gpu> {
  const gpu = await openGpu();
  assert(gpu);
  return gpu;
}

/** A training of several slices, within which the device is lost. */
const frame = { epochs: 3000, count: 300 };
const longPlan = () => planOf([memberOf(2, frame)], { ...frame, batchSize: 1 });

gpuTest(
  "the loss of the device during a training is reported with the kernel's name",
  async () => {
    const gpu = await openAnother();
    await using device = openGpuDevice(gpu, "for the test");
    const error = await assertRejects(
      () => runPlan(device, longPlan(), { onEpoch: () => gpu.destroy() }),
      GpuLostError,
    );
    assertStringIncludes(error.message, "Cannot run fused training of 2-6-2 as the GPU was lost");
    assert(isGpuError(error));
    const one = { a: Float32Array.of(1), b: Float32Array.of(2) };
    const shape = { batch: 1, rows: 1, inner: 1, columns: 1 };
    await assertRejects(() => device.matmul(one, shape), GpuLostError);
  },
);

gpuTest("the loss of the device during a layered training is reported too", async () => {
  const gpu = await openAnother();
  await using device = openGpuDevice(gpu, "for the test");
  const sizes = [2, 2048, 2];
  const plan = planOf([memberOf(1, { ...frame, sizes })], { ...frame, sizes, batchSize: 64 });
  const error = await assertRejects(
    () => runPlan(device, plan, { onEpoch: () => gpu.destroy() }),
    GpuLostError,
  );
  assertStringIncludes(error.message, "layered training");
});

gpuTest(
  "with auto, a training whose GPU is lost continues on the CPU, and this is reported",
  async () => {
    const gpu = await openAnother();
    const reported: string[] = [];
    await using device = withFallback(openGpuDevice(gpu, "for the test"), {
      isFailure: isGpuError,
      open: async (reason) => {
        const cpu = await openDevice("cpu");
        return Object.defineProperty(cpu, "reason", { value: reason });
      },
      onFallback: (message) => reported.push(message),
    });
    assertEquals(device.kind, "webgpu");
    const small = { epochs: 300, count: 300 };
    const plan = planOf([memberOf(2, small)], { ...small, batchSize: 1 });
    const epochs: number[] = [];
    const results = await runPlan(device, plan, {
      onEpoch(epoch) {
        epochs.push(epoch);
        gpu.destroy();
      },
    });
    await using cpu = await openDevice("cpu");
    const [expected] = await runPlan(cpu, plan);
    assertClose(results[0].trainLoss, expected.trainLoss, 1e-5);
    assertClose(results[0].parameters, expected.parameters, 1e-5);
    assertEquals(epochs, Array.from({ length: 300 }, (_, index) => index + 1));
    assertEquals([device.kind, reported.length], ["cpu", 1]);
    assertStringIncludes(reported[0], "Continuing on WebAssembly SIMD kernels");
    assertStringIncludes(device.reason, "was lost");
  },
);

gpuTest(
  "a buffer above the adapter's limit is rejected by name, and the device remains usable",
  async (gpu) => {
    const small: Gpu = { ...gpu, limits: { ...limitsOf(gpu), maxStorageBufferBindingSize: 256 } };
    const device = openGpuDevice(small, "for the test");
    const error = await assertRejects(() => runPlan(device, planOf([memberOf(1)])), GpuError);
    assertEquals(
      error.message,
      "Cannot run fused training of 2-6-2 on the GPU as its samples need 992 bytes: " +
        "the adapter takes at most 256 in a buffer",
    );
    const whole = openGpuDevice(gpu, "for the test");
    const operands = { a: Float32Array.of(-1), b: Float32Array.of(2) };
    const shape = { batch: 1, rows: 1, inner: 1, columns: 1 };
    assertEquals(await whole.matmul(operands, shape), Float32Array.of(-2));
  },
);

/** The limits as plain data: those of the adapter are getters. */
function limitsOf({ limits }: Gpu): GPUSupportedLimits {
  const names = Object.keys(Object.getPrototypeOf(limits)) as (keyof GPUSupportedLimits)[];
  return Object.fromEntries(
    names.map((name) => [name, limits[name]]),
  ) as unknown as GPUSupportedLimits;
}

gpuTest(
  "an allocation that exceeds the adapter's memory is an error with the owner's name",
  async (gpu) => {
    const error = await assertRejects(() =>
      gpu.guard("a test of memory", () => {
        using arena = new Arena(
          { ...gpu, limits: { ...limitsOf(gpu), maxBufferSize: 2 ** 50 } },
          "",
        );
        arena.uniform("too much", { byteLength: 2 ** 40, length: 0 } as unknown as Float32Array);
        return Promise.resolve();
      }), GpuError);
    assertStringIncludes(error.message, "Cannot run a test of memory on the GPU");
  },
);

gpuTest(
  "the error of an invalid kernel has its name, the compiler's message and the line",
  async (gpu) => {
    const code = "@compute @workgroup_size(1)\nfn main() {\n  let count: u32 = 1.5;\n}\n";
    const kernel = { name: "half a count", code, bindings: {} };
    const pipelines = new Pipelines(gpu.device);
    for (let turn = 0; turn < 2; turn++) {
      const error = await assertRejects(() => pipelines.of(kernel), GpuError);
      assertStringIncludes(error.message, "Cannot compile the kernel half a count: ");
      assertStringIncludes(error.message, "let count: u32 = 1.5;");
      assertStringIncludes(error.message, "3");
    }
  },
);

gpuTest("of two concurrent calls only the one that fails is rejected", async (gpu) => {
  const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
  const [good, bad] = await Promise.allSettled([
    gpu.guard("a good call", () => pause(20)),
    gpu.guard("a bad call", async () => {
      await pause(5);
      gpu.device.createBuffer({ size: 16, usage: 0 });
      await pause(20);
    }),
  ]);
  assertEquals([good.status, bad.status], ["fulfilled", "rejected"]);
});

gpuTest(
  "a kernel with too many loop iterations for a software adapter is rejected there",
  async (gpu) => {
    if (!gpu.software) return;
    const device = openGpuDevice(gpu, "for the test");
    const inner = 1_000_000;
    const ones = new Float32Array(inner).fill(1);
    const shape = { batch: 1, rows: 1, inner, columns: 1 };
    const error = await assertRejects(() => device.matmul({ a: ones, b: ones }, shape), GpuError);
    assertStringIncludes(error.message, "ends loops after 65535 iterations");
  },
);

gpuTest("an error of one call does not affect the next", async (gpu) => {
  const fails = () =>
    gpu.guard("a bad buffer", () => {
      gpu.device.createBuffer({ size: 16, usage: 0 });
      return Promise.resolve();
    });
  await assertRejects(fails, GpuError, "Cannot run a bad buffer on the GPU");
  const own = new Error("not the GPU's");
  assertEquals(await assertRejects(() => gpu.guard("a throw", () => Promise.reject(own))), own);
  const device = openGpuDevice(gpu, "for the test");
  const model = createMlp([2, 3, 2], { seed: 1 });
  assertEquals((await device.predict([model], Float32Array.of(1, 2))).length, 2);
});
