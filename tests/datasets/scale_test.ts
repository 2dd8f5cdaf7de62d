import { assertAlmostEquals, assertEquals, assertLessOrEqual, assertThrows } from "@std/assert";
import { createDataset } from "../../lib/datasets/create.ts";
import { makeMoons } from "../../lib/datasets/moons.ts";
import { fitScaler, scaleDataset, standardScale } from "../../lib/datasets/scale.ts";
import reference from "../reference/datasets.json" with { type: "json" };
import { largestDeviation } from "./reference.ts";

const { samples, noise, seed, mean, scale, train, test, xTrainScaled, xTestScaled } =
  reference.moons;

Deno.test("mean, scale and scaled points are those of StandardScaler", () => {
  const moons = makeMoons(samples, { noise, seed });
  const scaler = fitScaler(moons);
  assertLessOrEqual(largestDeviation(scaler.mean, mean), 1e-12);
  assertLessOrEqual(largestDeviation(scaler.scale, scale), 1e-12);
  const { inputs } = standardScale(moons);
  const rows = (indices: number[]) => indices.flatMap((i) => [inputs[2 * i], inputs[2 * i + 1]]);
  assertLessOrEqual(largestDeviation(rows(train), xTrainScaled.flat()), 1e-12);
  assertLessOrEqual(largestDeviation(rows(test), xTestScaled.flat()), 1e-12);
});

Deno.test("a constant feature is moved to 0 and not divided", () => {
  const dataset = createDataset({
    inputs: [[0.1, 3], [0.1, 5], [0.1, 7]],
    labels: [0, 1, 0],
  });
  assertEquals(fitScaler(dataset).scale[0], 1);
  const { inputs } = standardScale(dataset);
  const deviation = Math.sqrt(8 / 3);
  [0, -2 / deviation, 0, 0, 0, 2 / deviation].forEach((value, index) =>
    assertAlmostEquals(inputs[index], value, 1e-15)
  );
});

Deno.test("a scaler learnt of one dataset scales another", () => {
  const learnt = createDataset({ inputs: [[0], [2]], labels: [0, 1] });
  const other = createDataset({ inputs: [[5], [-1]], labels: [1, 0], name: "other" });
  const scaled = scaleDataset(other, fitScaler(learnt));
  assertEquals([...scaled.inputs], [4, -2]);
  assertEquals([scaled.name, [...scaled.labels]], ["other", [1, 0]]);
  assertEquals([...other.inputs], [5, -1]);
});

Deno.test("a scaler of other features is refused", () => {
  const line = createDataset({ inputs: [[0], [2]], labels: [0, 1] });
  assertThrows(() => scaleDataset(makeMoons(5), fitScaler(line)), RangeError, "of 2 features");
});
