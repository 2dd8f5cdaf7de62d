import { erfc } from "./erf.ts";
import type { ActivationRecord, TensorOperations } from "./record.ts";

const rootTwoPi = Math.sqrt(2 * Math.PI);

/** The normal cumulative: the share of a standard normal below `x`. */
function normalCumulative(x: number): number {
  return 0.5 * erfc(-x / Math.SQRT2);
}

const cumulativeOf = <Tensor>(tf: TensorOperations<Tensor>, x: Tensor): Tensor =>
  tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);

/** `x Φ(x)`, with the exact normal cumulative (Hendrycks and Gimpel, 2016) */
export const gelu: ActivationRecord = {
  float64: {
    value: (x) => x * normalCumulative(x),
    derivative: (x) => normalCumulative(x) + x * Math.exp(-0.5 * x * x) / rootTwoPi,
  },
  wgsl: {
    functions: `
// erfc(z) for z >= 0 as t e^(p - z^2), with t = 2 / (2 + z) and p a polynomial of degree 9 fitted to
// the logarithm of the rest for z up to 9.5: within 2e-7.
fn gelu_complementary_error(z: vec4f) -> vec4f {
  let t = 2 / (2 + z);
  let u = (t - 0.17391304347826086) * 2.4210526315789473 - 1;
  var p = vec4f(4.91654817e-05);
  p = p * u + 7.25410537e-05;
  p = p * u - 0.00049458512;
  p = p * u - 0.000246418668;
  p = p * u + 0.00353486466;
  p = p * u - 0.00087080249;
  p = p * u - 0.028741006;
  p = p * u + 0.0147185832;
  p = p * u + 0.565612733;
  p = p * u - 0.553635032;
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
  // The vector code has no error function.
  vector: null,
  tensors: {
    value: (tf, x) => tf.mul(x, cumulativeOf(tf, x)),
    derivative: (tf, x) => {
      const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / rootTwoPi);
      return tf.add(cumulativeOf(tf, x), tf.mul(x, density));
    },
  },
};
