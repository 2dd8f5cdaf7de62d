import { assertEquals, assertThrows } from "@std/assert";
import { makeCircles } from "../../lib/datasets/circles.ts";
import further from "../reference/further_datasets.json" with { type: "json" };
import reference from "../reference/datasets.json" with { type: "json" };
import { assertSameDataset } from "./reference.ts";

Deno.test("the circles of the reference are scikit-learn's", () => {
  const { samples, noise, factor, seed } = reference.circles;
  assertSameDataset(makeCircles(samples, { noise, factor, seed }), reference.circles);
});

for (const { samples, seed, ...sets } of further.sets) {
  Deno.test(`${samples} circles at seed ${seed} are scikit-learn's`, () => {
    const dataset = makeCircles(samples, { noise: 0.05, factor: 0.3, seed });
    assertSameDataset(dataset, sets["circles(noise=0.05, factor=0.3)"]);
  });
}

Deno.test("circles are named and default to factor 0.5, noise 0.1 and seed 42", () => {
  const circles = makeCircles(31);
  assertEquals(circles, makeCircles(31, { factor: 0.5, noise: 0.1, seed: 42 }));
  assertEquals([circles.name, circles.classes], ["circles", 2]);
});

Deno.test("circles that cannot be made are refused", () => {
  assertThrows(() => makeCircles(10, { factor: 1 }), RangeError, "at least 0 and below 1");
  assertThrows(() => makeCircles(10, { factor: -0.1 }), RangeError, "factor");
  assertThrows(() => makeCircles(10, { noise: NaN }), RangeError, "noise");
  assertThrows(() => makeCircles(1), RangeError, "Cannot make the circles as samples");
});
