/** Activation forward, `outputs = f(sums)`, each member with its own. See activate_forward.wgsl. */

import type { Activation } from "../../lib/models/activations.ts";
import type { Kernel } from "../kernel.ts";
import { activateForward } from "../wgsl.ts";
import { activationCode } from "./activations.ts";
import { threadsCode } from "./elementwise.ts";

const bindings = { layer: "uniform", kinds: "read", sums: "read", outputs: "write" } as const;

/** The kernel for members of these activations. */
export function activateForwardKernel(
  activations: readonly Activation[],
): Kernel<keyof typeof bindings> {
  return {
    name: "activation forward",
    code: `${threadsCode}${activationCode(activations)}\n${activateForward}`,
    bindings,
  };
}

/** What the uniform buffer `layer` of both activation kernels holds. */
export function activationUniform(layer: { members: number; quads: number }): Uint32Array {
  return Uint32Array.of(layer.members, layer.quads);
}
