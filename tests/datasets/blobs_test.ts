import { assertEquals, assertThrows } from "@std/assert";
import { makeBlobs } from "../../lib/datasets/blobs.ts";
import further from "../reference/further_datasets.json" with { type: "json" };
import reference from "../reference/datasets.json" with { type: "json" };
import { assertSameDataset } from "./reference.ts";

Deno.test("the blobs of the reference are scikit-learn's", () => {
  const { samples, centers, seed } = reference.blobs;
  assertSameDataset(makeBlobs(samples, { centers, seed }), reference.blobs);
});

for (const { samples, seed, ...sets } of further.sets) {
  Deno.test(`${samples} points in blobs at seed ${seed} are scikit-learn's`, () => {
    const dataset = makeBlobs(samples, {
      centers: Math.min(samples, 4),
      standardDeviation: 0.7,
      seed,
    });
    assertSameDataset(dataset, sets["blobs(centers=min(samples, 4), cluster_std=0.7)"]);
  });
}

Deno.test("blobs are named and default to 3 centers of deviation 1 at seed 42", () => {
  const blobs = makeBlobs(31);
  assertEquals(blobs, makeBlobs(31, { centers: 3, standardDeviation: 1, seed: 42 }));
  assertEquals([blobs.name, blobs.classes], ["blobs", 3]);
});

Deno.test("blobs that cannot be made are refused", () => {
  assertThrows(() => makeBlobs(2), RangeError, "samples must be a whole number, at least 3");
  assertThrows(() => makeBlobs(10, { centers: 0 }), RangeError, "centers");
  assertThrows(() => makeBlobs(10, { standardDeviation: -1 }), RangeError, "standardDeviation");
});
