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
  ["NaN", { inputs: [[1, 2], [3, NaN]], labels }, "input 3 must be a finite number"],
  ["infinity", { inputs: Float64Array.of(1, Infinity), labels }, "input 1"],
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

const wrongKinds: [why: string, parts: unknown, says: string][] = [
  ["labels that are text", { inputs, labels: "01" }, "labels"],
  ["a label that is text", { inputs, labels: ["0", 1] }, "label 0"],
  ["inputs that are text", { inputs: "12", labels }, "inputs"],
  ["a row that is no array", { inputs: [1, 2], labels }, "row 0 of inputs"],
  ["a coordinate that is text", { inputs: [[1, 2], [3, "4"]], labels }, "row 1 of inputs"],
  ["a name that is no text", { inputs, labels, name: 3 }, "name"],
];

for (const [why, parts, says] of wrongKinds) {
  Deno.test(`a dataset is of the wrong kind for ${why}`, () => {
    assertThrows(() => createDataset(parts as DatasetParts), TypeError, says);
  });
}
