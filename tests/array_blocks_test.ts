import { assert, assertEquals } from "@std/assert";
import { arrayBlocks } from "../lib/array_blocks.ts";

Deno.test("short arrays have one buffer, and none overlaps another", () => {
  const allocate = arrayBlocks(Float64Array);
  const lengths = [3, 0, 5, 1, 40_000, 20_000, 7, 6_000, 2];
  const arrays = lengths.map(allocate);
  assertEquals(arrays.map(({ length }) => length), lengths);
  assert(arrays.every((array) => array.every((value) => value === 0)));
  assert(arrays[0].buffer === arrays[3].buffer);
  arrays.forEach((array, index) => array.fill(index + 1));
  for (const [index, array] of arrays.entries()) {
    assert(array.every((value) => value === index + 1), `array ${index}`);
  }
});

Deno.test("a long array has a buffer of its own, and short ones go on in the block before", () => {
  const allocate = arrayBlocks(Uint32Array);
  const [first, long, second] = [10, 100_000, 10].map(allocate);
  assertEquals(long.buffer.byteLength, 400_000);
  assert(second.buffer === first.buffer);
  assert(arrayBlocks(Uint32Array)(10).buffer !== first.buffer);
});
