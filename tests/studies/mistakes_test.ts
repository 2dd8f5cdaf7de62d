/** Mistakes: which samples they are, their order, and how many. */

import { assertEquals, assertThrows } from "@std/assert";
import { mistakes } from "../../mod.ts";

const rows = [
  [0.1, 0.2, 0.7],
  [0.5, 0.5, 0],
  [0.05, 0.9, 0.05],
  [0.2, 0.1, 0.7],
];
const probabilities = Float32Array.from(rows.flat());

Deno.test("mistakes are the samples of another class, the most certain ones first", () => {
  const found = mistakes(probabilities, [0, 1, 2, 1]);
  assertEquals(found.map(({ sample, actual, predicted }) => [sample, actual, predicted]), [
    [2, 2, 1],
    // Of equal probabilities the first sample is first.
    [0, 0, 2],
    [3, 1, 2],
    [1, 1, 0],
  ]);
  assertEquals(found.map(({ probability }) => probability), [0.9, 0.7, 0.7, 0.5].map(Math.fround));
  assertEquals(mistakes(probabilities, [0, 1, 2, 1], { most: 2 }), found.slice(0, 2));
  assertEquals(mistakes(probabilities, [2, 0, 1, 2]), []);
});

Deno.test("one probability a sample is that of class 1, and a half is class 0", () => {
  assertEquals(mistakes([0.5, 0.2, 0.9], [1, 1, 1]), [
    { sample: 1, actual: 1, predicted: 0, probability: 0.8 },
    { sample: 0, actual: 1, predicted: 0, probability: 0.5 },
  ]);
});

Deno.test("a number of mistakes is at least one", () => {
  assertThrows(() => mistakes([0.5], [1], { most: 0 }), RangeError, "most must be");
  assertThrows(() => mistakes([0.5], [2]), RangeError, "Cannot find the mistakes as [0] of labels");
});
