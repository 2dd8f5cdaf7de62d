import { assertEquals } from "@std/assert";
import { createDataset, toSamples } from "../../mod.ts";

const data = createDataset({ inputs: [[0.1, 1], [2, 3], [4, 5]], labels: [1, 0, 2] });

Deno.test("classes become one-hot rows, as wide as the model", () => {
  const { count, inputs, targets } = toSamples(data, 3);
  assertEquals([count, [...inputs]], [3, [Math.fround(0.1), 1, 2, 3, 4, 5]]);
  assertEquals([...targets], [0, 1, 0, 1, 0, 0, 0, 0, 1]);
  assertEquals([...toSamples(data, 4).targets], [0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0]);
});

Deno.test("for a single output the target is the class itself", () => {
  const two = createDataset({ inputs: [[1], [2], [3]], labels: [1, 0, 1] });
  assertEquals([...toSamples(two, 1).targets], [1, 0, 1]);
});

Deno.test("samples are a copy: the dataset stays as it is", () => {
  const before = structuredClone(data);
  const { inputs, targets } = toSamples(data, 3);
  inputs.fill(9);
  targets.fill(9);
  assertEquals(data, before);
});
