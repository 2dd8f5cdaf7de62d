/** Shuffle orders drawn on the GPU, compared with those of torch's generator. */

import { assertEquals } from "@std/assert";
import { withArena } from "../../../gpu/arena.ts";
import { maxShuffled, shuffleKernel, shuffleWorks, wordBytes } from "../../../gpu/fused/shuffle.ts";
import type { Gpu } from "../../../gpu/gpu.ts";
import { submit } from "../../../gpu/work.ts";
import { orderOfSeed } from "../../../lib/random/loader.ts";
import { gpuTest } from "../adapter.ts";

/** Asserts that orders are those of torch's generator. */
async function assertOrders(
  gpu: Gpu,
  { samples, orders: count }: Record<"samples" | "orders", number>,
) {
  const seeds = Uint32Array.from({ length: count }, (_, index) => 0xffffffff - 42 * index);
  const kernel = shuffleKernel(samples);
  const found = await withArena(gpu, kernel.name, async (arena) => {
    const orders = arena.allocate("orders", 4 * seeds.length * samples);
    const pipeline = await gpu.pipelines.of(kernel);
    const words = arena.allocate("words", wordBytes(gpu, seeds.length));
    submit(gpu, shuffleWorks(gpu, arena, { kernel, pipeline, seeds, words, orders }));
    const [bytes] = await arena.read([{ buffer: orders }]);
    return new Uint32Array(bytes);
  });
  for (const [index, seed] of seeds.entries()) {
    const own = found.slice(index * samples, (index + 1) * samples);
    assertEquals(own, orderOfSeed(seed, samples), `seed ${seed}`);
  }
}

// Around the lengths at which the generator begins its state again.
for (const samples of [1, 2, 101, 420, 624, 625, 1249, 20_000]) {
  gpuTest(`orders of ${samples} samples are torch's`, async (gpu) => {
    await assertOrders(gpu, { samples, orders: 67 });
  });
}

gpuTest("more orders than a dispatch draws are torch's", async (gpu) => {
  await assertOrders(gpu, { samples: 3, orders: 2 ** 14 + 1 });
});

Deno.test("a software adapter draws orders of as many samples as its loops allow", () => {
  assertEquals(maxShuffled({ software: true }), 32_455);
  assertEquals(maxShuffled({ software: false }), Infinity);
});
