// Many steps of mini-batch training in one dispatch: a workgroup trains one network.
//
// Weights, activations and gradients stay in workgroup memory as far as it goes; batches are gathered
// through the order of samples; losses and counts of right answers are summed by epoch. Around this
// text the generator puts constants, arrays and the functions forward, score, backward.
//
//   samples    [sample × (inputs, targets)], each padded to vectors of four, test after training
//   orders     [order × epoch of the slice × sample]
//   scores     [member × epoch of the slice × (training, test)]: sum of losses, and right answers
//   state      [member × (parameters, the optimiser's running numbers, what else does not fit in
//              workgroup memory)]; parameters are padded as gpu/fused/layout.ts says

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
@group(0) @binding(6) var<storage, read_write> scores: array<vec2f>;

var<private> state_at: u32;
var<workgroup> sample_of: array<u32, rows>;
var<workgroup> partial: array<vec2f, threads>;

fn targets_of(row: u32) -> u32 {
  return sample_of[row] * sample_vectors + input_vectors;
}

// The sum over the workgroup, in thread 0.
fn reduce(value: vec2f, thread: u32) -> vec2f {
  partial[thread] = value;
  workgroupBarrier();
  var sum = vec2f(0);
  if (thread == 0u) {
    for (var other = 0u; other < min(threads, rows); other++) { sum += partial[other]; }
  }
  workgroupBarrier();
  return sum;
}

fn train_batch(member: Member, step: u32, thread: u32) -> vec2f {
  let start = step % slice.steps_per_epoch * slice.batch;
  let count = min(slice.batch, slice.samples - start);
  let epoch = step / slice.steps_per_epoch - slice.first_epoch;
  let order = (member.order * slice.epochs + epoch) * slice.samples;
  for (var row = thread; row < rows; row += threads) {
    gather(row, orders[order + start + min(row, count - 1u)]);
  }
  workgroup_barrier();
  forward(member.activation, thread);
  let result = score(count, thread);
  workgroup_barrier();
  let taken = slice.last - slice.first;
  let correction = corrections[member.optimizer.corrections * taken + step - slice.first];
  backward(member.activation, member.optimizer, correction, thread);
  return result;
}

fn test_all(member: Member, thread: u32) -> vec2f {
  var result = vec2f(0);
  for (var start = 0u; start < slice.tests; start += rows) {
    let count = min(rows, slice.tests - start);
    for (var row = thread; row < rows; row += threads) {
      gather(row, slice.first_test + start + min(row, count - 1u));
    }
    workgroup_barrier();
    forward(member.activation, thread);
    result += score(count, thread);
    workgroup_barrier();
  }
  return result;
}

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let index = group.x + group.y * groups.x;
  if (index >= slice.members) { return; }
  let member = members[index];
  state_at = index * state_vectors;
  load(thread);
  var trained = vec2f(0);
  for (var step = slice.first; step < slice.last; step++) {
    trained += train_batch(member, step, thread);
    let ends_epoch = (step + 1) % slice.steps_per_epoch == 0;
    if (ends_epoch || step + 1 == slice.last) {
      let at = 2 * (index * slice.epochs + step / slice.steps_per_epoch - slice.first_epoch);
      let sum = reduce(trained, thread);
      if (thread == 0u) { scores[at] = sum; }
      trained = vec2f(0);
      if (ends_epoch && slice.tests > 0) {
        let tested = reduce(test_all(member, thread), thread);
        if (thread == 0u) { scores[at + 1] = tested; }
      }
    }
  }
  store(thread);
}
