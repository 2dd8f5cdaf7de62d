/** One optimiser step of an ensemble's parameters, each member with its own. See optimize.wgsl. */

import type { Kernel } from "../kernel.ts";
import { optimize, optimizerStep } from "../wgsl.ts";
import { threadsCode } from "./elementwise.ts";
import { stateAt, stepCode, type StepKind } from "./optimizers.ts";

const bindings = {
  shape: "uniform",
  step: "uniform",
  optimizers: "read",
  corrections: "read",
  gradients: "read",
  parameters: "write",
  optimizerState: "write",
  diverged: "read",
} as const;

/** The kernel for members whose optimisers are of these kinds. */
export function optimizeKernel(kinds: readonly StepKind[]): Kernel<keyof typeof bindings> {
  const at = (index: number) =>
    index === 0
      ? "optimizer_state[at]"
      : `optimizer_state[${index} * shape.members * shape.quads + at]`;
  return {
    name: "optimizer step",
    code: `${threadsCode}${optimizerStep}${stepCode(kinds, stateAt(at))}\n${optimize}`,
    bindings,
  };
}

/** What its uniform buffer `shape` holds; `quads` counts vectors of one member's parameters. */
export function optimizeUniform(shape: { members: number; quads: number }): Uint32Array {
  return Uint32Array.of(shape.members, shape.quads);
}
