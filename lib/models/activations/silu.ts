import { get, set } from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import * as vectors from "../../wasm/vector_math.ts";
import type { ActivationRecord } from "./record.ts";
import { sigmoid } from "./scalar_math.ts";

const { clamp, gateSaturation, zeroBelow } = vectors;

/** `x · sigmoid(x)`, also called swish */
export const silu: ActivationRecord = {
  float64: {
    value: (x) => x * sigmoid(x),
    derivative: (x) => sigmoid(x) * (1 + x * sigmoid(-x)),
    secondDerivative: (x) => {
      const gate = sigmoid(x);
      return gate * sigmoid(-x) * (2 + x * (1 - 2 * gate));
    },
  },
  wgsl: {
    value: "return x * sigmoid(x);",
    derivative: `
      let s = both_sigmoids(x);
      return keep_nan(x, s.gate * (1 + x * s.rest));`,
    readsPreActivation: true,
  },
  vector: {
    value: (locals, x) => [
      zeroBelow(x, -gateSaturation, [get(x), vectors.sigmoid(locals, x), f32x4.multiply]),
    ],
    derivative: (locals, x) => {
      const clamped = locals.add("v128");
      const { code, gate, rest } = vectors.bothSigmoids(locals, clamped);
      return zeroBelow(x, -gateSaturation, [
        [clamp(get(x), -gateSaturation, gateSaturation), set(clamped)],
        [code, get(clamped), get(rest), f32x4.multiply],
        [f32x4.constant(1), f32x4.add, get(gate), f32x4.multiply],
      ]);
    },
  },
  tensors: {
    value: (tf, x) => tf.mul(x, tf.sigmoid(x)),
    derivative: (tf, x) => tf.mul(tf.sigmoid(x), tf.add(tf.mul(x, tf.sigmoid(tf.neg(x))), 1)),
  },
};
