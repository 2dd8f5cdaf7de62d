// Many steps of mini-batch training in one dispatch: what both kinds of kernels share.
//
// Batches are gathered through the order of samples; losses and counts of right answers are summed by
// epoch. Around this text the generator puts constants, and one of two steps: tiled_step.wgsl, where a
// workgroup trains a network, or thread_step.wgsl, where a thread does.
//
//   samples    [sample × (inputs, targets)], each padded to vectors of four, test after training
//   orders     [order × epoch of the slice × sample]
//   scores     [member × epoch of the slice]: sum of the losses and right answers in training, then
//              of the test
//   state      [member × (parameters, the optimizer's running numbers, a sum of scores, what else does
//              not fit in workgroup memory)]

// What part of the training this dispatch is.
struct Slice {
  members: u32,          // networks of the ensemble
  first: u32,            // first step, counted from 0 over all epochs
  last: u32,             // step behind the last
  first_epoch: u32,      // epoch of the first step
  epochs: u32,           // epochs that the slice touches
  steps_per_epoch: u32,
  samples: u32,          // in an epoch
  batch: u32,            // samples a step
  tests: u32,            // test samples; 0 for none
  first_test: u32,       // number of the first of them
  base: u32,             // first step that there are bias corrections of
  corrected: u32,        // steps that there are
}

// What differs between the networks of an ensemble.
struct Member {
  activation: u32,       // its number
  order: u32,            // number of its order among those uploaded
  optimizer: Optimizer,
}

@group(0) @binding(0) var<uniform> slice: Slice;
@group(0) @binding(1) var<storage, read> members: array<Member>;
@group(0) @binding(2) var<storage, read> corrections: array<vec2f>;
@group(0) @binding(3) var<storage, read> samples: array<vec4f>;
@group(0) @binding(4) var<storage, read> orders: array<u32>;
@group(0) @binding(5) var<storage, read_write> state: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> scores: array<vec4f>;

var<private> state_at: u32;  // where the network's part of it begins

// Where a member's order for the epoch of a step begins.
fn order_at(member: Member, step: u32) -> u32 {
  let epoch = step / slice.steps_per_epoch - slice.first_epoch;
  return (member.order * slice.epochs + epoch) * slice.samples;
}

fn correction_at(member: Member, step: u32) -> vec2f {
  return corrections[member.optimizer.corrections * slice.corrected + step - slice.base];
}

fn ends_epoch(step: u32) -> bool {
  return (step + 1) % slice.steps_per_epoch == 0;
}
