import { assertEquals, assertThrows } from "@std/assert";
import { createDataset, toSamples } from "../../mod.ts";

const data = createDataset({ inputs: [[0.1, 1], [2, 3], [4, 5]], labels: [1, 0, 2] });

Deno.test("targets of classes are one-hot rows of the model's number of outputs", () => {
  const { count, inputs, targets } = toSamples(data, { outputs: 3 });
  assertEquals([count, [...inputs]], [3, [Math.fround(0.1), 1, 2, 3, 4, 5]]);
  assertEquals([...targets], [0, 1, 0, 1, 0, 0, 0, 0, 1]);
  assertEquals([...toSamples(data, { outputs: 4 }).targets], [0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0]);
});

Deno.test("the target of a single value is the class", () => {
  const two = createDataset({ inputs: [[1], [2], [3]], labels: [1, 0, 1] });
  assertEquals([...toSamples(two, { outputs: 1, head: "values" }).targets], [1, 0, 1]);
});

Deno.test("samples are a copy, and the dataset is not changed", () => {
  const before = structuredClone(data);
  const { inputs, targets } = toSamples(data, { outputs: 3 });
  inputs.fill(9);
  targets.fill(9);
  assertEquals(data, before);
});

Deno.test("the only class of a single logit is always correct", () => {
  const one = createDataset({ inputs: [[1], [2]], labels: [0, 0] });
  assertEquals([...toSamples(one, { outputs: 1 }).targets], [1, 1]);
});

Deno.test("a dataset's own targets are used instead of its labels", () => {
  const soft = { ...data, targets: Float64Array.of(0.2, 0.3, 0.5, 1, 0, 0, 0, 0.25, 0.75) };
  const { targets } = toSamples(soft, { outputs: 3 });
  assertEquals(targets, Float32Array.from(soft.targets));
  assertThrows(() => toSamples(soft, { outputs: 4 }), RangeError, "outputs must be 3");
});

Deno.test("too many outputs are rejected before their targets are created", () => {
  for (const outputs of [2 ** 31, 65_537]) {
    assertThrows(() => toSamples(data, { outputs }), RangeError, "outputs must be a whole number");
  }
  const misspelt = { outputs: 3, heads: "values" } as { outputs: number };
  assertThrows(() => toSamples(data, misspelt), RangeError, '(did you mean "head"?)');
});
