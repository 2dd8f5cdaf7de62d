import { assertEquals, assertThrows } from "@std/assert";
import { makeMoons } from "../../lib/datasets/moons.ts";
import further from "../reference/further_datasets.json" with { type: "json" };
import reference from "../reference/datasets.json" with { type: "json" };
import { assertSameDataset } from "./reference.ts";

Deno.test("the moons of the reference are scikit-learn's", () => {
  const { samples, noise, seed } = reference.moons;
  assertSameDataset(makeMoons(samples, { noise, seed }), reference.moons);
});

for (const { samples, seed, ...sets } of further.sets) {
  Deno.test(`${samples} moons at seed ${seed} are scikit-learn's`, () => {
    const dataset = makeMoons(samples, { noise: 0.3, seed });
    assertSameDataset(dataset, sets["moons(noise=0.3)"]);
  });
}

for (const { samples, seed, ...sets } of further.sets) {
  Deno.test(`${samples} moons without noise at seed ${seed} are scikit-learn's`, () => {
    assertSameDataset(makeMoons(samples, { noise: 0, seed }), sets["moons(noise=None)"]);
  });
}

Deno.test("moons are named and default to noise 0.25 and seed 42", () => {
  const moons = makeMoons(31);
  assertEquals(moons, makeMoons(31, { noise: 0.25, seed: 42 }));
  assertEquals([moons.name, moons.classes], ["moons", 2]);
});

Deno.test("moons that cannot be made are refused", () => {
  assertThrows(
    () => makeMoons(10, { noise: -1 }),
    RangeError,
    "Cannot make the moons as noise must be a finite number, at least 0: current value is -1",
  );
  assertThrows(() => makeMoons(1), RangeError, "samples must be a whole number, at least 2");
  assertThrows(() => makeMoons(2.5), RangeError, "samples");
  assertThrows(() => makeMoons(10, { seed: -1 }), RangeError, "seed");
  assertThrows(() => makeMoons("10" as unknown as number), TypeError, "samples");
});
