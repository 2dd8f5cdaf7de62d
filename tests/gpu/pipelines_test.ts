/** Compilations that a signal aborts, on a driver that compiles slowly. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { openGpuDevice } from "../../gpu/device.ts";
import { abortableCompiler, Pipelines } from "../../gpu/pipelines.ts";
import { openDevice } from "../../mod.ts";
import { memberOf, planOf } from "../devices/plans.ts";
import { gpuTest } from "./adapter.ts";

const kernel = { name: "a slow kernel", code: "fn main() {}", bindings: {} };

/** A driver whose compilations end when the test resolves them. */
function slowDriver() {
  const compilations: PromiseWithResolvers<GPUComputePipeline>[] = [];
  const device = {
    pushErrorScope() {},
    popErrorScope: () => Promise.resolve(null),
    createShaderModule: () => ({ getCompilationInfo: () => Promise.resolve({ messages: [] }) }),
    createBindGroupLayout: () => ({}),
    createPipelineLayout: () => ({}),
    createComputePipelineAsync() {
      const compilation = Promise.withResolvers<GPUComputePipeline>();
      compilations.push(compilation);
      return compilation.promise;
    },
  };
  return { device: device as unknown as GPUDevice, compilations };
}

Deno.test("an abort rejects a pending compilation at once, and its result is cached", async () => {
  const { device, compilations } = slowDriver();
  const reported: string[] = [];
  const pipelines = new Pipelines(device, (name) => reported.push(name));
  const controller = new AbortController();
  const reason = new Error("enough");
  const left = abortableCompiler(pipelines, controller.signal).of(kernel);
  controller.abort(reason);
  assert(await assertRejects(() => left) === reason);
  const pipeline = {} as GPUComputePipeline;
  compilations[0].resolve(pipeline);
  assert(await pipelines.of(kernel) === pipeline);
  assertEquals([compilations.length, reported], [1, ["a slow kernel"]]);
});

Deno.test("a compilation that fails after an abort is not cached, and is repeated", async () => {
  const { device, compilations } = slowDriver();
  const pipelines = new Pipelines(device);
  const controller = new AbortController();
  const left = abortableCompiler(pipelines, controller.signal).of(kernel);
  controller.abort(new Error("enough"));
  await assertRejects(() => left, Error, "enough");
  compilations[0].reject(new Error("no memory"));
  // An unhandled rejection would fail the test.
  await new Promise((resolve) => setTimeout(resolve, 0));
  const pipeline = {} as GPUComputePipeline;
  const again = pipelines.of(kernel);
  compilations[1].resolve(pipeline);
  assert(await again === pipeline);
});

Deno.test("nothing is compiled if the signal is already aborted", async () => {
  const { device, compilations } = slowDriver();
  const compiler = abortableCompiler(new Pipelines(device), AbortSignal.abort(new Error("enough")));
  await assertRejects(() => compiler.of(kernel), Error, "enough");
  assertEquals(compilations.length, 0);
});

gpuTest(
  "a signal that is aborted during the first compilation ends the start before the second",
  async (gpu) => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const compiled: string[] = [];
    const pipelines = new Pipelines(gpu.device, (name) => {
      compiled.push(name);
      controller.abort(reason);
    });
    const device = openGpuDevice({ ...gpu, pipelines }, "for a test");
    // The network is too large for a workgroup, so that several kernels are compiled.
    const frame = { sizes: [2, 4096, 2], count: 64, epochs: 1 };
    const plan = planOf([memberOf(1, frame)], { ...frame, batchSize: 64 });
    const { signal } = controller;
    assert(await assertRejects(() => device.start(plan, undefined, { signal })) === reason);
    assertEquals(compiled.length, 1);
    // The device remains usable.
    const session = await device.start(plan);
    await session.advance(1);
    await session.close();
    assert(compiled.length > 1);
  },
);

gpuTest("a device reports each kernel once, before it is compiled", async () => {
  const reported: string[] = [];
  const device = await openDevice("webgpu", { onCompile: (kernel) => reported.push(kernel) });
  const operands = { a: Float32Array.of(3), b: Float32Array.of(2) };
  for (let turn = 0; turn < 2; turn++) {
    await device.matmul(operands, { batch: 1, rows: 1, inner: 1, columns: 1 });
  }
  await device[Symbol.asyncDispose]();
  assertEquals([reported.length, reported[0].startsWith("matmul")], [1, true]);
});
