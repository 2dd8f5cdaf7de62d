import { assertEquals, assertThrows } from "@std/assert";
import { makeBlobs } from "../../lib/datasets/blobs.ts";
import {
  type DatasetName,
  datasetNames,
  defaultNoise,
  makeDataset,
} from "../../lib/datasets/make.ts";
import { makeMoons } from "../../lib/datasets/moons.ts";
import { makeSpiral } from "../../lib/datasets/spiral.ts";

Deno.test("every name makes the dataset of that name", () => {
  assertEquals([...datasetNames], ["moons", "circles", "blobs", "spiral", "xor"]);
  for (const name of datasetNames) {
    const dataset = makeDataset(name, 12, { seed: 5, noise: 0.2, factor: undefined });
    assertEquals([dataset.name, dataset.samples], [name, 12]);
  }
});

Deno.test("settings reach the dataset, and noise is the deviation of blobs", () => {
  assertEquals(makeDataset("moons", 9, { noise: 0.1 }), makeMoons(9, { noise: 0.1 }));
  assertEquals(
    makeDataset("spiral", 9, { classes: 3, turns: 1 }),
    makeSpiral(9, { classes: 3, turns: 1 }),
  );
  const narrow = makeBlobs(9, { standardDeviation: 0.1 });
  assertEquals(makeDataset("blobs", 9, { noise: 0.1 }), narrow);
  assertEquals(makeDataset("blobs", 9, { standardDeviation: 0.1, noise: 3 }), narrow);
  assertEquals(makeDataset("blobs", 9), makeBlobs(9));
});

Deno.test("a name or a setting that is not the dataset's is refused", () => {
  const strange = "moon" as DatasetName;
  assertThrows(() => makeDataset(strange, 9), RangeError, 'did you mean "moons"?');
  assertThrows(
    () => makeDataset("moons", 9, { factor: 0.5 }),
    TypeError,
    'Cannot make the dataset as "moons" takes no factor, only noise, seed',
  );
  assertThrows(() => makeDataset("blobs", 1, { centers: 1 }), RangeError, "samples");
});

Deno.test("the noise of a dataset is the one it has where none is given", () => {
  for (const name of datasetNames) {
    const given = makeDataset(name, 30, { noise: defaultNoise(name) });
    assertEquals(given.inputs, makeDataset(name, 30).inputs, name);
  }
  assertThrows(() => defaultNoise("square" as "moons"), RangeError, "name");
});
