/** Gathers each member's batch of samples by its order. See gather.wgsl. */

import type { Kernel } from "../kernel.ts";
import { gather } from "../wgsl.ts";
import { threadsCode } from "./elementwise.ts";

const bindings = {
  batch: "uniform",
  step: "uniform",
  order: "read",
  samples: "read",
  rows: "write",
} as const;

/** The kernel. */
export const gatherKernel: Kernel<keyof typeof bindings> = {
  name: "batch gather",
  code: `${threadsCode}${gather}`,
  bindings,
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
