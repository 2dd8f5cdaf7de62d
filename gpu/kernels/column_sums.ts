/** Sums of the columns of a matrix a member: the gradient of a bias. See column_sums.wgsl. */

import { type GridLimits, spread } from "../dispatch.ts";
import type { Kernel } from "../kernel.ts";
import { columnSums } from "../wgsl.ts";

const bindings = { columns: "uniform", matrix: "read", sums: "write" } as const;

const across = 16;
const down = 8;

/** The kernel. */
export const columnSumsKernel: Kernel<keyof typeof bindings> = {
  name: "column sums",
  code: `const across = ${across}u;\nconst down = ${down}u;\n${columnSums}`,
  bindings,
};

/** Matrices, one a member: strides count elements from member to member. */
export interface Columns {
  readonly members: number;
  readonly rows: number;
  readonly columns: number;
  readonly matrixStride: number;
  /** Where the first member's sums go. */
  readonly sumsAt: number;
  readonly sumsStride: number;
}

/** Workgroups along x and y. */
export function columnSumsGrid(
  { members, columns }: Columns,
  limits: GridLimits,
): [number, number] {
  return spread(members * Math.ceil(columns / across), limits);
}

/** Turns that a thread's loops take for its share of the rows. */
export const columnSumsTurns = ({ rows }: Pick<Columns, "rows">) => Math.ceil(rows / down) + down;

/** What its uniform buffer `columns` holds. */
export function columnSumsUniform(
  { members, rows, columns, matrixStride, sumsAt, sumsStride }: Columns,
): Uint32Array {
  return Uint32Array.of(members, rows, columns, matrixStride, sumsAt, sumsStride);
}
