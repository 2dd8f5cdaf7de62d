import { assertEquals, assertThrows } from "@std/assert";
import {
  float32FromBase64,
  float64FromBase64,
  fromBase64,
  toBase64,
  uint32FromBase64,
} from "../lib/base64.ts";

Deno.test("bytes of every remainder of three come back", () => {
  for (const length of [0, 1, 2, 3, 4, 255, 256, 8191, 8192, 8193, 1_000_003]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + 7) & 255);
    const text = toBase64(bytes);
    assertEquals(fromBase64(text).length, length);
    assertEquals(fromBase64(text), bytes);
    assertEquals(text.length, 4 * Math.ceil(length / 3));
  }
});

Deno.test("numbers are stored little-endian, whatever their bits", () => {
  assertEquals([...fromBase64(toBase64(Uint32Array.of(0x04030201)))], [1, 2, 3, 4]);
  const doubles = Float64Array.of(-0, 5e-324, Number.MAX_VALUE, NaN, -Infinity, 0.1);
  assertEquals(float64FromBase64(toBase64(doubles)), doubles);
  const singles = Float32Array.of(-0, 1e-45, 3.4e38, NaN, Infinity);
  assertEquals(float32FromBase64(toBase64(singles)), singles);
  assertEquals([...uint32FromBase64(toBase64(Uint32Array.of(0xffffffff, 0)))], [0xffffffff, 0]);
});

Deno.test("a view is stored, not all of its buffer", () => {
  const whole = Float32Array.of(1, 2, 3, 4);
  assertEquals([...float32FromBase64(toBase64(whole.subarray(1, 3)))], [2, 3]);
});

Deno.test("what is no base64, or of a wrong length, is refused in one line", () => {
  assertThrows(() => fromBase64("?"), SyntaxError, 'must be base64: current value is "?"');
  assertThrows(() => uint32FromBase64("AAAA"), SyntaxError, "multiple of 4 bytes");
  assertThrows(() => float64FromBase64("AAAAAA=="), SyntaxError, "multiple of 8 bytes");
  assertThrows(() => fromBase64(5 as never), TypeError, "must be base64 text: current value is 5");
  assertThrows(() => toBase64([1] as never), TypeError, "must be a typed array");
});
