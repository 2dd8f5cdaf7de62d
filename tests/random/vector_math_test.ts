import { assertAlmostEquals, assertEquals } from "@std/assert";
import { logarithm, sineAndCosine } from "../../lib/random/vector_math.ts";

/** One float32 step at `value`, or at 1 where it is smaller. */
const rounding = (value: number) => 2 ** -23 * Math.max(1, Math.abs(value));

Deno.test("the logarithm is the logarithm as far as float32 goes", () => {
  for (let whole = 1; whole <= 2 ** 24; whole = Math.ceil(whole * 1.01)) {
    const value = Math.min(whole, 2 ** 24) / 2 ** 24;
    const expected = Math.log(value);
    assertAlmostEquals(logarithm(value), expected, rounding(expected));
    assertEquals(logarithm(value), Math.fround(logarithm(value)));
  }
  assertEquals(Math.abs(logarithm(1)), 0);
});

Deno.test("sine and cosine are right all around the circle as far as float32 goes", () => {
  for (let step = 0; step <= 1000; step++) {
    const angle = Math.fround(2 * Math.PI * step / 1000);
    const [sine, cosine] = sineAndCosine(angle);
    assertAlmostEquals(sine, Math.sin(angle), rounding(1));
    assertAlmostEquals(cosine, Math.cos(angle), rounding(1));
    assertEquals([sine, cosine], [Math.fround(sine), Math.fround(cosine)]);
  }
});
