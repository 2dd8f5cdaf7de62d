import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import {
  activateCode,
  backwardCode,
  matricesOf,
} from "../../../lib/kernels/simd/activation_code.ts";
import { WasmMemory } from "../../../lib/kernels/simd/memory.ts";
import {
  type Activation,
  activationFunction,
  activationNames,
  activationRecords,
} from "../../../lib/models/activations.ts";
import { encodeModule } from "../../../lib/wasm/module.ts";
import { activationFigures } from "../../activation_figures.ts";
import { assertClose, sweep } from "../../oracle.ts";

/** Some 100,000 points: dense where activations bend, sparse up to ±1000, fine around 0, and far out. */
const farOut = [1e4, 1e9, 1e18, 1e19, 1e30, 3.2e38];
const points = Float32Array.from([
  ...farOut,
  ...farOut.map((x) => -x),
  ...sweep(-25, 25, 80_001),
  ...sweep(-1000, 1000, 20_001),
  ...sweep(-0.01, 0.01, 4_001),
]);

/** Values and derivatives at the points, as a layer of one unit whose deltas are 1. */
function run(activation: Activation, x = points) {
  const memory = new WasmMemory();
  const vectors = Math.ceil(x.length / 4);
  const shape = { units: 1, rowStride: 16 * vectors };
  const record = activationRecords[activation].vector;
  const { activate, backward } = memory.kernels(`${activation} ${vectors}`, () =>
    encodeModule([
      { name: "activate", ...activateCode(record, shape, matricesOf(shape).outputs) },
      { name: "backward", ...backwardCode(record, shape) },
    ]));
  const { outputs: outputsAt, delta: deltaAt, size } = matricesOf(shape);
  const layer = memory.floats(size / 4);
  const matrix = (start: number) => layer.subarray(start / 4, start / 4 + x.length);
  layer.set(x);
  matrix(deltaAt).fill(1);
  const biasGradient = memory.floats(1);
  activate(layer.byteOffset, vectors);
  backward(layer.byteOffset, biasGradient.byteOffset, vectors);
  return { outputs: matrix(outputsAt), delta: matrix(deltaAt) };
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

for (const activation of activationNames) {
  Deno.test(`${activation} on four lanes keeps NaN, in every lane`, () => {
    for (let at = 0; at < 9; at++) {
      const x = new Float32Array(9).fill(0.5);
      x[at] = NaN;
      run(activation, x).outputs.forEach((y, index) =>
        assert(Number.isNaN(y) === (index === at), `${y} at ${index}, NaN at ${at}`)
      );
    }
  });

  Deno.test(`${activation} on four lanes is torch's forward and backward, up to |x| of 1000`, () => {
    for (const { x, byName } of activationFigures) {
      const { outputs, delta } = run(activation, Float32Array.from(x));
      const { forward, backward } = byName.get(activation)!;
      assertClose(outputs, forward, 3e-7, "values");
      assertClose(delta, backward, 3e-7, "derivatives");
    }
  });
}

for (const activation of activationNames) {
  Deno.test(`${activation} and its derivative are 0 where they are in float64, not a small remainder`, () => {
    const { value, derivative } = activationFunction(activation);
    const x = Float32Array.of(-120, -1e3, -1e19, -1e30, -1e36, -3.4e38, 120, 1e19, 1e36, 3.4e38);
    const { outputs, delta } = run(activation, x);
    x.forEach((at, index) => {
      const expected = [value(at), derivative(at, value(at))].map(Math.fround);
      const found = [outputs[index], delta[index]];
      expected.forEach((exact, which) => {
        // What is below the normal float32 numbers counts as 0.
        if (Math.abs(exact) < 1.2e-38) assertEquals(found[which] + 0, 0, `at ${at}: ${which}`);
      });
    });
  });
}
