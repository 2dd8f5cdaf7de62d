/** Kernels with their buffers and grids, and their submission to the GPU. */

import type { Gpu } from "./gpu.ts";
import type { Kernel } from "./kernel.ts";

/** A compiled kernel with its buffers bound, which can be dispatched repeatedly. */
export interface Bound {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
}

/**
 * Binds buffers to a compiled kernel.
 *
 * @param buffers A buffer for each of the kernel's bindings, by name.
 */
export function bind<Name extends string>(
  device: GPUDevice,
  { kernel, pipeline }: { kernel: Kernel<Name>; pipeline: GPUComputePipeline },
  buffers: Readonly<Record<Name, GPUBuffer | GPUBufferBinding>>,
): Bound {
  const entries = (Object.keys(kernel.bindings) as Name[]).map((name, binding) => {
    const buffer: GPUBuffer | GPUBufferBinding = buffers[name];
    return { binding, resource: "buffer" in buffer ? buffer : { buffer } };
  });
  const layout = pipeline.getBindGroupLayout(0);
  return { pipeline, group: device.createBindGroup({ label: kernel.name, layout, entries }) };
}

/** The limit on the dimensions of a grid. */
export type GridLimits = Pick<GPUSupportedLimits, "maxComputeWorkgroupsPerDimension">;

/** Workgroups along x and y for `count` of them; kernels number them `x + y * num_workgroups.x`. */
export function spread(
  count: number,
  { maxComputeWorkgroupsPerDimension: max }: GridLimits,
): [number, number] {
  if (count <= max) return [count, 1];
  const rows = Math.ceil(count / max);
  return [Math.ceil(count / rows), rows];
}

/** Dispatches a bound kernel. */
function dispatch(
  pass: GPUComputePassEncoder,
  { pipeline, group }: Bound,
  [x, y = 1, z = 1]: readonly number[],
): void {
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(x, y, z);
}

/** One dispatch, which can be recorded repeatedly. */
export interface Work {
  readonly bound: Bound;
  readonly grid: readonly [number, number];
}

/** Compiles a kernel, unless it is cached, and binds its buffers. */
export async function prepare<Name extends string>(
  gpu: Gpu,
  kernel: Kernel<Name>,
  { buffers, grid }: {
    buffers: Readonly<Record<Name, GPUBuffer>>;
    grid: readonly [number, number];
  },
): Promise<Work> {
  const pipeline = await gpu.pipelines.of(kernel);
  return { bound: bind(gpu.device, { kernel, pipeline }, buffers), grid };
}

/** Records dispatches; each reads the results of those before it. */
export function record(encoder: GPUCommandEncoder, works: readonly Work[]): void {
  const pass = encoder.beginComputePass();
  for (const { bound, grid } of works) dispatch(pass, bound, grid);
  pass.end();
}

/** Submits dispatches to the GPU. */
export function submit({ device }: Gpu, works: readonly Work[]): void {
  const encoder = device.createCommandEncoder();
  record(encoder, works);
  device.queue.submit([encoder.finish()]);
}

/** Copies whole buffers on the GPU. */
export function copyBuffers(
  { device }: Gpu,
  copies: readonly (readonly [from: GPUBuffer, to: GPUBuffer])[],
): void {
  const encoder = device.createCommandEncoder();
  for (const [from, to] of copies) encoder.copyBufferToBuffer(from, 0, to, 0, from.size);
  device.queue.submit([encoder.finish()]);
}
