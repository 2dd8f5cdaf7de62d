import { get } from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import * as vectors from "../../wasm/vector_math.ts";
import type { ActivationRecord } from "./record.ts";

/** `tanh x` */
export const tanh: ActivationRecord = {
  float64: {
    value: Math.tanh,
    derivative: (_, y) => 1 - y * y,
    secondDerivative: (_, y) => -2 * y * (1 - y * y),
  },
  wgsl: {
    value: "return hyperbolic_tangent(x);",
    derivative: "return 1 - y * y;",
    readsPreActivation: false,
  },
  vector: {
    value: vectors.tanh,
    derivative: (_locals, _x, y) => [
      [f32x4.constant(1), get(y), get(y), f32x4.multiply, f32x4.subtract],
    ],
  },
  tensors: {
    value: (tf, x) => tf.tanh(x),
    derivative: (tf, _, y) => tf.sub(1, tf.square(y)),
  },
};
