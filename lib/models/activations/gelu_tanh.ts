import { get, set } from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import {
  bothSigmoids,
  clamp,
  sigmoid,
  type VectorFunction,
  zeroBelow,
} from "../../wasm/vector_math.ts";
import type { ActivationRecord, TensorOperations } from "./record.ts";

const cubic = 0.044715;
const factor = Math.sqrt(2 / Math.PI);
/**
 * Beyond this, to either side, the gate is 0 or 1: what it multiplies is clamped there, as the cube of
 * `x` would overflow.
 */
const saturation = 20;
/** The same in WGSL: the `tanh` is -1 or 1 in float32 beyond. */
const wgslSaturation = 12;

/** `tanh(√(2/π) (x + 0.044715 x³))` */
function gateTanh(x: number): number {
  return Math.tanh(factor * (x + cubic * x * x * x));
}

const tanhOf = <Tensor>(tf: TensorOperations<Tensor>, x: Tensor): Tensor =>
  tf.tanh(tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), cubic)), factor));

/** `2 √(2/π) (x + 0.044715 x³)`, of which the sigmoid is `(1 + tanh) / 2` of half of it. */
const innerDoubled: VectorFunction = (_locals, x) => [
  [get(x), get(x), f32x4.multiply, f32x4.constant(cubic), f32x4.multiply],
  [f32x4.constant(1), f32x4.add],
  [get(x), f32x4.multiply, f32x4.constant(2 * factor), f32x4.multiply],
];

/** GELU's tanh approximation, `½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))` */
export const geluTanh: ActivationRecord = {
  float64: {
    value: (x) => 0.5 * x * (1 + gateTanh(x)),
    derivative: (x) => {
      const inner = gateTanh(x);
      const clamped = Math.min(saturation, Math.max(-saturation, x));
      const innerDerivative = factor * (1 + 3 * cubic * clamped * clamped);
      return 0.5 * (1 + inner) + 0.5 * clamped * (1 - inner * inner) * innerDerivative;
    },
    secondDerivative: (x) => {
      const inner = gateTanh(x);
      const clamped = Math.min(saturation, Math.max(-saturation, x));
      const innerDerivative = factor * (1 + 3 * cubic * clamped * clamped);
      const bend = 3 * cubic * factor * clamped - inner * innerDerivative * innerDerivative;
      return (1 - inner * inner) * (innerDerivative + clamped * bend);
    },
  },
  wgsl: {
    functions: `
// 2 sqrt(2/pi) (x + 0.044715 x^3): (1 + tanh) / 2 of half of it is its sigmoid
fn geluTanh_inner_doubled(x: vec4f) -> vec4f {
  return 2 * ${factor} * x * (1 + ${cubic} * x * x);
}`,
    value: "return x * sigmoid(geluTanh_inner_doubled(x));",
    derivative: `
      let t = clamp(x, vec4f(-${wgslSaturation}), vec4f(${wgslSaturation}));
      let s = both_sigmoids(geluTanh_inner_doubled(t));
      let inner = t * (2 * ${factor} * (1 + 3 * ${cubic} * t * t));
      return keep_nan(x, s.gate * (1 + inner * s.rest));`,
    readsPreActivation: true,
  },
  vector: {
    value: (locals, x) => {
      const inner = locals.add("v128");
      return [
        [innerDoubled(locals, x), set(inner)],
        zeroBelow(x, -saturation, [get(x), sigmoid(locals, inner), f32x4.multiply]),
      ];
    },
    derivative: (locals, x) => {
      const [clamped, inner] = [locals.add("v128"), locals.add("v128")];
      const { code, gate, rest } = bothSigmoids(locals, inner);
      return zeroBelow(x, -saturation, [
        [clamp(get(x), -saturation, saturation), set(clamped)],
        [innerDoubled(locals, clamped), set(inner), code],
        [get(clamped), get(clamped), f32x4.multiply, f32x4.constant(3 * cubic), f32x4.multiply],
        [f32x4.constant(1), f32x4.add, f32x4.constant(2 * factor), f32x4.multiply],
        [get(clamped), f32x4.multiply, get(rest), f32x4.multiply],
        [f32x4.constant(1), f32x4.add, get(gate), f32x4.multiply],
      ]);
    },
  },
  tensors: {
    value: (tf, x) => tf.mul(tf.mul(x, 0.5), tf.add(tanhOf(tf, x), 1)),
    derivative: (tf, x) => {
      const clamped = tf.minimum(tf.maximum(x, -saturation), saturation);
      const inner = tanhOf(tf, clamped);
      const innerDerivative = tf.add(tf.mul(tf.square(clamped), 3 * cubic * factor), factor);
      const rising = tf.mul(tf.mul(clamped, tf.sub(1, tf.square(inner))), innerDerivative);
      return tf.mul(tf.add(tf.add(inner, 1), rising), 0.5);
    },
  },
};
