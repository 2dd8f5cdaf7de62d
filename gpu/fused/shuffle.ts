/** Shuffle orders drawn on the GPU from their seeds, because thousands of them take long on the CPU. */

import type { Arena } from "../arena.ts";
import type { Gpu } from "../gpu.ts";
import type { Kernel } from "../kernel.ts";
import { maxLoopIterations } from "../loop_limits.ts";
import { shuffle } from "../wgsl.ts";
import { bind, spread, type Work } from "../work.ts";

/** The kernel that draws orders, generated for a number of samples. */
export interface ShuffleKernel extends Kernel<"shuffle" | "seeds" | "orders"> {
  /** The threads of a workgroup; each draws an order. */
  readonly threads: number;
}

/** The words of the state of a Mersenne Twister, which are written in a loop. */
const stateWords = 624;

/** The maximum number of samples whose order a thread can draw: each takes up to three loop iterations. */
export const maxShuffled = (adapter: { readonly software: boolean }): number =>
  Math.floor((maxLoopIterations(adapter) - stateWords) / 3);

/** The maximum number of threads of a workgroup. */
const maxThreads = 8;

/** Generates the kernel that draws orders of a number of samples, in workgroup memory if they fit. */
export function shuffleKernel(
  samples: number,
  { maxComputeWorkgroupStorageSize: bytes }: Pick<
    GPUSupportedLimits,
    "maxComputeWorkgroupStorageSize"
  >,
): ShuffleKernel {
  const isLocal = 4 * (stateWords + samples) <= bytes;
  const each = 4 * (stateWords + (isLocal ? samples : 0));
  const threads = Math.min(maxThreads, Math.floor(bytes / each));
  const place = (index: string) =>
    isLocal ? `order[${index} * threads + lane]` : `orders[order_at + ${index}]`;
  return {
    threads,
    name: `shuffle orders of ${samples} samples`,
    code: `const samples = ${samples}u;
const threads = ${threads}u;
${isLocal ? `var<workgroup> order: array<u32, ${samples * threads}>;` : ""}
${shuffle}
fn sample_at(index: u32) -> u32 { return ${place("index")}; }
fn put(index: u32, sample: u32) { ${place("index")} = sample; }
fn keep_order() {
  ${
      isLocal
        ? "for (var index = 0u; index < samples; index++) { orders[order_at + index] = sample_at(index); }"
        : ""
    }
}`,
    bindings: { shuffle: "uniform", seeds: "read", orders: "write" },
  };
}

/** The dispatch that draws orders `[seed × sample]` from their seeds. */
export function shuffleWork(
  gpu: Gpu,
  arena: Arena,
  { kernel, pipeline, seeds, orders }: {
    readonly kernel: ShuffleKernel;
    readonly pipeline: GPUComputePipeline;
    readonly seeds: Uint32Array;
    readonly orders: GPUBuffer;
  },
): Work {
  const bound = bind(gpu.device, { kernel, pipeline }, {
    shuffle: arena.uniform("number of orders", Uint32Array.of(seeds.length)),
    seeds: arena.upload("seeds", seeds),
    orders,
  });
  return { bound, grid: spread(Math.ceil(seeds.length / kernel.threads), gpu.limits) };
}
