/** The activations as WGSL: those that a kernel is to know, behind a switch. */

import { type Activation, activationNames } from "../../lib/models/activations.ts";
import { activations, math } from "../wgsl.ts";

/** The number under which kernels know an activation. */
export function activationNumber(activation: Activation): number {
  return activationNames.indexOf(activation);
}

/**
 * Activations whose derivative does not follow from their value: kernels keep the pre-activation. The
 * value of elu and selu far below 0 is rounded to their limit, where the derivative is still e^x.
 *
 * Both ends of hardtanh have derivative 0, as has all that is beyond.
 */
export const needPreActivation: ReadonlySet<Activation> = new Set<Activation>([
  "elu",
  "selu",
  "gelu",
  "geluTanh",
  "silu",
  "softplus",
  "mish",
]);

/**
 * WGSL of `activate(kind, x)` and `derivative_at(kind, x, y)` on four lanes, for some of the activations;
 * a switch of few cases compiles faster, and one of a single case not to a switch at all.
 */
export function activationCode(names: readonly Activation[] = activationNames): string {
  const cases = (call: (name: Activation) => string) =>
    names.length === 1
      ? `return ${call(names[0])};`
      : `switch kind {\n${
        names.map((name) => `    case ${activationNumber(name)}u: { return ${call(name)}; }`).join(
          "\n",
        )
      }\n    default: { return x; }\n  }`;
  return `${math}\n${activations}
fn value_at(kind: u32, x: vec4f) -> vec4f {
  ${cases((name) => `value_${name}(x)`)}
}

fn activate(kind: u32, x: vec4f) -> vec4f { return keep_nan(x, value_at(kind, x)); }

fn derivative_at(kind: u32, x: vec4f, y: vec4f) -> vec4f {
  ${cases((name) => `derivative_${name}(x, y)`)}
}
`;
}
