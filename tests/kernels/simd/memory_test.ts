import { assert, assertEquals, assertThrows } from "@std/assert";
import { WasmMemory } from "../../../lib/kernels/simd/memory.ts";

Deno.test("buffers are zeros on whole cache lines, one behind the other", () => {
  const memory = new WasmMemory();
  let end = 0;
  for (const length of [1, 5, 4, 0, 3, 40]) {
    const buffer = memory.floats(length);
    assertEquals([...buffer], new Array(length).fill(0));
    assertEquals(buffer.byteOffset % 64, 0);
    assert(buffer.byteOffset >= end, "buffers overlap");
    end = buffer.byteOffset + buffer.byteLength;
  }
});

Deno.test("buffers outlive the growth of their memory", () => {
  const memory = new WasmMemory();
  const early = memory.floats(4).fill(7);
  const late = memory.floats(1_000_000).fill(1);
  early[0]++;
  assertEquals([...early], [8, 7, 7, 7]);
  assertEquals([late[0], late[999_999]], [1, 1]);
  assertEquals(early.length, 4);
});

Deno.test("each memory is its own", () => {
  const [one, other] = [new WasmMemory().floats(2), new WasmMemory().floats(2)];
  one.fill(1);
  assertEquals([...other], [0, 0]);
});

Deno.test("a buffer that is too large is refused in one line, and harms no later one", () => {
  const memory = new WasmMemory();
  const error = assertThrows(() => memory.floats(2 ** 31), RangeError, "must be at most");
  assertEquals(error.message.includes("\n"), false);
  assertEquals([...memory.floats(3).fill(2)], [2, 2, 2]);
});

Deno.test("what is released is used again, as zeros", () => {
  const memory = new WasmMemory();
  const kept = memory.floats(4).fill(1);
  const first = memory.floats(100).fill(7);
  memory.release(kept.byteOffset + kept.byteLength);
  const second = memory.floats(50);
  assertEquals(second.byteOffset, first.byteOffset);
  assertEquals([...second], [...new Float32Array(50)]);
  assertEquals([...kept], [1, 1, 1, 1]);
});
