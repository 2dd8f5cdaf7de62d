import { assert, assertLessOrEqual } from "@std/assert";
import { createSimdArithmetic } from "../../../lib/kernels/simd/arithmetic.ts";
import {
  type Activation,
  activationFunction,
  activationNames,
} from "../../../lib/models/activations.ts";
import { sweep } from "../../oracle.ts";
import { fill } from "../arithmetics.ts";

const simd = createSimdArithmetic();

/** Some 100,000 points: dense where activations bend, sparse up to ±1000, fine around 0, and far out. */
const farOut = [1e4, 1e9, 1e18, 1e19, 1e30, 3.2e38];
const points = Float32Array.from([
  ...farOut,
  ...farOut.map((x) => -x),
  ...sweep(-25, 25, 80_001),
  ...sweep(-1000, 1000, 20_001),
  ...sweep(-0.01, 0.01, 4_001),
]);

/** Values and derivatives at the points. */
function run(activation: Activation) {
  const columns = points.length;
  const preActivations = fill(simd, points);
  const outputs = simd.allocate(columns);
  const delta = fill(simd, new Float32Array(columns).fill(1));
  simd.activate(activation, {
    preActivations,
    bias: simd.allocate(columns),
    outputs,
    rows: 1,
    columns,
  });
  simd.activationBackward(activation, { preActivations, outputs, delta });
  return { outputs, delta };
}

for (const activation of activationNames) {
  Deno.test(`${activation} on four lanes is within 3e-7 of float64, forward and backward`, () => {
    const { value, derivative } = activationFunction(activation);
    const { outputs, delta } = run(activation);
    points.forEach((x, at) => {
      const expected = [value(x), derivative(x, value(x))];
      [outputs[at], delta[at]].forEach((actual, which) => {
        const error = Math.abs(actual - expected[which]) / Math.max(1, Math.abs(expected[which]));
        assert(
          error <= 3e-7,
          `${which === 0 ? "value" : "derivative"} at ${x}: ${actual}, ${error}`,
        );
      });
    });
  });
}

for (const activation of ["tanh", "elu", "selu"] as const) {
  Deno.test(`${activation} on four lanes keeps its digits near 0`, () => {
    const { value } = activationFunction(activation);
    const { outputs } = run(activation);
    points.forEach((x, at) => {
      if (x === 0 || Math.abs(x) > 1) return;
      const relative = Math.abs(outputs[at] / value(x) - 1);
      assertLessOrEqual(relative, 3e-7, `at ${x}`);
    });
  });
}

for (const activation of ["elu", "selu"] as const) {
  Deno.test(`the derivative of ${activation} far below 0 is eˣ, though the value is at its limit`, () => {
    const { derivative, value } = activationFunction(activation);
    const { delta } = run(activation);
    points.forEach((x, at) => {
      if (x > -10 || x < -80) return;
      assertLessOrEqual(Math.abs(delta[at] / derivative(x, value(x)) - 1), 1e-6, `at ${x}`);
    });
    assertLessOrEqual(Math.abs(activationFunction("elu").derivative(-18, -1) / 1.523e-8 - 1), 1e-4);
  });
}
