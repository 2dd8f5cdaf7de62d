// Activation backward, element by element, in place:
//
//   delta = delta * f'(sums)
//
// sums, outputs = f(sums), delta: [members x quads] vectors of four, each member with an activation
// of its own. `delta` comes as the gradient of the outputs and goes as that of the sums. One thread
// a vector, numbered along the workgroups. Needs `derivative_at` of activations.ts.

struct Layer {
  members: u32,  // how many networks
  quads: u32,    // vectors of one member
}

@group(0) @binding(0) var<uniform> layer: Layer;
@group(0) @binding(1) var<storage, read> kinds: array<u32>;  // [members] activation numbers
@group(0) @binding(2) var<storage, read> sums: array<vec4f>;
@group(0) @binding(3) var<storage, read> outputs: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> delta: array<vec4f>;

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let at = (workgroup.x + workgroup.y * workgroups.x) * threads + thread;
  if at >= layer.members * layer.quads { return; }
  delta[at] *= derivative_at(kinds[at / layer.quads], sums[at], outputs[at]);
}
