// Activation forward, element by element:
//
//   outputs = f(sums)
//
// sums, outputs: [members x quads] vectors of four, each member with an activation of its own. Rows
// may be padded to whole vectors: what stands there is activated as well, and harms nobody. One
// thread a vector, numbered along the workgroups. Needs `activate` of activations.ts.

struct Layer {
  members: u32,  // how many networks
  quads: u32,    // vectors of one member
}

@group(0) @binding(0) var<uniform> layer: Layer;
@group(0) @binding(1) var<storage, read> kinds: array<u32>;  // [members] activation numbers
@group(0) @binding(2) var<storage, read> sums: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> outputs: array<vec4f>;

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let at = (workgroup.x + workgroup.y * workgroups.x) * threads + thread;
  if at >= layer.members * layer.quads { return; }
  let x = sums[at];
  outputs[at] = activate(kinds[at / layer.quads], x);
}
