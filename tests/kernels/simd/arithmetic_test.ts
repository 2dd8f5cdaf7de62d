import { assert, assertEquals, assertThrows } from "@std/assert";
import { createSimdArithmetic } from "../../../lib/kernels/simd/arithmetic.ts";
import { assertClose, noise, textbookMatmul } from "../../oracle.ts";
import { fill } from "../arithmetics.ts";

Deno.test("buffers are zeros on whole vectors, one behind the other", () => {
  const { allocate } = createSimdArithmetic();
  const buffers = [1, 5, 4, 0, 3].map((length) => allocate(length));
  let end = 0;
  for (const buffer of buffers) {
    assertEquals([...buffer], new Array(buffer.length).fill(0));
    assertEquals(buffer.byteOffset % 16, 0);
    assert(buffer.byteOffset >= end, "buffers overlap");
    end = buffer.byteOffset + buffer.byteLength;
  }
});

Deno.test("buffers outlive the growth of their memory", () => {
  const { allocate } = createSimdArithmetic();
  const early = allocate(4).fill(7);
  const late = allocate(1_000_000).fill(1);
  early[0]++;
  assertEquals([...early], [8, 7, 7, 7]);
  assertEquals([late[0], late[999_999]], [1, 1]);
  assertEquals(early.length, 4);
});

Deno.test("each arithmetic has a memory of its own", () => {
  const [one, other] = [createSimdArithmetic().allocate(2), createSimdArithmetic().allocate(2)];
  one.fill(1);
  assertEquals([...other], [0, 0]);
});

Deno.test("a buffer that is too large is refused in one line, and harms no later one", () => {
  const { allocate } = createSimdArithmetic();
  const error = assertThrows(() => allocate(2 ** 31), RangeError, "must be at most");
  assertEquals(error.message.includes("\n"), false);
  assertEquals([...allocate(3).fill(2)], [2, 2, 2]);
});

Deno.test("a product whose columns are gathered may be followed by a larger one", () => {
  const simd = createSimdArithmetic();
  for (const size of [3, 40, 5]) {
    const [a, b] = [noise(size * size, { seed: size }), noise(size * size, { seed: size + 1 })];
    const c = simd.allocate(size * size);
    // deno-fmt-ignore
    simd.matmul({
      a: fill(simd, a), aRow: size, aInner: 1, b: fill(simd, b), bInner: 1, bColumn: size,
      c, rows: size, inner: size, columns: size,
    });
    const bTransposed = b.map((_, at) => b[(at % size) * size + Math.floor(at / size)]);
    const shape = { rows: size, inner: size, columns: size };
    assertClose(c, textbookMatmul({ a, b: bTransposed }, shape), 3e-6);
  }
});
