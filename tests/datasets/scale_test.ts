import { assertAlmostEquals, assertEquals, assertLessOrEqual, assertThrows } from "@std/assert";
import { createDataset } from "../../lib/datasets/create.ts";
import { makeMoons } from "../../lib/datasets/moons.ts";
import { fitScaler, scaleDataset, scaleTargets, standardScale } from "../../lib/datasets/scale.ts";
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

Deno.test("the mean of a million samples far from 0 is exact to the last places", () => {
  const samples = 1_000_000;
  const inputs = Float64Array.from({ length: samples }, (_, index) => 1.7e9 + 2 * index / samples);
  const dataset = createDataset({ inputs, labels: new Int32Array(samples) });
  const { mean, scale } = fitScaler(dataset);
  assertAlmostEquals(mean[0], 1.7e9 + 1 - 1 / samples, 1e-6);
  assertAlmostEquals(scale[0], Math.sqrt(1 / 3), 1e-6);
  const again = fitScaler(standardScale(dataset));
  assertAlmostEquals(again.mean[0], 0, 1e-6);
});

Deno.test("targets are carried along as they are", () => {
  const targets = [[0.5, 2], [-1, 7]];
  const scaled = standardScale(createDataset({ inputs: [[1], [3]], targets }));
  assertEquals([...scaled.targets!], targets.flat());
});

Deno.test("what would not be finite in float32 is refused with its row and column", () => {
  const points = createDataset({ inputs: [[0, 0], [0, 10]], labels: [0, 1] });
  const scaler = { mean: Float64Array.of(0, 0), scale: Float64Array.of(1, 1e-38) };
  assertThrows(
    () => scaleDataset(points, scaler),
    RangeError,
    "Cannot scale the dataset as row 1, column 1 of the scaled inputs must be a finite number in " +
      "float32: current value is 1.0",
  );
  const tiny = createDataset({ inputs: [[3e38], [-3e38]], labels: [0, 1] });
  assertEquals([...standardScale(tiny).inputs], [1, -1]);
});

Deno.test("a scaler by hand is held to its bounds", () => {
  const points = createDataset({ inputs: [[0], [1]], labels: [0, 1] });
  const cases: [mean: number, scale: number, says: string][] = [
    [0, 0, "scale[0] of the scaler must be a finite number, above 0"],
    [0, -1, "scale[0] of the scaler"],
    [NaN, 1, "mean[0] of the scaler must be a finite number"],
    [0, Infinity, "scale[0] of the scaler"],
  ];
  for (const [mean, scale, says] of cases) {
    const scaler = { mean: Float64Array.of(mean), scale: Float64Array.of(scale) };
    assertThrows(() => scaleDataset(points, scaler), RangeError, says);
  }
  const half = { mean: Float64Array.of(0), scale: new Float64Array(0) };
  assertThrows(() => scaleDataset(points, half), RangeError, "of 1 features");
});

Deno.test("a scaled dataset has a scaler that converts numbers in their own units", () => {
  const raw = createDataset({ inputs: [[2, 10], [4, 30], [9, 20]], labels: [0, 1, 1] });
  const once = standardScale(raw);
  assertEquals(once.scaler, fitScaler(raw));
  const twice = scaleDataset(once, { mean: [1, -2], scale: [4, 0.5] });
  const again = scaleDataset(raw, twice.scaler!);
  twice.inputs.forEach((value, index) => assertAlmostEquals(again.inputs[index], value, 1e-14));
});

Deno.test("targets of a regression are scaled, and of no other dataset", () => {
  const parts = { inputs: [[1], [2]], targets: [[190, 0], [210, 8]] };
  const scaled = scaleTargets(createDataset({ ...parts, task: "regression" }));
  assertEquals([...scaled.targets!], [-1, -1, 1, 1]);
  assertEquals(scaled.targetScaler, { mean: [200, 4], scale: [10, 4] });
  assertThrows(() => scaleTargets(createDataset(parts)), RangeError, 'must be "regression"');
  const half = { mean: [1], scale: [1] };
  assertThrows(() => scaleTargets(scaled, half), RangeError, "the scaler must be of 2 targets");
});
