import { assertEquals, assertLessOrEqual, assertThrows } from "@std/assert";
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
    RangeError,
    'Cannot make the moons as there is no option "factor": options are noise, seed',
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

Deno.test("datasets refuse settings that they do not have, with the nearest spelling", () => {
  const cases: [() => unknown, string][] = [
    [() => makeMoons(9, { sead: 1 } as never), 'no option "sead" (did you mean "seed"?)'],
    [() => makeDataset("circles", 9, { radius: 1 } as never), "options are factor, noise, seed"],
    [
      () => makeDataset("xor", 9, { turns: 2 }),
      "Cannot make the XOR squares as there is no option",
    ],
    [() => makeBlobs(9, { noise: 1 } as never), 'no option "noise": options are centers, standard'],
    [() => makeBlobs(9, { sd: 1 } as never), 'did you mean "standardDeviation"?'],
    [() => makeSpiral(9, { class: 3 } as never), 'did you mean "classes"?'],
  ];
  for (const [make, says] of cases) assertThrows(make, RangeError, says);
  assertThrows(() => makeMoons(9, [] as never), TypeError, "options must be an object of settings");
});

Deno.test("sizes and noise that no memory or float32 holds are refused before work", () => {
  const start = performance.now();
  for (const name of datasetNames) {
    assertThrows(
      () => makeDataset(name, 9, { noise: 1e308 }),
      RangeError,
      "must be a finite number, at most 1e+37: current value is 1e+308",
    );
    assertThrows(() => makeDataset(name, 1e12), RangeError, "samples must be a whole number");
    const loud = makeDataset(name, 1000, { noise: 1e37 });
    assertEquals(loud.inputs.every((value) => Number.isFinite(Math.fround(value))), true);
  }
  const many = { centers: 65_537 };
  assertThrows(() => makeBlobs(100_000, many), RangeError, "centers must be a whole number");
  assertThrows(() => makeSpiral(100_000, { classes: 65_537 }), RangeError, "classes must be");
  assertThrows(() => makeSpiral(9, { turns: 1e308 }), RangeError, "turns must be a finite number");
  assertLessOrEqual(performance.now() - start, 1000);
});
