/** The kernels of a training step beside products and scores: a batch is gathered, the optimizer steps. */

import type { Kernel } from "../kernel.ts";
import { gather, optimize, optimizerStep } from "../wgsl.ts";
import { type GridLimits, spread } from "../work.ts";
import { stateAt, stepCode, type StepKind } from "./optimizers.ts";

/** Where in several buffers a step reads and writes, in elements. */
export interface Step {
  /** Where its order begins. */
  readonly orderAt: number;
  /** Where its scores go. */
  readonly scoreAt: number;
  /** Where its bias corrections begin. */
  readonly correctionAt: number;
  /** Number of its epoch, from 0; null where nothing is trained. */
  readonly epoch: number | null;
}

/** Bytes of the struct `Step`. */
export const stepBytes = 16;

/** Stands for the epoch in which a member diverged that has not. */
export const neverDiverged = 0xffffffff;

/** The structs `Step` of several steps, one after the other. */
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

/** Threads of a workgroup, each of which has an element or a vector of four: a few of any GPU's. */
const threads = 128;

/** Its declaration, for the head of a kernel. */
const threadsCode = `const threads = ${threads}u;\n`;

/** Workgroups along x and y for so many threads. */
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

/** Gathers each member's batch of samples by its order. See gather.wgsl. */
export const gatherKernel: Kernel<keyof typeof gatherBindings> = {
  name: "batch gather",
  code: `${threadsCode}${gather}`,
  bindings: gatherBindings,
};

/** What its uniform buffer `batch` holds; the stride counts elements from member to member. */
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

/** One optimizer step of all members, each by its own settings of these kinds. See optimize.wgsl. */
export function optimizeKernel(kinds: readonly StepKind[]): Kernel<keyof typeof optimizeBindings> {
  const at = (index: number) =>
    index === 0
      ? "optimizer_state[at]"
      : `optimizer_state[${index} * shape.members * shape.quads + at]`;
  return {
    name: "optimizer step",
    code: `${threadsCode}${optimizerStep}${stepCode(kinds, stateAt(at))}\n${optimize}`,
    bindings: optimizeBindings,
  };
}

/** What its uniform buffer `shape` holds; `quads` counts vectors of one member's parameters. */
export function optimizeUniform(shape: { members: number; quads: number }): Uint32Array {
  return Uint32Array.of(shape.members, shape.quads);
}
