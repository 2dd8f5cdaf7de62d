/** Activation backward, `delta *= f'(sums)`, each member with its own. See activate_backward.wgsl. */

import type { Activation } from "../../lib/models/activations.ts";
import type { Kernel } from "../kernel.ts";
import { activateBackward } from "../wgsl.ts";
import { activationCode } from "./activations.ts";
import { threadsCode } from "./elementwise.ts";

const bindings = {
  layer: "uniform",
  kinds: "read",
  sums: "read",
  outputs: "read",
  delta: "write",
} as const;

/** The kernel for members of these activations; its uniform is that of the forward kernel. */
export function activateBackwardKernel(
  activations: readonly Activation[],
): Kernel<keyof typeof bindings> {
  return {
    name: "activation backward",
    code: `${threadsCode}${activationCode(activations)}\n${activateBackward}`,
    bindings,
  };
}
