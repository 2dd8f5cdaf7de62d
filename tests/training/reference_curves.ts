/** Curves of PyTorch, and the comparison of a run with them. */

import { assert, assertEquals } from "@std/assert";
import sections from "../reference/sections.json" with { type: "json" };
import notebook from "../reference/notebook.json" with { type: "json" };
import type { Mlp } from "../../mod.ts";

/** A PyTorch run. `testLoss` is empty if its program never passes over the test data. */
export interface ReferenceRun {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly activation: string;
  readonly epochs: number;
  readonly learningRate: number;
  readonly optimizer: string;
  readonly initial: readonly ReferenceLayer[];
  readonly final: readonly ReferenceLayer[];
  readonly trainLoss: readonly number[];
  readonly testLoss: readonly number[];
}

/** A `Linear` layer: weights `[outputs][inputs]`, biases `[outputs]`. */
export interface ReferenceLayer {
  readonly weight: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/** The experiments that train, by name. */
export type ReferenceRuns = Readonly<Record<Section, readonly ReferenceRun[]>>;

/** The sections of the notebook, in order. */
export const sectionNames = ["activations", "initialization", "depth", "optimizers"] as const;

/** The name of a section. */
export type Section = typeof sectionNames[number];

/** Each section alone, with torch seeded with 42 before it. */
export const alone: ReferenceRuns = sections.sections;

/** All sections in order after one `manual_seed(42)`. */
export const inOrder: ReferenceRuns = notebook.sections;

/**
 * The tolerance of losses. Large weights make a run chaotic: PyTorch's float32 and float64 differ by 9e-3.
 */
export function toleranceOf(section: Section, name: string): number {
  return section === "initialization" && name === "large" ? 2e-2 : 1e-5;
}

/** Asserts equal numbers in every epoch within a tolerance, and no NaN. */
export function assertSameCurve(
  actual: ArrayLike<number>,
  expected: readonly number[],
  { tolerance, name }: { tolerance: number; name: string },
): void {
  assertEquals(actual.length, expected.length, `epochs of ${name}`);
  for (let index = 0; index < expected.length; index++) {
    assert(
      Math.abs(actual[index] - expected[index]) <= tolerance,
      `${name}, epoch ${index + 1}: ${actual[index]} for PyTorch's ${expected[index]}`,
    );
  }
}

/** Asserts parameters equal to PyTorch's within a tolerance. */
export function assertSameParameters(
  { parameters }: Mlp,
  expected: readonly ReferenceLayer[],
  { tolerance, name }: { tolerance: number; name: string },
): void {
  const flat = expected.flatMap(({ weight, bias }) => [...weight.flat(), ...bias]);
  assertEquals(parameters.length, flat.length, `parameters of ${name}`);
  for (const [index, value] of flat.entries()) {
    assert(
      Math.abs(parameters[index] - value) <= tolerance,
      `${name}, parameter ${index}: ${parameters[index]} for PyTorch's ${value}`,
    );
  }
}
