/** L1 penalty and clipping of the gradients of an ensemble. See transform_gradients.wgsl. */

import type { GradientSettings } from "../../lib/kernels/transform_gradients.ts";
import { layersOf, parameterCount } from "../../lib/models/layout.ts";
import { transformGradients } from "../wgsl.ts";
import type { Kernel } from "../kernel.ts";

const bindings = {
  shape: "uniform",
  transforms: "read",
  isWeight: "read",
  parameters: "read",
  gradients: "write",
} as const;

/** The number of threads for the parameters of one member. */
const threads = 128;

/** The kernel; one workgroup per member. */
export const transformKernel: Kernel<keyof typeof bindings> = {
  name: "gradient transformation",
  code: `const threads = ${threads}u;\n${transformGradients}`,
  bindings,
};

/** Whether the gradients of a member are transformed. */
export const isTransformed = ({ l1 = 0, clipNorm }: GradientSettings): boolean =>
  l1 > 0 || clipNorm !== undefined;

/** The number of loop iterations of a thread. */
export const transformIterations = (sizes: readonly number[]) =>
  2 * Math.ceil(parameterCount(sizes) / threads) + Math.log2(threads);

/** The structs `Transform` of the members. */
export function transformsOf(members: readonly GradientSettings[]): Float32Array {
  return Float32Array.from(members.flatMap(({ l1 = 0, clipNorm = 0 }) => [l1, clipNorm]));
}

/** 1 for each weight of a network, and 0 for each bias. */
export function weightMask(sizes: readonly number[]): Float32Array {
  const mask = new Float32Array(parameterCount(sizes));
  for (const { weight, bias } of layersOf(sizes)) mask.fill(1, weight, bias);
  return mask;
}
