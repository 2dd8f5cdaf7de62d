/** Kernels of one thread an element, or a vector of four. */

import { type GridLimits, spread } from "../dispatch.ts";

/** Threads of a workgroup: a few of any GPU's. */
export const threads = 128;

/** Its declaration, for the head of a kernel. */
export const threadsCode = `const threads = ${threads}u;\n`;

/** Workgroups along x and y for so many threads. */
export function elementwiseGrid(count: number, limits: GridLimits): [number, number] {
  return spread(Math.ceil(count / threads), limits);
}
