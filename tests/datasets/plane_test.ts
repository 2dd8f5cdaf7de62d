/** Planes through data: scikit-learn's principal components, and two features in their own units. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  createDataset,
  featurePlane,
  Generator,
  makeMoons,
  principalPlane,
  projectDataset,
  standardScale,
} from "../../mod.ts";
import reference from "../reference/principal_components.json" with { type: "json" };

function datasetOf(inputs: number[][]) {
  return createDataset({ inputs, labels: inputs.map((_, at) => at % 2) });
}

Deno.test("the principal components are scikit-learn's, except for their sign", () => {
  for (const { inputs, components, share } of reference.cases) {
    const { x, y, note } = principalPlane(datasetOf(inputs));
    for (const [at, found] of [x, y].entries()) {
      const sign = Math.sign(found.reduce((sum, value, i) => sum + value * components[at][i], 0));
      found.forEach((value, i) => assertAlmostEquals(sign * value, components[at][i], 1e-6));
      const largest = found.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0];
      assert(largest > 0);
    }
    assert(note.includes(`${Math.round(100 * share)}% of the variance`), note);
  }
});

Deno.test("thousands of features have principal components too, within a few seconds", () => {
  const generator = new Generator(1);
  for (const [samples, features] of [[40, 3000], [400, 300]]) {
    const rows = Array.from({ length: samples }, () => Array.from(generator.randn(features)));
    const mean = rows[0].map((_, at) => rows.reduce((sum, row) => sum + row[at], 0) / samples);
    const { x, y } = principalPlane(datasetOf(rows));
    const product = (one: readonly number[], other: readonly number[]) =>
      one.reduce((sum, value, at) => sum + value * other[at], 0);
    assertAlmostEquals(product(x, y), 0, 1e-12);
    // An eigenvector is its own image, but for its length: data of noise alone have the closest ones.
    const lengths = [x, y].map((vector) => {
      const scores = rows.map((row) => product(row.map((value, at) => value - mean[at]), vector));
      const image = mean.map((_, at) =>
        rows.reduce((sum, row, index) => sum + scores[index] * (row[at] - mean[at]), 0)
      );
      const length = product(image, vector);
      image.forEach((value, at) => assertAlmostEquals(value / length, vector[at], 1e-6));
      return length;
    });
    assert(lengths[0] > lengths[1]);
  }
});

Deno.test("points on the plane are projected to where they are", () => {
  const data = standardScale(datasetOf(reference.cases[1].inputs));
  for (const plane of [featurePlane(data, ["feature 4", "feature 2"]), principalPlane(data)]) {
    const { origin, x, y } = plane;
    const places = [[0, 0], [2, -1], [-3, 0.5]];
    const inputs = places.map(([u, v]) => origin.map((value, at) => value + u * x[at] + v * y[at]));
    const { inputs: found, features } = projectDataset(datasetOf(inputs), plane);
    assertEquals(features, 2);
    places.flat().forEach((value, at) => assertAlmostEquals(found[at], value, 1e-12));
  }
});

Deno.test("a plane of features has their own units, and says what else there is", () => {
  const inputs = [[1, 20, 300, 5], [3, 40, 100, 6], [2, 90, 200, 7]];
  const names = ["a", "b", "c", "d"];
  const data = standardScale({ ...datasetOf(inputs), featureNames: names });
  const plane = featurePlane(data, ["c", "a"]);
  const projected = projectDataset(data, plane);
  [300, 1, 100, 3, 200, 2].forEach((value, at) =>
    assertAlmostEquals(projected.inputs[at], value, 1e-10)
  );
  assertEquals([plane.labels, plane.note], [["c", "a"], "2 other features at their mean"]);
  assertEquals(projected.featureNames, ["c", "a"]);
  assertThrows(() => featurePlane(data, ["a", "a"]), RangeError, "two different names");
  assertThrows(() => featurePlane(data, ["a", "e"]), RangeError, "one of a, b, c, d");
  assertThrows(() => projectDataset(makeMoons(5), plane), RangeError, "a list of 2 numbers");
});

Deno.test("data without variance, or of one feature, have a plane or one clear line", () => {
  const { x, y } = principalPlane(datasetOf([[1, 1, 1], [1, 1, 1]]));
  assert([...x, ...y].every(Number.isFinite));
  assertThrows(() => principalPlane(datasetOf([[1], [2]])), RangeError, "at least 2");
  assertThrows(() => featurePlane(datasetOf([[1], [2]])), RangeError, "at least 2");
});
