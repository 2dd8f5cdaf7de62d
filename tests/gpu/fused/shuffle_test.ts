/** Shuffle orders drawn on the GPU, compared with those of torch's generator. */

import { assertEquals } from "@std/assert";
import { withArena } from "../../../gpu/arena.ts";
import { maxShuffled, shuffleKernel, shuffleWork } from "../../../gpu/fused/shuffle.ts";
import { submit } from "../../../gpu/work.ts";
import { orderOfSeed } from "../../../lib/random/loader.ts";
import { gpuTest } from "../adapter.ts";

// Around the lengths at which the generator begins its state again, and of workgroup memory.
for (const samples of [1, 2, 101, 420, 624, 625, 1249, 3472, 7000, 11_664, 11_665, 20_000]) {
  gpuTest(`orders of ${samples} samples are torch's`, async (gpu) => {
    const seeds = Uint32Array.from(
      { length: 11 },
      (_, index) => index === 0 ? 0xffffffff : 42 ** index,
    );
    const kernel = shuffleKernel(samples, gpu.limits);
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
