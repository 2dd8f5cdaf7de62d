import { assertEquals, assertLessOrEqual } from "@std/assert";
import { erfc } from "../../../lib/models/activations/scalar_math.ts";
import { sweep } from "../../oracle.ts";
import further from "../../reference/further_ops.json" with { type: "json" };

Deno.test("erfc is right to 1e-15 of the larger of itself and its complement", () => {
  for (const [x, expected] of further.erfc) {
    const scale = Math.max(expected, Math.abs(1 - expected));
    assertLessOrEqual(Math.abs(erfc(x) - expected) / scale, 1e-15, `erfc(${x})`);
  }
});

Deno.test("deep in the right tail erfc keeps its digits", () => {
  const tail = further.erfc.filter(([x, expected]) => x >= 2.5 && expected > 1e-300);
  assertEquals(tail.length, 13);
  for (const [x, expected] of tail) {
    assertLessOrEqual(Math.abs(erfc(x) / expected - 1), 3e-14, `erfc(${x})`);
  }
});

Deno.test("series and fraction meet: erfc falls from 2 to 0 all the way", () => {
  const values = [...sweep(-30, 30, 60_001)].map(erfc);
  values.forEach((value, index) => {
    // A last place of the larger value: neither method is monotonic below that.
    if (index > 0) assertLessOrEqual(value, values[index - 1] + 4e-16, `at ${index}`);
  });
  assertEquals([erfc(-Infinity), erfc(0), erfc(Infinity), erfc(NaN)], [2, 1, 0, NaN]);
});
