import { assertEquals, assertMatch } from "@std/assert";
import { disagreement, thinned } from "../../../scripts/bench/agreement.ts";

Deno.test("results agree within rounding, by the size of the values", () => {
  const expected = Float32Array.of(0, 1, -2000);
  assertEquals(disagreement(Float32Array.of(9e-5, 1.00005, -2000.1), expected), undefined);
  assertMatch(disagreement(Float32Array.of(0, 1.001, -2000), expected)!, /^1\.00.* instead of 1$/);
  assertMatch(disagreement(Float32Array.of(0, 1, 2000), expected)!, /^2000 instead of -2000$/);
});

Deno.test("NaN agrees with nothing, and neither does a result of another length", () => {
  assertEquals(disagreement(Float32Array.of(NaN), Float32Array.of(1)), "NaN instead of 1");
  assertEquals(disagreement(Float32Array.of(1), Float32Array.of(NaN)), "1 instead of NaN");
  const longer = disagreement(new Float32Array(3), new Float32Array(2));
  assertEquals(longer, "3 values instead of 2");
});

Deno.test("what is random is compared with nothing", () => {
  assertEquals(disagreement(new Float32Array(), Float32Array.of(1)), undefined);
  assertEquals(disagreement(Float32Array.of(1), new Float32Array()), undefined);
});

Deno.test("a long result is thinned out evenly, from its first value to its last", () => {
  const long = Float32Array.from({ length: 1_000_001 }, (_, at) => at);
  const few = thinned(long);
  assertEquals([few.length, few[0], few[4095]], [4096, 0, 1_000_000]);
  const gaps = Array.from(few.subarray(1), (value, at) => value - few[at]);
  assertEquals(gaps.every((gap) => gap === 244 || gap === 245), true);
  const short = Float32Array.of(3, 1, 2);
  assertEquals(thinned(short), short);
});
