import { get, set } from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import { exponential, logOnePlus, sigmoid as sigmoidCode } from "../../wasm/vector_math.ts";
import type { ActivationRecord } from "./record.ts";
import { sigmoid, softplus as softplusOf, softplusThreshold } from "./scalar_math.ts";

/** `log(1 + eˣ)` */
export const softplus: ActivationRecord = {
  float64: {
    value: softplusOf,
    derivative: (x) => x > softplusThreshold ? 1 : sigmoid(x),
    secondDerivative: (x) => x >= softplusThreshold ? 0 : sigmoid(x) * sigmoid(-x),
  },
  wgsl: {
    functions: `
// ln(1 + t) for t from 0 to 1, to the last digits of a small t: 2 artanh(t / (2 + t)) as a series
fn softplus_log_one_plus(t: vec4f) -> vec4f {
  let s = t / (2 + t);
  let z = s * s;
  var p = vec4f(0.13333333);
  p = p * z + 0.15384615;
  p = p * z + 0.18181818;
  p = p * z + 0.22222222;
  p = p * z + 0.2857142857;
  p = p * z + 0.4;
  p = p * z + 0.6666666667;
  return s * (2 + z * p);
}`,
    // From e^-|x|, so that neither tail overflows.
    value: `
      let sum = max(x, vec4f(0)) + softplus_log_one_plus(exponential(-abs(x)));
      return select(sum, x, x > vec4f(${softplusThreshold}));`,
    derivative:
      `return keep_nan(x, select(sigmoid(x), vec4f(1), x > vec4f(${softplusThreshold})));`,
    readsPreActivation: true,
  },
  vector: {
    // From e^-|x|, so that neither tail overflows; beyond the threshold its logarithm rounds to 0.
    value: (locals, x) => {
      const [opposite, power] = [locals.add("v128"), locals.add("v128")];
      return [
        [get(x), f32x4.absolute, f32x4.negate, set(opposite)],
        [exponential(locals, opposite), set(power)],
        [get(x), f32x4.zero, f32x4.maximum, logOnePlus(locals, power), f32x4.add],
      ];
    },
    derivative: (locals, x) => sigmoidCode(locals, x),
  },
  tensors: {
    value: (tf, x) => tf.softplus(x),
    derivative: (tf, x) => tf.sigmoid(x),
  },
};
