import { assertEquals, assertLessOrEqual, assertThrows } from "@std/assert";
import { checkDataset } from "../../lib/datasets/check_dataset.ts";
import { createDataset } from "../../lib/datasets/create.ts";
import type { Dataset } from "../../lib/datasets/dataset.ts";
import { fitScaler, scaleDataset, standardScale } from "../../lib/datasets/scale.ts";
import { checkSplit, splitIndices, trainTestSplit } from "../../lib/datasets/split.ts";

const good = createDataset({
  inputs: [[0, 1], [2, 3], [4, 5]],
  labels: [0, 1, 1],
  targets: [[0.5], [1], [2]],
});
const { RangeError: range, TypeError: type } = globalThis;

const broken: [part: object, kind: typeof RangeError, says: string][] = [
  [{ samples: Infinity }, range, "data.samples must be a whole number, at least 1"],
  [{ samples: 0 }, range, "data.samples"],
  [{ samples: 2.5 }, range, "data.samples"],
  [{ samples: 2 ** 53 }, range, "data.samples"],
  [{ samples: 2 ** 52 }, range, "data.inputs must be 4503599627370496 rows of 2 numbers"],
  [{ samples: 4 }, range, "data.inputs must be 4 rows of 2 numbers: current value is"],
  [{ features: 2 ** 31 }, range, "data.features must be a whole number, at least 1 and at most"],
  [{ features: -1 }, range, "data.features"],
  [{ features: 3 }, range, "data.inputs must be 3 rows of 3 numbers"],
  [{ features: NaN }, range, "data.features"],
  [{ classes: 0 }, range, "data.classes must be a whole number, at least 1 and at most 65536"],
  [{ classes: 2 ** 31 }, range, "data.classes"],
  [{ classes: 1 }, range, "label 1 of data must be a whole number from 0 to 0: current value is 1"],
  [
    { labels: Int32Array.of(0, -1, 0) },
    range,
    "label 1 of data must be a whole number from 0 to 1",
  ],
  [{ labels: Int32Array.of(0, 1) }, range, "data.labels must be one for each of 3 samples"],
  [{ labels: [0, 1, 1] }, type, "data.labels must be an Int32Array: current value is [0,1,1]"],
  [{ labels: {} }, type, "data.labels must be an Int32Array"],
  [{ inputs: {} }, type, "data.inputs must be a Float64Array: current value is {}"],
  [{ inputs: new Float32Array(6) }, type, "current value is Float32Array [0, 0, 0, 0, 0, 0]"],
  [
    { inputs: Float64Array.of(0, 1, 2, NaN, 4, 5) },
    range,
    "row 1, column 1 of data.inputs must be",
  ],
  [{ inputs: Float64Array.of(0, 1, 2, 3, 4e38, 5) }, range, "row 2, column 0 of data.inputs"],
  [{ targets: Float64Array.of(0, Infinity, 1) }, range, "row 1, column 0 of data.targets must be"],
  [{ targets: new Float64Array(0) }, range, "data.targets must be 3 rows of 1 numbers"],
  [{ targets: new Float64Array(4) }, range, "data.targets must be 3 rows of 1 numbers"],
  [{ targets: [1, 2, 3] }, type, "data.targets must be a Float64Array"],
  [{ targets: null }, type, "data.targets must be a Float64Array: current value is null"],
  [{ sampleWeights: [1, 2, 3] }, type, "data.sampleWeights must be a Float64Array"],
  [
    { sampleWeights: Float64Array.of(1, 2) },
    range,
    "data.sampleWeights must be 3 rows of 1 numbers",
  ],
  [
    { sampleWeights: Float64Array.of(1, 2, Infinity) },
    range,
    "row 2, column 0 of data.sampleWeights",
  ],
  [{ sampleWeights: Float64Array.of(1, 0, 2) }, range, "sampleWeights[1] of data must be above 0"],
  [
    { sampleWeights: Float64Array.of(1, 2, 1e-50) },
    range,
    "sampleWeights[2] of data must be above",
  ],
  [{ name: 5 }, type, "data.name must be text"],
  [{ samples: "3" }, type, "samples of data must be a number"],
];

Deno.test("a dataset whose parts fit is returned as it is", () => {
  assertEquals(checkDataset("try", "data", good), good);
  assertEquals(checkDataset("try", "data", { ...good, targets: undefined }).targets, undefined);
});

Deno.test("a hand-made dataset that does not fit is refused at once, in one line", () => {
  const start = performance.now();
  for (const [part, kind, says] of broken) {
    const dataset = { ...good, ...part } as Dataset;
    assertThrows(() => checkDataset("try", "data", dataset), kind, says);
    const users = [
      () => fitScaler(dataset),
      () => standardScale(dataset),
      () => scaleDataset(dataset, fitScaler(good)),
      () => trainTestSplit(dataset),
    ];
    for (const use of users) assertThrows(use, kind, "Cannot ");
  }
  assertLessOrEqual(performance.now() - start, 1000);
});

Deno.test("indices are drawn of labels and samples alone, which are held against each other", () => {
  const { labels } = good;
  assertEquals(splitIndices({ labels, samples: 3 }).test.length, 1);
  for (const samples of [Infinity, -1, 0, 4, 2 ** 40]) {
    assertThrows(() => splitIndices({ labels, samples }), range, "Cannot split the dataset as ");
  }
  const negative = { labels: Int32Array.of(-1, 0, 0), samples: 3 };
  assertThrows(() => splitIndices(negative), range, "label 0 of dataset");
  const list = { labels: [0, 1, 1] as never, samples: 3 };
  assertThrows(() => splitIndices(list), type, "dataset.labels must be an Int32Array");
});

Deno.test("a single part of the wrong kind is named, with its value", () => {
  const dataset = { ...good, samples: 2n as unknown as number };
  assertThrows(
    () => fitScaler(dataset),
    TypeError,
    "Cannot fit the scaler as samples of dataset must be a number: current value is 2n",
  );
  assertThrows(
    () => checkSplit({ samples: 2n as unknown as number, classes: 2 }),
    TypeError,
    "Cannot split the dataset as samples of dataset must be a number: current value is 2n",
  );
});
