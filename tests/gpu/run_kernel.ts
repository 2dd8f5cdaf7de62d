/** Runs a single kernel. */

import { Arena } from "../../gpu/arena.ts";
import type { Gpu } from "../../gpu/gpu.ts";
import type { Kernel } from "../../gpu/kernel.ts";
import { prepare, submit } from "../../gpu/work.ts";

type Data = Float32Array | Uint32Array;

/** The content of a kernel's buffers, and the buffers to read. */
export interface Run<Name extends string> {
  /** The content of each buffer before. */
  readonly buffers: Readonly<Record<Name, Data>>;
  readonly grid: readonly [number, number];
  readonly read: readonly Name[];
  /** The number of dispatches, 1 by default. */
  readonly times?: number;
}

/** Returns the content of the requested buffers after the kernel has run. */
export async function runKernel<Name extends string>(
  gpu: Gpu,
  kernel: Kernel<Name>,
  { buffers, grid, read, times = 1 }: Run<NoInfer<Name>>,
): Promise<Float32Array[]> {
  using arena = new Arena(gpu, kernel.name);
  return await gpu.guard(kernel.name, async () => {
    const uploaded = {} as Record<Name, GPUBuffer>;
    for (const name of Object.keys(kernel.bindings) as Name[]) {
      const isUniform = kernel.bindings[name] === "uniform";
      uploaded[name] = isUniform
        ? arena.uniform(name, buffers[name])
        : arena.upload(name, buffers[name]);
    }
    const work = await prepare(gpu, kernel, { buffers: uploaded, grid });
    submit(gpu, new Array(times).fill(work));
    const bytes = await arena.read(read.map((name) => ({
      buffer: uploaded[name],
      bytes: buffers[name].byteLength,
    })));
    return bytes.map((part) => new Float32Array(part));
  });
}

/** The limits of an adapter whose grids are so narrow that small tests have grids of several rows. */
export const narrow = { maxComputeWorkgroupsPerDimension: 3 };
