import { get } from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import { exponential, exponentialMinusOne, wherePositive } from "../../wasm/vector_math.ts";
import type { ActivationRecord } from "./record.ts";

const scale = 1.0507009873554804934193349852946;
const alpha = 1.6732632423543772848170429916717;

/** ELU scaled to keep mean 0 and variance 1 (Klambauer and others, 2017) */
export const selu: ActivationRecord = {
  float64: {
    value: (x) => scale * (x > 0 ? x : alpha * Math.expm1(x)),
    derivative: (x) => scale * (x > 0 ? 1 : alpha * Math.exp(x)),
    secondDerivative: (x) => x >= 0 ? 0 : scale * alpha * Math.exp(x),
  },
  wgsl: {
    value: `return ${scale} * select(${alpha} * exponential_minus_one(x), x, x > vec4f(0));`,
    derivative: `
      let below = ${scale} * ${alpha} * exponential(x);
      return keep_nan(x, select(below, vec4f(${scale}), x > vec4f(0)));`,
    readsPreActivation: true,
  },
  vector: {
    value: (locals, x) => [
      wherePositive(x, get(x), [
        [exponentialMinusOne(locals, x), f32x4.constant(alpha), f32x4.multiply],
      ]),
      [f32x4.constant(scale), f32x4.multiply],
    ],
    derivative: (locals, x) =>
      wherePositive(x, f32x4.constant(scale), [
        [exponential(locals, x), f32x4.constant(scale * alpha), f32x4.multiply],
      ]),
  },
  tensors: {
    value: (tf, x) => tf.selu(x),
    // The scale above 0, and `scale · alpha · eˣ` below.
    derivative: (tf, x) => {
      const below = tf.mul(tf.exp(tf.minimum(x, 0)), scale * alpha);
      return tf.sub(below, tf.mul(tf.step(x), scale * alpha - scale));
    },
  },
};
