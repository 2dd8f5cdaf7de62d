import { assert, assertEquals, assertThrows } from "@std/assert";
import { createDataset } from "../../lib/datasets/create.ts";
import { makeMoons } from "../../lib/datasets/moons.ts";
import { checkSplit, splitIndices, trainTestSplit } from "../../lib/datasets/split.ts";
import further from "../reference/further_datasets.json" with { type: "json" };
import reference from "../reference/datasets.json" with { type: "json" };

const labelled = (labels: number[]) =>
  createDataset({ inputs: labels.map((_, index) => [index]), labels });

Deno.test("the moons of the reference split as scikit-learn splits them", () => {
  const { samples, noise, seed, testSize, stratify, train, test } = reference.moons;
  const moons = makeMoons(samples, { noise, seed });
  const indices = splitIndices(moons, { testSize, stratify, seed });
  assertEquals([...indices.train], train);
  assertEquals([...indices.test], test);
});

for (const { labels, testSize, seed, stratify, train, test, error } of further.splits) {
  const how = `${labels} labels, test size ${testSize}, seed ${seed}, stratify ${stratify}`;
  const dataset = labelled(further.labels[labels as keyof typeof further.labels]);
  const split = () => splitIndices(dataset, { testSize, seed, stratify });
  if (error === undefined) {
    Deno.test(`split as scikit-learn splits: ${how}`, () => {
      const indices = split();
      assertEquals([...indices.train], train);
      assertEquals([...indices.test], test);
    });
  } else {
    Deno.test(`refused as scikit-learn refuses: ${how}`, () => {
      assertThrows(split, RangeError, "the test side must have at least one sample for each");
    });
  }
}

Deno.test("both parts carry the samples of their indices", () => {
  const dataset = createDataset({
    name: "ten",
    inputs: Array.from({ length: 10 }, (_, index) => [index, -index]),
    labels: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0],
  });
  const { train, test } = splitIndices(dataset);
  const parts = trainTestSplit(dataset);
  assertEquals([...parts.test.inputs], [...test].flatMap((index) => [index, -index]));
  assertEquals([...parts.train.labels], [...train].map((index) => index % 3));
  assertEquals([parts.train.samples, parts.test.samples, parts.test.classes], [7, 3, 3]);
  assertEquals([parts.test.name, parts.test.features], ["ten", 2]);
});

Deno.test("splits that cannot be made are refused", () => {
  const dataset = labelled([0, 0, 0, 1, 1, 2]);
  const refuse = (options: { testSize?: number; stratify?: boolean; seed?: number }, why: string) =>
    assertThrows(() => splitIndices(dataset, options), RangeError, why);
  refuse({ testSize: 0 }, "testSize must be a finite number, above 0 and below 1");
  refuse({ testSize: 1 }, "testSize");
  refuse({ testSize: 0.9 }, "none of its 6 samples would be left to train with");
  refuse({ seed: 1.5 }, "seed");
  refuse({ stratify: true }, "each class must have at least 2 samples: the smallest has 1");
  const pairs = labelled([0, 0, 1, 1, 2, 2]);
  assertThrows(
    () => splitIndices(pairs, { testSize: 0.6, stratify: true }),
    RangeError,
    "the train side must have at least one sample for each of 3 classes: it would have 2",
  );
});

Deno.test("targets go with their samples, and the whole stays as it is", () => {
  const inputs = Array.from({ length: 10 }, (_, index) => [index]);
  const targets = inputs.map(([value]) => [10 * value, -value]);
  const whole = createDataset({ inputs, targets });
  const before = structuredClone(whole);
  const { train, test } = trainTestSplit(whole, { testSize: 0.3 });
  for (const side of [train, test]) {
    const rows = [...side.inputs].flatMap((value) => [10 * value, -value]);
    assertEquals([...side.targets!], rows);
  }
  assertEquals([train.targets!.length, test.targets!.length], [14, 6]);
  assertEquals(whole, before);
  assertEquals("targets" in trainTestSplit(makeMoons(10)).train, false);
});

Deno.test("weights go with their samples", () => {
  const points = createDataset({
    inputs: Array.from({ length: 10 }, (_, at) => [at]),
    labels: new Int32Array(10),
  });
  const sampleWeights = points.inputs.map((value) => value + 1);
  const split = trainTestSplit({ ...points, sampleWeights }, { testSize: 0.3 });
  for (const side of [split.train, split.test]) {
    assertEquals(side.sampleWeights, side.inputs.map((value) => value + 1));
  }
  assertEquals("sampleWeights" in trainTestSplit(makeMoons(10)).train, false);
});

Deno.test("a split refuses what it has no option for, and a stratify that is no boolean", () => {
  const moons = makeMoons(10);
  for (const stratify of ["no", 0, 1, null] as never[]) {
    assertThrows(
      () => trainTestSplit(moons, { stratify }),
      TypeError,
      "Cannot split the dataset as stratify must be true or false",
    );
  }
  assertThrows(
    () => trainTestSplit(moons, { test_size: 0.5 } as never),
    RangeError,
    'Cannot split the dataset as there is no option "test_size" (did you mean "testSize"?): ' +
      "options are testSize, seed, stratify",
  );
  const left = { stratify: undefined, testSize: undefined, seed: undefined };
  assertEquals(splitIndices(moons, left), splitIndices(moons));
});

Deno.test("a split is refused before there is a dataset in the words in which it is refused then", () => {
  const wordsOf = (work: () => unknown) => {
    try {
      work();
      return undefined;
    } catch (error) {
      assert(error instanceof Error);
      return `${error.name}: ${error.message}`;
    }
  };
  let refused = 0;
  for (const [samples, classes] of [[4, 2], [5, 2], [9, 3], [20, 4]]) {
    const dataset = labelled(Array.from({ length: samples }, (_, index) => index % classes));
    for (const testSize of [-1, 0, 0.01, 0.1, 0.3, 0.5, 0.8, 0.99, 1, 2, NaN]) {
      for (const stratify of [true, false]) {
        const expected = wordsOf(() => splitIndices(dataset, { testSize, stratify }));
        const sizes = { samples, classes };
        assertEquals(wordsOf(() => checkSplit(sizes, { testSize, stratify })), expected);
        if (expected !== undefined) refused++;
      }
    }
  }
  assert(refused > 20);
});
