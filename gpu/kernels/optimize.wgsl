// One optimizer step of all parameters of all members, in place; optimizer_step.wgsl has the update
// rules. parameters, gradients: [members x quads] vectors of four; optimizer_state: [state vectors x
// members x quads], zeros before the first step. One thread per vector, numbered along the workgroups.
// Requires optimizer_step.wgsl and `step_parameter` of optimizers.ts.

struct Parameters {
  members: u32,  // number of networks
  quads: u32,    // vectors of one member's parameters
}

struct Step {
  order_at: u32,       // offset of the step's shuffle order
  score_at: u32,       // offset of its scores
  correction_at: u32,  // offset of its corrections
  epoch: u32,          // number of its epoch, from 0; the largest u32 for evaluation without training
}

@group(0) @binding(0) var<uniform> shape: Parameters;
@group(0) @binding(1) var<uniform> step: Step;
@group(0) @binding(2) var<storage, read> optimizers: array<Optimizer>;  // [members]
@group(0) @binding(3) var<storage, read> corrections: array<vec4f>;  // [steps x distinct]
@group(0) @binding(4) var<storage, read> gradients: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> parameters: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> optimizer_state: array<vec4f>;
@group(0) @binding(7) var<storage, read> diverged: array<u32>;  // [members] epochs

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let at = (workgroup.x + workgroup.y * workgroups.x) * threads + thread;
  if at >= shape.members * shape.quads { return; }
  let member = at / shape.quads;
  // A member's training ends with the epoch in which it diverges.
  if diverged[member] < step.epoch { return; }
  let optimizer = optimizers[member];
  var correction = vec4f(0);
  if optimizer.corrections != 0xffffffffu {
    correction = corrections[step.correction_at + optimizer.corrections];
  }
  parameters[at] = step_parameter(optimizer, correction, at, parameters[at], gradients[at]);
}
