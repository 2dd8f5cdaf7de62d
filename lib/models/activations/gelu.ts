import { type Code, get, type Locals, set } from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import { exponential, polynomial, wherePositive } from "../../wasm/vector_math.ts";
import { erfc } from "./scalar_math.ts";
import type { ActivationRecord, TensorOperations } from "./record.ts";

const rootTwoPi = Math.sqrt(2 * Math.PI);

/** The normal cumulative: the share of a standard normal below `x`. */
function normalCumulative(x: number): number {
  return 0.5 * erfc(-x / Math.SQRT2);
}

/**
 * `erfc(z)` for `z >= 0` is `t e^(p - z²)`, with `t = 2 / (2 + z)` and `p` a polynomial fitted to the
 * logarithm of the rest for `z` up to 9.5: within 2e-7. The highest power is first; its argument is `t`
 * mapped from there to [-1, 1].
 */
// deno-fmt-ignore
const complementaryError = [
  4.91654817e-05, 7.25410537e-05, -0.00049458512, -0.000246418668, 0.00353486466,
  -0.00087080249, -0.028741006, 0.0147185832, 0.565612733, -0.553635032,
];
const smallest = 0.17391304347826086;
const mapping = 2.4210526315789473;

const { constant } = f32x4;

/** Emits the normal cumulative of the vector in local `x`. */
function cumulativeCode(locals: Locals, x: number): Code {
  const [z, t, u, exponent, tail] = locals.several("v128", 5);
  return [
    [get(x), f32x4.absolute, constant(Math.SQRT1_2), f32x4.multiply, set(z)],
    [constant(2), constant(2), get(z), f32x4.add, f32x4.divide, set(t)],
    [get(t), constant(smallest), f32x4.subtract, constant(mapping), f32x4.multiply],
    [constant(1), f32x4.subtract, set(u)],
    [polynomial(u, complementaryError), get(z), get(z), f32x4.multiply, f32x4.subtract],
    [set(exponent), exponential(locals, exponent), get(t), f32x4.multiply],
    [constant(0.5), f32x4.multiply, set(tail)],
    wherePositive(x, [constant(1), get(tail), f32x4.subtract], get(tail)),
  ];
}

const cumulativeOf = <Tensor>(tf: TensorOperations<Tensor>, x: Tensor): Tensor =>
  tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);

/** `x Φ(x)`, with the exact normal cumulative (Hendrycks and Gimpel, 2016) */
export const gelu: ActivationRecord = {
  float64: {
    value: (x) => x * normalCumulative(x),
    derivative: (x) => normalCumulative(x) + x * Math.exp(-0.5 * x * x) / rootTwoPi,
    secondDerivative: (x) => (2 - x * x) * Math.exp(-0.5 * x * x) / rootTwoPi,
  },
  wgsl: {
    functions: `
fn gelu_complementary_error(z: vec4f) -> vec4f {
  let t = 2 / (2 + z);
  let u = (t - ${smallest}) * ${mapping} - 1;
  var p = vec4f(${complementaryError[0]});
  ${complementaryError.slice(1).map((value) => `p = p * u + ${value};`).join("\n  ")}
  return t * exponential(p - z * z);
}

fn gelu_normal_cumulative(x: vec4f) -> vec4f {
  let tail = 0.5 * gelu_complementary_error(abs(x) * ${Math.SQRT1_2});
  return select(1 - tail, tail, x < vec4f(0));
}`,
    value: "return x * gelu_normal_cumulative(x);",
    derivative: `
      let rising = x * exponential(-0.5 * x * x) / ${rootTwoPi};
      return keep_nan(x, gelu_normal_cumulative(x) + rising);`,
    readsPreActivation: true,
  },
  vector: {
    value: (locals, x) => [get(x), cumulativeCode(locals, x), f32x4.multiply],
    derivative: (locals, x) => {
      const exponent = locals.add("v128");
      return [
        [get(x), get(x), f32x4.multiply, constant(-0.5), f32x4.multiply, set(exponent)],
        [get(x), exponential(locals, exponent), f32x4.multiply],
        [constant(1 / rootTwoPi), f32x4.multiply, cumulativeCode(locals, x), f32x4.add],
      ];
    },
  },
  tensors: {
    value: (tf, x) => tf.mul(x, cumulativeOf(tf, x)),
    derivative: (tf, x) => {
      const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / rootTwoPi);
      return tf.add(cumulativeOf(tf, x), tf.mul(x, density));
    },
  },
};
