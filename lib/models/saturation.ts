/** Where activations saturate: the pre-activations whose derivative is small. */

import { type Activation, activationNames, activationRecords } from "./activations.ts";
import { checkChoice } from "../check.ts";

/** The share of the largest derivative below which an activation is saturated. */
const saturatedShare = 0.05;

/** How the derivative of an activation is at its largest and at its smallest. */
export interface Saturation {
  /** The largest absolute value of the derivative, or what it tends to. */
  readonly maxDerivative: number;
  /** A pre-activation with that derivative. */
  readonly steepestAt: number;
  /** The activation is saturated where the derivative's absolute value is below: 5% of the largest one. */
  readonly threshold: number;
  /**
   * The saturated pre-activations in ascending order: the first and the last float32 number of each range,
   * which is infinite if the range has no end.
   */
  readonly ranges: readonly (readonly [first: number, last: number])[];
}

const known = new Map<Activation, Saturation>();

/**
 * Finds where an activation is saturated, by its derivative in float64: a unit there passes on hardly any
 * gradient. For a ReLU these are the pre-activations up to 0.
 *
 * @param activation The name of the activation.
 * @returns The largest derivative, the threshold, and the ranges of saturated pre-activations.
 * @throws {TypeError} if the name is not text
 * @throws {RangeError} if there is no activation of that name; the error names the nearest spelling
 *
 * @example The sigmoid is saturated beyond 4.36, to either side
 * ```ts
 * import { saturationOf } from "@neural-lab/lab";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const { maxDerivative, ranges } = saturationOf("sigmoid");
 * assertEquals(maxDerivative, 0.25);
 * assertAlmostEquals(ranges[1][0], 2 * Math.atanh(Math.sqrt(0.95)), 1e-6); // 4.36
 * assertEquals(saturationOf("relu").ranges, [[-Infinity, 0]]);
 * ```
 */
export function saturationOf(activation: Activation): Saturation {
  checkChoice("find the saturation", "activation", activation, activationNames);
  let found = known.get(activation);
  if (!found) known.set(activation, found = find(activation));
  return found;
}

/** Beyond this the derivatives of all activations are what they tend to. */
const end = 40;
/** Points of the grid: fewer than two thresholds lie between two of them. */
const perUnit = 16;

function find(activation: Activation): Saturation {
  const { value, derivative } = activationRecords[activation].float64;
  const size = (x: number) => Math.abs(derivative(x, value(x)));
  const grid = Array.from({ length: 2 * end * perUnit + 1 }, (_, at) => at / perUnit - end);
  const sizes = grid.map(size);
  const steepestAt = refined(size, grid[sizes.indexOf(Math.max(...sizes))]);
  const maxDerivative = size(steepestAt);
  const threshold = saturatedShare * maxDerivative;
  const isSaturated = (x: number) => size(x) < threshold;
  const ranges: [number, number][] = [];
  for (const [at, x] of grid.entries()) {
    const [before, now] = [sizes[at - 1] < threshold, sizes[at] < threshold];
    if (before === now) continue;
    const [last, first] = at === 0 ? [x, -Infinity] : adjacent(isSaturated, grid[at - 1], x);
    if (now) ranges.push([first, Infinity]);
    else ranges[ranges.length - 1][1] = last;
  }
  return { maxDerivative, steepestAt, threshold, ranges };
}

/** The place of the maximum near a point of the grid, by golden section; the point itself at a kink. */
function refined(size: (x: number) => number, near: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [near - 1 / perUnit, near + 1 / perUnit];
  for (let step = 0; step < 60; step++) {
    const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (size(left) > size(right)) high = right;
    else low = left;
  }
  const middle = (low + high) / 2;
  return size(middle) > size(near) ? middle : near;
}

/** The two neighbouring float32 numbers between which a condition changes. */
function adjacent(condition: (x: number) => boolean, low: number, high: number): [number, number] {
  let [before, after] = [orderOf(low), orderOf(high)];
  const wanted = condition(low);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (condition(numberOf(middle)) === wanted) before = middle;
    else after = middle;
  }
  return [numberOf(before), numberOf(after)];
}

/** The rank of a float32 number among all of them, and its inverse; both zeros have the rank 0. */
function orderOf(x: number): number {
  const [bits] = new Int32Array(Float32Array.of(x).buffer);
  return bits < 0 ? -(bits & 0x7fffffff) : bits;
}
function numberOf(order: number): number {
  const bits = order < 0 ? -order | 0x80000000 : order;
  return new Float32Array(Int32Array.of(bits).buffer)[0];
}
