/** The choice of epochs for snapshots. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { spacedEpochs } from "../../mod.ts";

Deno.test("the requested number of epochs is chosen, from 0 to the last, if there are as many", () => {
  for (const epochs of [1, 2, 3, 11, 12, 150, 10_000]) {
    for (const count of [2, 3, 12, 30, 200]) {
      const spaced = spacedEpochs(epochs, count);
      assertEquals(spaced.length, Math.min(count, epochs + 1), `${epochs}, ${count}`);
      assertEquals([spaced[0], spaced[spaced.length - 1]], [0, epochs]);
      assert(spaced.every((epoch, at) => at === 0 || epoch > spaced[at - 1]), String(spaced));
      assert(spaced.every(Number.isInteger));
    }
  }
});

Deno.test("distances between epochs do not decrease except by rounding, and the first are 1", () => {
  const spaced = spacedEpochs(1000, 20);
  const steps = spaced.slice(1).map((epoch, at) => epoch - spaced[at]);
  assertEquals(steps.slice(0, 2), [1, 1]);
  assert(steps.every((step, at) => at === 0 || step >= steps[at - 1] - 1), String(steps));
  const factors = spaced.slice(10).map((epoch, at) => epoch / spaced[at + 9]);
  assert(Math.max(...factors) - Math.min(...factors) < 0.1, String(factors));
});

Deno.test("fewer than two epochs and invalid numbers of epochs are rejected", () => {
  assertThrows(() => spacedEpochs(10, 1), RangeError, "count must be a whole number, at least 2");
  assertThrows(() => spacedEpochs(2 ** 31, 2 ** 31), RangeError, "count must be a whole number");
  assertThrows(() => spacedEpochs(0, 5), RangeError, "epochs");
  assertThrows(() => spacedEpochs(2.5, 5), RangeError, "epochs");
});
