import { get } from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import * as vectors from "../../wasm/vector_math.ts";
import type { ActivationRecord } from "./record.ts";
import * as scalars from "./scalar_math.ts";

/** `1 / (1 + e⁻ˣ)` */
export const sigmoid: ActivationRecord = {
  float64: {
    value: scalars.sigmoid,
    derivative: (_, y) => y * (1 - y),
    secondDerivative: (_, y) => y * (1 - y) * (1 - 2 * y),
  },
  wgsl: {
    value: "return sigmoid(x);",
    derivative: "return y * (1 - y);",
    readsPreActivation: false,
  },
  vector: {
    value: vectors.sigmoid,
    derivative: (_locals, _x, y) => [
      [get(y), f32x4.constant(1), get(y), f32x4.subtract, f32x4.multiply],
    ],
  },
  tensors: {
    value: (tf, x) => tf.sigmoid(x),
    derivative: (tf, _, y) => tf.mul(y, tf.sub(1, y)),
  },
};
