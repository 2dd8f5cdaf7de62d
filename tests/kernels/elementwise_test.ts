import { assert } from "@std/assert";
import { activate, activationBackward, sumColumns } from "../../lib/kernels/elementwise.ts";
import type { Precision } from "../../lib/kernels/floats.ts";
import {
  type Activation,
  activationFunction,
  activationNames,
} from "../../lib/models/activations.ts";
import { activationFigures } from "../activation_figures.ts";
import { assertClose, assertSameBits, noise } from "../oracle.ts";
import { fill, precisions } from "./implementations.ts";

/** Values and derivatives as the kernels give them, for one row and a bias of 0. */
function run(precision: Precision, activation: Activation, x: ArrayLike<number>) {
  const columns = x.length;
  const preActivations = fill(precision, x);
  const outputs = precision.allocate(columns);
  const bias = precision.allocate(columns);
  activate(activation, { preActivations, bias, outputs, rows: 1, columns });
  const delta = fill(precision, new Float32Array(columns).fill(1));
  activationBackward(activation, { preActivations, outputs, delta });
  return { outputs, delta };
}

for (const { name, precision, unit } of precisions) {
  // The x of a figure is rounded too, and steep derivatives pass that on.
  const tolerance = Math.max(1e-14, 2 * unit);

  for (const activation of activationNames) {
    Deno.test(`${activation} in ${name} is torch's forward and backward, up to |x| of 1000`, () => {
      for (const { x, byName } of activationFigures) {
        const { outputs, delta } = run(precision, activation, x);
        const { forward, backward } = byName.get(activation)!;
        assertClose(outputs, forward, tolerance, "values");
        assertClose(delta, backward, tolerance, "derivatives");
      }
    });

    Deno.test(`${activation} in ${name} goes the same way in rows, with a bias, and in place`, () => {
      const { value, derivative } = activationFunction(activation);
      for (const [rows, columns] of [[1, 1], [3, 1], [2, 3], [3, 4], [2, 5], [4, 8], [3, 11]]) {
        const given = noise(rows * columns, { seed: columns, scale: 4 });
        const shift = noise(columns, { seed: 99, scale: 2 });
        const preActivations = fill(precision, given);
        const bias = fill(precision, shift);
        const layer = {
          preActivations,
          bias,
          outputs: precision.allocate(given.length),
          rows,
          columns,
        };
        activate(activation, layer);
        const shifted = Array.from(given, (x, at) => x + shift[at % columns]);
        assertClose(preActivations, shifted, unit, "pre-activations");
        assertClose(layer.outputs, Array.from(preActivations, value), tolerance, "outputs");

        const upstream = noise(given.length, { seed: 3, scale: 2 });
        const delta = fill(precision, upstream);
        activationBackward(activation, { ...layer, delta });
        const gradients = Array.from(
          preActivations,
          (x, at) => upstream[at] * derivative(x, value(x)),
        );
        assertClose(delta, gradients, 2 * tolerance, "deltas");

        const inPlace = fill(precision, given);
        activate(activation, { ...layer, preActivations: inPlace, outputs: inPlace });
        assertSameBits(inPlace, layer.outputs, "in place");
      }
    });

    Deno.test(`${activation} in ${name} keeps NaN, in every lane`, () => {
      for (let at = 0; at < 9; at++) {
        const x = new Float32Array(9).fill(0.5);
        x[at] = NaN;
        run(precision, activation, x).outputs.forEach((y, index) =>
          assert(Number.isNaN(y) === (index === at), `${y} at ${index}, NaN at ${at}`)
        );
      }
    });
  }

  Deno.test(`columns in ${name} add up, whatever is left over behind whole vectors`, () => {
    for (const columns of [1, 2, 3, 4, 5, 7, 8, 9, 17]) {
      for (const rows of [1, 2, 3, 64]) {
        const values = noise(rows * columns, { seed: rows });
        const sums = fill(precision, new Float32Array(columns).fill(7));
        sumColumns({ matrix: fill(precision, values), sums, rows, columns });
        const expected = new Float64Array(columns);
        values.forEach((value, at) => expected[at % columns] += value);
        assertClose(sums, expected, rows * unit, `${rows} × ${columns}`);
      }
    }
  });

  Deno.test(`elementwise kernels in ${name} write nothing beside their matrices`, () => {
    for (const count of [1, 3, 5, 8]) {
      const whole = fill(precision, new Float32Array(count + 8).fill(3));
      const inner = whole.subarray(4, 4 + count);
      const bias = precision.allocate(count);
      const layer = { preActivations: inner, bias, outputs: inner, rows: 1, columns: count };
      activate("sigmoid", layer);
      activationBackward("sigmoid", { ...layer, delta: inner });
      sumColumns({ matrix: bias, sums: inner, rows: 1, columns: count });
      assertSameBits(Float64Array.from(whole.subarray(0, 4)), new Float64Array(4).fill(3));
      assertSameBits(Float64Array.from(whole.subarray(4 + count)), new Float64Array(4).fill(3));
    }
  });
}
