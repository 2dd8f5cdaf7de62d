/** A kernel with its buffers and its grid: everything that a dispatch of it takes. */

import { bind, type Bound, dispatch } from "./dispatch.ts";
import type { Gpu } from "./gpu.ts";
import type { Kernel } from "./kernel.ts";

/** One dispatch, ready to be recorded again and again. */
export interface Work {
  readonly bound: Bound;
  readonly grid: readonly [number, number];
}

/** Compiles a kernel, if that is not done yet, and binds its buffers. */
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

/** Records dispatches, each of which sees what those before it wrote. */
export function record(encoder: GPUCommandEncoder, works: readonly Work[]): void {
  const pass = encoder.beginComputePass();
  for (const { bound, grid } of works) dispatch(pass, bound, grid);
  pass.end();
}

/** Hands dispatches to the GPU. */
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
