import { assertGreater, assertLess } from "@std/assert";
import { simdPeak } from "../../../scripts/bench/peak_simd.ts";

Deno.test("one thread of WebAssembly computes as many billions a second as a processor may", () => {
  const peak = (simdPeak().peak ?? 0) / 1e9;
  // One lane at 0.5 GHz would be below; 16 lanes at 6 GHz in two units, none has.
  assertGreater(peak, 1);
  assertLess(peak, 400);
});
