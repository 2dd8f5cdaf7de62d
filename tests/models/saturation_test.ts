/** Where activations saturate, by their derivatives in float64. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { activationFunction, activationNames, saturationOf } from "../../mod.ts";
import { sweep } from "../oracle.ts";

const sizeOf = (name: typeof activationNames[number]) => {
  const { value, derivative } = activationFunction(name);
  return (x: number) => Math.abs(derivative(x, value(x)));
};

Deno.test("no derivative is larger than the largest one", () => {
  for (const name of activationNames) {
    const { maxDerivative, steepestAt } = saturationOf(name);
    const sizes = [...sweep(-50, 50, 40_001)].map(sizeOf(name));
    const found = Math.max(...sizes);
    assert(found <= maxDerivative * (1 + 1e-12), `${name}: ${found} > ${maxDerivative}`);
    assert(found > maxDerivative * (1 - 1e-5), `${name}: ${found} < ${maxDerivative}`);
    assertEquals(sizeOf(name)(steepestAt), maxDerivative);
  }
});

Deno.test("an activation is saturated in its ranges, and nowhere else", () => {
  for (const name of activationNames) {
    const { threshold, maxDerivative, ranges } = saturationOf(name);
    assertEquals(threshold, 0.05 * maxDerivative);
    const inRange = (x: number) => ranges.some(([first, last]) => x >= first && x <= last);
    const ends = ranges.flat().filter(Number.isFinite);
    const around = ends.flatMap((end) => [end, nextFloat(end, 1), nextFloat(end, -1)]);
    for (const x of [...sweep(-100, 100, 20_001).map(Math.fround), ...around]) {
      assertEquals(inRange(x), sizeOf(name)(x) < threshold, `${name} at ${x}`);
    }
  }
});

Deno.test("the ranges are those that can be computed by hand", () => {
  const [[, low], [high]] = saturationOf("tanh").ranges;
  assertAlmostEquals(high, Math.atanh(Math.sqrt(0.95)), 1e-6);
  assertEquals(low, -high);
  assertEquals(saturationOf("relu").ranges, [[-Infinity, 0]]);
  assertEquals(saturationOf("leakyRelu").ranges, [[-Infinity, 0]]);
  assertEquals(saturationOf("hardtanh").ranges, [[-Infinity, -1], [1, Infinity]]);
  assertEquals(saturationOf("identity").ranges, []);
  assertAlmostEquals(saturationOf("elu").ranges[0][1], Math.log(0.05), 1e-6);
});

Deno.test("there is no saturation of an unknown activation", () => {
  assertThrows(() => saturationOf("rely" as "relu"), RangeError, 'did you mean "relu"?');
});

/** The float32 number after or before `x`, which is not 0. */
function nextFloat(x: number, direction: 1 | -1): number {
  if (x === 0) return direction * 2 ** -149;
  const [bits] = new Int32Array(Float32Array.of(x).buffer);
  const next = bits + (x > 0 ? direction : -direction);
  return new Float32Array(Int32Array.of(next).buffer)[0];
}
