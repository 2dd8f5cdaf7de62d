/** The kernels of a training step except products and scores: gather a batch, and the optimizer step. */

import type { Kernel } from "../kernel.ts";
import { gather, optimize, optimizerStep } from "../wgsl.ts";
import { type GridLimits, spread } from "../work.ts";
import { stateAt, stepCode, type StepKind } from "./optimizers.ts";

/** The offsets at which a step reads and writes in several buffers, in elements. */
export interface Step {
  /** The offset of its shuffle order. */
  readonly orderAt: number;
  /** The offset of its scores. */
  readonly scoreAt: number;
  /** The offset of its corrections. */
  readonly correctionAt: number;
  /** The number of its epoch, from 0; null for evaluation without training. */
  readonly epoch: number | null;
}

/** The bytes of the struct `Step`. */
export const stepBytes = 16;

/** The value for members that have not diverged, in place of the epoch of divergence. */
export const neverDiverged = 0xffffffff;

/** The words of the structs `Step` of several steps. */
export function stepWords(steps: readonly Step[]): Uint32Array {
  return Uint32Array.from(
    steps.flatMap(({ orderAt, scoreAt, correctionAt, epoch }) => [
      orderAt,
      scoreAt,
      correctionAt,
      epoch ?? neverDiverged,
    ]),
  );
}

/** The threads of a workgroup, each of which processes one element or one vector of four. */
const threads = 128;

/** The WGSL declaration of this number. */
const threadsCode = `const threads = ${threads}u;\n`;

/** The numbers of workgroups along x and y for a number of threads. */
export function elementwiseGrid(count: number, limits: GridLimits): [number, number] {
  return spread(Math.ceil(count / threads), limits);
}

const gatherBindings = {
  batch: "uniform",
  step: "uniform",
  order: "read",
  samples: "read",
  rows: "write",
} as const;

/** Gathers each member's mini-batch in its shuffle order. See gather.wgsl. */
export const gatherKernel: Kernel<keyof typeof gatherBindings> = {
  name: "batch gather",
  code: `${threadsCode}${gather}`,
  bindings: gatherBindings,
};

/** The words of the kernel's uniform buffer `batch`; the stride is in elements, between members. */
export function gatherUniform(
  { members, rows, width, stride }: {
    members: number;
    rows: number;
    width: number;
    stride: number;
  },
): Uint32Array {
  return Uint32Array.of(members, rows, width, stride);
}

const optimizeBindings = {
  shape: "uniform",
  step: "uniform",
  optimizers: "read",
  corrections: "read",
  gradients: "read",
  parameters: "write",
  optimizerState: "write",
  diverged: "read",
} as const;

/**
 * One optimizer step of all members, each with its own settings. See optimize.wgsl.
 *
 * @param scheduled Whether the learning rate of some member changes.
 */
export function optimizeKernel(
  kinds: readonly StepKind[],
  scheduled = false,
): Kernel<keyof typeof optimizeBindings> {
  const at = (index: number) =>
    index === 0
      ? "optimizer_state[at]"
      : `optimizer_state[${index} * shape.members * shape.quads + at]`;
  return {
    name: "optimizer step",
    code: `${threadsCode}${optimizerStep}${
      stepCode(kinds, stateAt(at), { scheduled })
    }\n${optimize}`,
    bindings: optimizeBindings,
  };
}

/** The words of the kernel's uniform buffer `shape`; `quads` is the vectors of one member's parameters. */
export function optimizeUniform(shape: { members: number; quads: number }): Uint32Array {
  return Uint32Array.of(shape.members, shape.quads);
}
