import { type Code, get, type Locals, set } from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import { clamp, exponential, gateSaturation, zeroBelow } from "../../wasm/vector_math.ts";
import type { ActivationRecord } from "./record.ts";
import { sigmoid, softplus } from "./scalar_math.ts";

const { constant } = f32x4;

/** Above this it is the identity in float32, and below it `e²ˣ` is in range. */
const saturation = 20;

/** Emits `eˣ` into a new local, and `q = e²ˣ + 2eˣ` into another. */
function powers(locals: Locals, x: number): { code: Code; power: number; sum: number } {
  const clamped = locals.add("v128");
  const power = locals.add("v128");
  const sum = locals.add("v128");
  const code: Code = [
    [get(x), constant(saturation), f32x4.minimum, set(clamped)],
    [exponential(locals, clamped), set(power)],
    [get(power), get(power), constant(2), f32x4.add, f32x4.multiply, set(sum)],
  ];
  return { code, power, sum };
}

/** `q / (q + 2)`, which is `tanh(softplus(x))` without a logarithm. */
const gateOf = (sum: number): Code => [
  [get(sum), get(sum), constant(2), f32x4.add, f32x4.divide],
];

/**
 * `x · tanh(softplus(x))` (Misra, 2019). In float32 the tanh is `q / (q + 2)` with `q = e²ˣ + 2eˣ`, and
 * the derivative `q / (q + 2) + x · 4eˣ(eˣ + 1) / (q + 2)²`, in which nothing cancels.
 */
export const mish: ActivationRecord = {
  float64: {
    value: (x) => x * Math.tanh(softplus(x)),
    derivative: (x) => {
      const gate = Math.tanh(softplus(x));
      return gate + x * (1 - gate * gate) * sigmoid(x);
    },
    secondDerivative: (x) => {
      const gate = Math.tanh(softplus(x));
      const logistic = sigmoid(x);
      const gateDerivative = (1 - gate * gate) * logistic;
      return gateDerivative * (2 + x * (sigmoid(-x) - 2 * gate * logistic));
    },
  },
  wgsl: {
    value: `
      let power = exponential(min(x, vec4f(${saturation})));
      let q = power * (power + 2);
      return x * (q / (q + 2));`,
    derivative: `
      let t = min(x, vec4f(${saturation}));
      let power = exponential(t);
      let q = power * (power + 2);
      return keep_nan(x, t * (4 * power * (power + 1) / (q + 2) / (q + 2)) + q / (q + 2));`,
    readsPreActivation: true,
  },
  vector: {
    value: (locals, x) => {
      const { code, sum } = powers(locals, x);
      return zeroBelow(x, -gateSaturation, [code, get(x), gateOf(sum), f32x4.multiply]);
    },
    derivative: (locals, x) => {
      const { code, power, sum } = powers(locals, x);
      const below = locals.add("v128");
      return zeroBelow(x, -gateSaturation, [
        [code, get(sum), constant(2), f32x4.add, set(below)],
        [get(power), get(power), constant(1), f32x4.add, f32x4.multiply],
        [constant(4), f32x4.multiply, get(below), f32x4.divide, get(below), f32x4.divide],
        [clamp(get(x), -gateSaturation, saturation), f32x4.multiply],
        [gateOf(sum), f32x4.add],
      ]);
    },
  },
  tensors: {
    value: (tf, x) => tf.mul(x, tf.tanh(tf.softplus(x))),
    derivative: (tf, x) => {
      const gate = tf.tanh(tf.softplus(x));
      return tf.add(gate, tf.mul(tf.mul(x, tf.sub(1, tf.square(gate))), tf.sigmoid(x)));
    },
  },
};
