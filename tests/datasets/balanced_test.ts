/**
 * Classes of other sizes and numbers: scikit-learn's datasets, stored and made anew where it is installed.
 */

import { assertEquals, assertThrows } from "@std/assert";
import { type DatasetOptions, makeCircles, makeDataset, makeMoons } from "../../mod.ts";
import stored from "../reference/balanced_datasets.json" with { type: "json" };
import { pythonTest } from "../python.ts";
import { assertSameDataset, type Points } from "./reference.ts";

interface Case extends Points, DatasetOptions {
  readonly name: string;
  readonly samples: number | number[];
}

function assertSameCases(cases: readonly Case[]): void {
  for (const { name, samples, x, y, ...options } of cases) {
    const made = makeDataset(name as "moons", samples as number, options);
    assertSameDataset(made, { x, y });
  }
}

Deno.test("moons and circles of unequal classes and more blobs are scikit-learn's", () =>
  assertSameCases(stored.cases));

pythonTest("the installed scikit-learn makes the same", ["sklearn"], async (python) => {
  const script = new URL("../reference/make_balanced_datasets.py", import.meta.url);
  const { cases } = JSON.parse(await python([script.pathname]));
  assertEquals(cases.length, stored.cases.length);
  assertSameCases(cases);
});

Deno.test("sizes of classes are two whole numbers from 1 up, of moons and circles alone", () => {
  const cases: [samples: unknown, says: string][] = [
    [[5], "samples must be a number, or the numbers of points of two classes"],
    [[1, 2, 3], "samples must be a number, or the numbers of points of two classes"],
    [[0, 5], "samples[0] must be a whole number, at least 1"],
    [[5, 2.5], "samples[1] must be a whole number, at least 1"],
    [[9e6, 9e6], "samples must be a whole number, at least 2 and at most 10000000"],
  ];
  for (const [samples, says] of cases) {
    for (const make of [makeMoons, makeCircles]) {
      assertThrows(() => make(samples as [number, number]), RangeError, says);
    }
  }
  assertThrows(() => makeDataset("xor", [5, 5]), TypeError, "samples must be a whole number");
});
