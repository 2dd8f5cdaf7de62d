/** Shuffle orders drawn on the GPU, compared with those of torch's generator. */

import { assertEquals } from "@std/assert";
import { withArena } from "../../../gpu/arena.ts";
import { maxShuffled, shuffleKernel, shuffleWork } from "../../../gpu/fused/shuffle.ts";
import { submit } from "../../../gpu/work.ts";
import { orderOfSeed } from "../../../lib/random/loader.ts";
import { gpuTest } from "../adapter.ts";

// Around the lengths at which the generator begins its state again, and of workgroup memory.
for (const samples of [1, 2, 101, 420, 624, 625, 1249, 3072, 3073, 20_000]) {
  gpuTest(`orders of ${samples} samples are torch's`, async (gpu) => {
    const seeds = Uint32Array.of(0, 42, 0xffffffff, 1 << 31);
    const kernel = shuffleKernel(samples);
    const found = await withArena(gpu, kernel.name, async (arena) => {
      const orders = arena.allocate("orders", 4 * seeds.length * samples);
      const pipeline = await gpu.pipelines.of(kernel);
      submit(gpu, [shuffleWork(gpu, arena, { kernel, pipeline, seeds, orders })]);
      const [bytes] = await arena.read([{ buffer: orders }]);
      return new Uint32Array(bytes);
    });
    for (const [index, seed] of seeds.entries()) {
      const own = found.slice(index * samples, (index + 1) * samples);
      assertEquals(own, orderOfSeed(seed, samples), `seed ${seed}`);
    }
  });
}

Deno.test("a software adapter draws orders of as many samples as its loops allow", () => {
  assertEquals(maxShuffled({ software: true }), 21_637);
  assertEquals(maxShuffled({ software: false }), Infinity);
});
