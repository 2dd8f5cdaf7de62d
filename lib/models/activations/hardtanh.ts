import { get } from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import { clamp } from "../../wasm/vector_math.ts";
import type { ActivationRecord } from "./record.ts";

const { constant } = f32x4;

/** `x` clamped to -1 … 1; the derivative is 0 at both ends, as it is beyond. */
export const hardtanh: ActivationRecord = {
  float64: {
    value: (x) => x < -1 ? -1 : x > 1 ? 1 : x,
    derivative: (x) => x > -1 && x < 1 ? 1 : 0,
    secondDerivative: () => 0,
  },
  wgsl: {
    value: "return clamp(x, vec4f(-1), vec4f(1));",
    derivative: "return select(vec4f(0), vec4f(1), abs(x) < vec4f(1));",
    readsPreActivation: false,
  },
  vector: {
    value: (_locals, x) => clamp(get(x), -1, 1),
    derivative: (_locals, x) => [
      [constant(1), f32x4.zero, get(x), constant(1), f32x4.less, f32x4.select],
      [f32x4.zero, get(x), constant(-1), f32x4.greater, f32x4.select],
    ],
  },
  tensors: {
    // `tf.clipByValue` gives -1 for NaN on the wasm backend.
    value: (tf, x) => tf.minimum(tf.maximum(x, -1), 1),
    derivative: (tf, x) => tf.step(tf.sub(1, tf.abs(x))),
  },
};
