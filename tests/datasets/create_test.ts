import { assertEquals, assertThrows } from "@std/assert";
import { createDataset, type DatasetParts } from "../../lib/datasets/create.ts";

Deno.test("rows and one flat array make the same dataset", () => {
  const labels = [0, 2];
  const rows = createDataset({ inputs: [[1, 2, 3], [4, 5, 6]], labels });
  const flat = createDataset({ inputs: Float64Array.of(1, 2, 3, 4, 5, 6), labels });
  assertEquals(rows, flat);
  assertEquals(rows, {
    name: "points",
    inputs: Float64Array.of(1, 2, 3, 4, 5, 6),
    labels: Int32Array.of(0, 2),
    samples: 2,
    features: 3,
    classes: 3,
  });
});

Deno.test("a dataset copies what it is made of", () => {
  const inputs = Float64Array.of(1, 2);
  const labels = Int32Array.of(0, 1);
  const dataset = createDataset({ inputs, labels, name: "pair", classes: 4 });
  inputs[0] = 9;
  labels[0] = 1;
  assertEquals([dataset.inputs[0], dataset.labels[0], dataset.classes], [1, 0, 4]);
  assertEquals(dataset.name, "pair");
});

const inputs = [[1, 2], [3, 4]];
const labels = [0, 1];

const refused: [why: string, parts: unknown, says: string][] = [
  ["no samples", { inputs: [], labels: [] }, "labels must be one or more"],
  ["no features", { inputs: [[], []], labels }, "inputs must be rows of one length"],
  ["ragged rows", { inputs: [[1, 2], [3]], labels }, "row 1 of inputs must be of length 2"],
  [
    "NaN",
    { inputs: [[1, 2], [3, NaN]], labels },
    "row 1, column 1 of inputs must be a finite number",
  ],
  [
    "infinity",
    { inputs: Float64Array.of(1, Infinity), labels },
    "row 1, column 0 of inputs must be a finite",
  ],
  ["a negative label", { inputs, labels: [0, -1] }, "label 1 must be a whole number"],
  ["a fractional label", { inputs, labels: [0.5, 1] }, "label 0"],
  ["too few labels", { inputs, labels: [0] }, "as many rows as there are labels, 1"],
  ["a torn flat array", { inputs: new Float64Array(3), labels }, "inputs"],
  ["too few classes", { inputs, labels, classes: 1 }, "classes must be a whole number, at least 2"],
];

for (const [why, parts, says] of refused) {
  Deno.test(`a dataset is refused for ${why}`, () => {
    assertThrows(() => createDataset(parts as DatasetParts), RangeError, says);
  });
}

const far: typeof refused = [
  ["a coordinate beyond float32", { inputs: [[1, 2], [3, 4e38]], labels }, "row 1, column 1"],
  [
    "an unknown part",
    { inputs, label: labels },
    'no option "label" of parts (did you mean "labels"',
  ],
  [
    "a label of too many classes",
    { inputs, labels: [0, 65_536] },
    "label 1 must be a whole number",
  ],
  ["too many classes", { inputs, labels, classes: 65_537 }, "classes must be a whole number, at"],
  ["features of the wrong size", { inputs: new Float64Array(2 * 65_537), labels }, "columns"],
  ["too many samples times classes", {
    inputs: new Float64Array(20_000),
    labels: new Int32Array(20_000),
    classes: 65_000,
  }, "classes must be a whole number, at least 1 and at most 53687"],
  ["targets of another length", { inputs, labels, targets: [[1]] }, "as there are labels, 2"],
  ["targets without rows or labels", { inputs, targets: [[1], [2], [3]] }, "rows of inputs, 2"],
  ["ragged targets", { inputs, targets: [[1], [2, 3]] }, "row 1 of targets must be of length 1"],
  ["torn targets", { inputs, labels, targets: new Float64Array(3) }, "each of 2 labels"],
  ["a target that is no number", { inputs, targets: [[1], [NaN]] }, "row 1, column 0 of targets"],
  ["no rows of targets", { inputs: [], targets: [] }, "the number of rows of inputs"],
  ["fewer classes than outputs", { inputs, targets: inputs, classes: 1 }, "at least 2"],
];

for (const [why, parts, says] of far) {
  Deno.test(`a dataset is refused for ${why}`, () => {
    assertThrows(() => createDataset(parts as DatasetParts), RangeError, says);
  });
}

const wrongKinds: [why: string, parts: unknown, says: string][] = [
  ["labels that are text", { inputs, labels: "01" }, "labels"],
  ["a label that is text", { inputs, labels: ["0", 1] }, "label 0"],
  ["inputs that are text", { inputs: "12", labels }, "inputs"],
  ["a row that is no array", { inputs: [1, 2], labels }, "row 0 of inputs"],
  [
    "a coordinate that is text",
    { inputs: [[1, 2], [3, "4"]], labels },
    "row 1, column 1 of inputs",
  ],
  ["a row with a hole", { inputs: [[1, 2], new Array(2)], labels }, "row 1, column 0 of inputs"],
  ["targets that are none", { inputs, labels, targets: null }, "targets must be an array of rows"],
  ["flat numbers without labels", {
    inputs: new Float64Array(2),
    targets: new Float64Array(2),
  }, "labels must be given where neither inputs nor targets are rows"],
  ["neither labels nor targets", { inputs }, "labels must be an array or an Int32Array"],
  ["a name that is no text", { inputs, labels, name: 3 }, "name"],
];

for (const [why, parts, says] of wrongKinds) {
  Deno.test(`a dataset is of the wrong kind for ${why}`, () => {
    assertThrows(() => createDataset(parts as DatasetParts), TypeError, says);
  });
}

Deno.test("targets are kept, as rows or flat, with labels or without", () => {
  const targets = [[0.2, 0.7, 0.1], [0.5, 0.5, 0]];
  const soft = createDataset({ inputs, targets });
  assertEquals(soft, {
    ...createDataset({ inputs, labels: [1, 0], classes: 3 }),
    targets: Float64Array.of(...targets.flat()),
  });
  const flat = createDataset({ inputs, targets: Float64Array.from(targets.flat()) });
  assertEquals(flat, soft);
  const onlyRows = createDataset({ inputs: Float64Array.from(inputs.flat()), targets });
  assertEquals(onlyRows, soft);
  const labelled = createDataset({ inputs, targets, labels: [1, 1] });
  assertEquals([[...labelled.labels], labelled.classes], [[1, 1], 2]);
});

Deno.test("a single column of targets makes two classes, on either side of one half", () => {
  const { labels, classes, targets } = createDataset({
    inputs: [[1], [2], [3], [4]],
    targets: [[0.5], [0.51], [-7], [9]],
  });
  assertEquals([[...labels], classes], [[0, 1, 0, 1], 2]);
  assertEquals([...targets!], [0.5, 0.51, -7, 9]);
});

Deno.test("targets are copied, and datasets without them have no such part", () => {
  const targets = Float64Array.of(1, 2);
  const dataset = createDataset({ inputs, targets });
  targets[0] = 9;
  assertEquals(dataset.targets![0], 1);
  assertEquals("targets" in createDataset({ inputs, labels }), false);
});

Deno.test("a regression has targets, no classes, and the names of both sides", () => {
  const parts = { inputs: [[1, 2], [3, 4]], targets: [[5], [6]], task: "regression" } as const;
  const described = { featureNames: ["a", "b"], targetNames: ["y"] };
  const { labels, classes, ...data } = createDataset({ ...parts, ...described });
  assertEquals([[...labels], classes], [[0, 0], 1]);
  assertEquals([data.task, data.featureNames, data.targetNames], ["regression", ["a", "b"], ["y"]]);
  const { targets: _, ...bare } = parts;
  assertThrows(() => createDataset(bare), TypeError, "targets must be given in a regression");
  assertThrows(
    () => createDataset({ ...parts, labels: [0, 1] }),
    RangeError,
    "labels must be left",
  );
  assertThrows(() => createDataset({ ...parts, classes: 2 }), RangeError, "classes must be left");
});

Deno.test("names of classes are also their number, if labels use fewer", () => {
  const parts = { inputs: [[1], [3]], labels: [0, 1] };
  assertEquals(createDataset({ ...parts, classNames: ["a", "b", "c"] }).classes, 3);
  const few = { ...parts, classNames: ["a"] };
  assertThrows(() => createDataset(few), RangeError, "classNames must be a list of 2 names");
});
