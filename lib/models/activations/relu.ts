import { get } from "../../wasm/assembler.ts";
import { f32x4, v128 } from "../../wasm/vectors.ts";
import { whereNegative, wherePositive } from "../../wasm/vector_math.ts";
import type { ActivationRecord } from "./record.ts";

/** `max(x, 0)` */
export const relu: ActivationRecord = {
  float64: {
    value: (x) => x < 0 ? 0 : x,
    derivative: (x) => x > 0 ? 1 : 0,
    secondDerivative: () => 0,
  },
  wgsl: {
    value: "return select(x, vec4f(0), x < vec4f(0));",
    derivative: "return select(vec4f(0), vec4f(1), y > vec4f(0));",
    readsPreActivation: false,
  },
  vector: {
    value: (_locals, x) => whereNegative(x, f32x4.zero),
    derivative: (_locals, x) => wherePositive(x, f32x4.constant(1), f32x4.zero),
    times: (value, _x, y) => [get(value), get(y), f32x4.zero, f32x4.greater, v128.and],
  },
  tensors: {
    value: (tf, x) => tf.relu(x),
    derivative: (tf, x) => tf.step(x),
  },
};
