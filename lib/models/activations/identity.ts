import { get } from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import type { ActivationRecord } from "./record.ts";

/** `x`: a network of these alone is a linear model */
export const identity: ActivationRecord = {
  float64: {
    value: (x) => x,
    derivative: () => 1,
    secondDerivative: () => 0,
  },
  wgsl: {
    value: "return x;",
    derivative: "return vec4f(1);",
    readsPreActivation: false,
  },
  vector: {
    value: (_locals, x) => get(x),
    derivative: () => f32x4.constant(1),
  },
  tensors: {
    value: (_, x) => x,
    derivative: null,
  },
};
