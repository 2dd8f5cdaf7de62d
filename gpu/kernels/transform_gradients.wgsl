// What is done to each member's gradients before the optimizer's step, in place:
//
//   gradient += l1 sign(weight)                                   biases have no penalty
//   gradient *= min(1, clip_norm / (norm of all gradients + 1e-6))
//
// gradients, parameters: [members x stride]. One workgroup per member: its threads take the parameters in
// turn, and their sums of squares are added in a fixed tree, so that results are the same in every run.

struct Parameters {
  members: u32,  // number of networks
  count: u32,    // parameters of one network
  stride: u32,   // elements between the parameters of two members
}

struct Transform {
  l1: f32,         // factor of the penalty; 0 for none
  clip_norm: f32,  // maximum norm; 0 for none
}

@group(0) @binding(0) var<uniform> shape: Parameters;
@group(0) @binding(1) var<storage, read> transforms: array<Transform>;  // [members]
@group(0) @binding(2) var<storage, read> is_weight: array<f32>;  // [count] 1 for weights, 0 for biases
@group(0) @binding(3) var<storage, read> parameters: array<f32>;
@group(0) @binding(4) var<storage, read_write> gradients: array<f32>;

var<workgroup> partial: array<f32, threads>;

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let member = workgroup.x + workgroup.y * workgroups.x;
  if member >= shape.members { return; }
  let own = transforms[member];
  let first = member * shape.stride;
  var squares = 0.0;
  for (var index = thread; index < shape.count; index += threads) {
    let at = first + index;
    let gradient = gradients[at] + own.l1 * is_weight[index] * sign(parameters[at]);
    gradients[at] = gradient;
    squares += gradient * gradient;
  }
  partial[thread] = squares;
  workgroupBarrier();
  for (var half = threads / 2; half > 0; half /= 2) {
    if thread < half { partial[thread] += partial[thread + half]; }
    workgroupBarrier();
  }
  if own.clip_norm == 0 { return; }
  let factor = min(1.0, own.clip_norm / (sqrt(partial[0]) + 1e-6));
  for (var index = thread; index < shape.count; index += threads) { gradients[first + index] *= factor; }
}
