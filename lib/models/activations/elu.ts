import { get } from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import { exponential, exponentialMinusOne, wherePositive } from "../../wasm/vector_math.ts";
import type { ActivationRecord } from "./record.ts";

/**
 * `x` above 0, `eˣ - 1` below (Clevert, Unterthiner and Hochreiter, 2015). Its derivative is not taken
 * from the value, which is rounded to -1 far below 0, where the derivative is still `eˣ`.
 */
export const elu: ActivationRecord = {
  float64: {
    value: (x) => x > 0 ? x : Math.expm1(x),
    derivative: (x) => x > 0 ? 1 : Math.exp(x),
    secondDerivative: (x) => x >= 0 ? 0 : Math.exp(x),
  },
  wgsl: {
    value: "return select(exponential_minus_one(x), x, x > vec4f(0));",
    derivative: "return keep_nan(x, select(exponential(x), vec4f(1), x > vec4f(0)));",
    readsPreActivation: true,
  },
  vector: {
    value: (locals, x) => wherePositive(x, get(x), exponentialMinusOne(locals, x)),
    derivative: (locals, x) => wherePositive(x, f32x4.constant(1), exponential(locals, x)),
  },
  tensors: {
    value: (tf, x) => tf.elu(x),
    derivative: (tf, x) => tf.exp(tf.minimum(x, 0)),
  },
};
