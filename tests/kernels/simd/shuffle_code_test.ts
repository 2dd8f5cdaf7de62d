import { assertEquals } from "@std/assert";
import { WasmMemory } from "../../../lib/kernels/simd/memory.ts";
import { encodeShuffle, generatorWords } from "../../../lib/kernels/simd/shuffle_code.ts";
import { orderOfSeed } from "../../../lib/random/loader.ts";

Deno.test("orders are those of torch's generator, for any number of samples", () => {
  const memory = new WasmMemory();
  const { shuffle } = memory.kernels("shuffle", encodeShuffle);
  const words = memory.integers(generatorWords);
  for (const count of [1, 2, 3, 227, 228, 420, 624, 625, 626, 2000]) {
    const order = memory.integers(count);
    for (const seed of [0, 1, 42, 2 ** 31, 2 ** 32 - 1]) {
      shuffle(seed, count, order.byteOffset, words.byteOffset);
      assertEquals(order, orderOfSeed(seed, count), `${count} samples, seed ${seed}`);
    }
  }
});
