/** Shuffle orders drawn on the GPU from their seeds, because thousands of them take long on the CPU. */

import type { Arena } from "../arena.ts";
import { chunksOf, maxFloats } from "../chunks.ts";
import type { Gpu } from "../gpu.ts";
import type { Kernel } from "../kernel.ts";
import { maxLoopIterations } from "../loop_limits.ts";
import { shuffle } from "../wgsl.ts";
import { bind, spread, type Work } from "../work.ts";

/** The kernel that draws orders. */
export type ShuffleKernel = Kernel<"shuffle" | "seeds" | "orders" | "words">;

/** The threads of a workgroup, each of which draws an order: as in shuffle.wgsl. */
const threads = 64;
/** The words of the state of a Mersenne Twister, which are written in a loop. */
const stateWords = 624;

/** The maximum number of samples whose order a thread can draw: each takes two loop iterations. */
export const maxShuffled = (adapter: { readonly software: boolean }): number =>
  Math.floor((maxLoopIterations(adapter) - stateWords) / 2);

/** Generates the kernel that draws orders of a number of samples. */
export const shuffleKernel = (samples: number): ShuffleKernel => ({
  name: `shuffle orders of ${samples} samples`,
  code: `const samples = ${samples}u;\n${shuffle}`,
  bindings: { shuffle: "uniform", seeds: "read", orders: "write", words: "write" },
});

/** The number of orders that a dispatch draws, whose generators fit in the cache of a large GPU. */
const atOnce = { hardware: 16_384, software: 1024 };

/** The bytes of the generators' words for a number of orders, as many as are drawn at a time. */
export function wordBytes(gpu: Gpu, orders: number): number {
  const wanted = Math.min(orders, atOnce[gpu.software ? "software" : "hardware"]);
  return 4 * stateWords * Math.max(1, Math.min(wanted, Math.floor(maxFloats(gpu) / stateWords)));
}

/** The compiled kernel with its memory. */
export interface Shuffle {
  readonly kernel: ShuffleKernel;
  readonly pipeline: GPUComputePipeline;
  /** Memory of `wordBytes`, whose content is overwritten. */
  readonly words: GPUBuffer;
}

/** The dispatches that draw orders `[seed × sample]` from their seeds. */
export function shuffleWorks(
  gpu: Gpu,
  arena: Arena,
  { kernel, pipeline, words, seeds, orders }: Shuffle & {
    readonly seeds: Uint32Array;
    readonly orders: GPUBuffer;
  },
): Work[] {
  const most = Math.floor(words.size / (4 * stateWords));
  const shared = { seeds: arena.upload("seeds", seeds), words, orders };
  return chunksOf(seeds.length, most).map(({ first, last }): Work => {
    const range = arena.uniform("orders to draw", Uint32Array.of(first, last));
    const bound = bind(gpu.device, { kernel, pipeline }, { ...shared, shuffle: range });
    return { bound, grid: spread(Math.ceil((last - first) / threads), gpu.limits) };
  });
}
