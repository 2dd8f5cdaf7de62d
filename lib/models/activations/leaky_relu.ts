import { get } from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import { whereNegative, wherePositive } from "../../wasm/vector_math.ts";
import type { ActivationRecord } from "./record.ts";

const leak = 0.01;

/** `x` above 0, `0.01 x` below */
export const leakyRelu: ActivationRecord = {
  float64: {
    value: (x) => x < 0 ? leak * x : x,
    derivative: (x) => x > 0 ? 1 : leak,
    secondDerivative: () => 0,
  },
  wgsl: {
    value: `return select(x, ${leak} * x, x < vec4f(0));`,
    derivative: `return select(vec4f(${leak}), vec4f(1), y > vec4f(0));`,
    readsPreActivation: false,
  },
  vector: {
    value: (_locals, x) => whereNegative(x, [get(x), f32x4.constant(leak), f32x4.multiply]),
    derivative: (_locals, x) => wherePositive(x, f32x4.constant(1), f32x4.constant(leak)),
  },
  tensors: {
    value: (tf, x) => tf.leakyRelu(x, leak),
    derivative: (tf, x) => tf.step(x, leak),
  },
};
