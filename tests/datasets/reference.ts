/** How a dataset is held against the points and classes that scikit-learn made. */

import { assertEquals, assertLessOrEqual } from "@std/assert";
import type { Dataset } from "../../lib/datasets/dataset.ts";

/** Points and classes as the reference files have them. */
export interface Points {
  readonly x: number[][];
  readonly y: number[];
}

/** The largest difference between numbers at the same place. */
export function largestDeviation(actual: ArrayLike<number>, expected: number[]): number {
  assertEquals(actual.length, expected.length);
  return expected.reduce(
    (most, value, index) => Math.max(most, Math.abs(actual[index] - value)),
    0,
  );
}

/** Asserts the same points within 1e-12, and the same classes. */
export function assertSameDataset(actual: Dataset, expected: Points): void {
  assertLessOrEqual(largestDeviation(actual.inputs, expected.x.flat()), 1e-12);
  assertEquals([...actual.labels], expected.y);
  assertEquals([actual.samples, actual.features], [expected.x.length, 2]);
}
