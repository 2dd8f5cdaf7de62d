/** Puts kernels with their buffers into a compute pass. */

import type { Kernel } from "./kernel.ts";

/** A kernel that is compiled, with its buffers bound: ready to be dispatched again and again. */
export interface Bound {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
}

/**
 * Binds buffers to a compiled kernel.
 *
 * @param buffers One for each of the kernel's bindings, by name.
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

/** The limit that a grid has to keep. */
export type GridLimits = Pick<GPUSupportedLimits, "maxComputeWorkgroupsPerDimension">;

/** Workgroups along x and y for `count` of them; kernels number them `x + y * num_workgroups.x`. */
export function spread(
  count: number,
  { maxComputeWorkgroupsPerDimension: most }: GridLimits,
): [number, number] {
  if (count <= most) return [count, 1];
  const rows = Math.ceil(count / most);
  return [Math.ceil(count / rows), rows];
}

/** Dispatches a bound kernel. */
export function dispatch(
  pass: GPUComputePassEncoder,
  { pipeline, group }: Bound,
  [x, y = 1, z = 1]: readonly number[],
): void {
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(x, y, z);
}
