/** The activations of WGSL as separate kernels: devices use them only as the finish of products. */

import type { Kernel } from "../../../gpu/kernel.ts";
import { activationCode } from "../../../gpu/kernels/activations.ts";
import type { Activation } from "../../../lib/models/activations.ts";

const threads = 128;

const kernelCode = `
struct Layer {
  members: u32,  // number of networks
  quads: u32,    // vectors of one member
}

@group(0) @binding(0) var<uniform> layer: Layer;
@group(0) @binding(1) var<storage, read> kinds: array<u32>;  // [members] activation numbers
@group(0) @binding(2) var<storage, read> x: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> outputs: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> delta: array<vec4f>;

// outputs = f(x), and delta *= f'(x)
@compute @workgroup_size(${threads})
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let at = (workgroup.x + workgroup.y * workgroups.x) * ${threads} + thread;
  if at >= layer.members * layer.quads { return; }
  let kind = kinds[at / layer.quads];
  let y = activate(kind, x[at]);
  outputs[at] = y;
  delta[at] *= derivative_at(kind, x[at], y);
}`;

const bindings = {
  layer: "uniform",
  kinds: "read",
  x: "read",
  outputs: "write",
  delta: "write",
} as const;

/** Returns the kernel for members with these activations. */
export function activationKernel(
  activations: readonly Activation[],
): Kernel<keyof typeof bindings> {
  return { name: "activation", code: `${activationCode(activations)}${kernelCode}`, bindings };
}

/** The workgroups for `quads` vectors. */
export function activationGrid(quads: number, columns: number): [number, number] {
  const groups = Math.ceil(quads / threads);
  return [Math.min(groups, columns), Math.ceil(groups / columns)];
}
