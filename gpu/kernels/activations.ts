/** WGSL of the activations that a kernel needs, selected by a switch. */

import {
  type Activation,
  activationNames,
  activationRecords,
  type Activations,
} from "../../lib/models/activations.ts";
import { math } from "../wgsl.ts";

/** The number of an activation in kernels. */
export function activationNumber(activation: Activation): number {
  return activationNames.indexOf(activation);
}

/** The activation of networks that have the same one in all hidden layers, which fused kernels need. */
export function singleActivation(activation: Activations): Activation {
  if (typeof activation === "string") return activation;
  throw new RangeError("Cannot fuse a network as its layers have activations of their own");
}

/** Whether kernels store pre-activations, because a derivative cannot be computed from the activation. */
export function needsPreActivations(names: readonly Activation[]): boolean {
  return names.some((name) => activationRecords[name].wgsl.readsPreActivation);
}

/**
 * Generates `activate(kind, x)` and `derivative_at(kind, x, y)` on four lanes, for some of the
 * activations. A switch with few cases compiles faster; for a single activation there is no switch.
 */
export function activationCode(names: readonly Activation[]): string {
  const cases = (call: (name: Activation) => string) =>
    names.length === 1
      ? `return ${call(names[0])};`
      : `switch kind {\n${
        names.map((name) => `    case ${activationNumber(name)}u: { return ${call(name)}; }`).join(
          "\n",
        )
      }\n    default: { return x; }\n  }`;
  return `${math}
${names.map(functionsOf).join("\n")}
fn value_at(kind: u32, x: vec4f) -> vec4f {
  ${cases((name) => `value_${name}(x)`)}
}

fn activate(kind: u32, x: vec4f) -> vec4f { return keep_nan(x, value_at(kind, x)); }

fn derivative_at(kind: u32, x: vec4f, y: vec4f) -> vec4f {
  ${cases((name) => `derivative_${name}(x, y)`)}
}
`;
}

/** The functions of one activation. */
function functionsOf(name: Activation): string {
  const { functions = "", value, derivative } = activationRecords[name].wgsl;
  return `${functions}
fn value_${name}(x: vec4f) -> vec4f { ${value} }
fn derivative_${name}(x: vec4f, y: vec4f) -> vec4f { ${derivative} }
`;
}
