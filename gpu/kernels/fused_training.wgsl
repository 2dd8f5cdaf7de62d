// Many steps of mini-batch training in one dispatch: a workgroup trains one network.
//
// Weights, activations and gradients stay in workgroup memory as far as it goes; batches are gathered
// through the order of samples; losses and counts of right answers are summed by epoch. Around this
// text the generator puts constants, arrays and the functions forward, score, backward.
//
//   samples    [sample × (inputs, targets)], each padded to vectors of four, test after training
//   orders     [order × epoch of the slice × sample]
//   scores     [member × epoch of the slice]: sum of the losses and right answers in training, then
//              of the test
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

var<private> state_at: u32;
var<workgroup> sample_of: array<u32, rows>;
var<workgroup> partial: array<vec4f, threads>;

fn targets_of(row: u32) -> u32 {
  return sample_of[row] * sample_vectors + input_vectors;
}

// The sum over the workgroup, in thread 0.
fn reduce(value: vec4f, thread: u32) -> vec4f {
  partial[thread] = value;
  workgroupBarrier();
  var sum = vec4f(0);
  if (thread == 0) {
    for (var other = 0u; other < min(threads, rows); other++) { sum += partial[other]; }
  }
  workgroupBarrier();
  return sum;
}

// Fills the block with a batch of the step, or with block number 1 and up of the test samples.
// Returns how many of its rows count; the others repeat the last of them.
fn fill(member: Member, step: u32, block: u32, thread: u32) -> u32 {
  var start = step % slice.steps_per_epoch * slice.batch;
  var count = min(slice.batch, slice.samples - start);
  let epoch = step / slice.steps_per_epoch - slice.first_epoch;
  let order = (member.order * slice.epochs + epoch) * slice.samples;
  if (block > 0) {
    start = (block - 1) * rows;
    count = min(rows, slice.tests - start);
  }
  for (var row = thread; row < rows; row += threads) {
    let at = start + min(row, count - 1);
    if (block > 0) {
      gather(row, slice.first_test + at);
    } else {
      gather(row, orders[order + at]);
    }
  }
  return count;
}

// One step, and behind the last step of an epoch the test: sums of losses and right answers of both.
// Training and test share the code of the forward pass, which halves what there is to compile.
fn take_step(member: Member, step: u32, thread: u32) -> vec4f {
  var result = vec4f(0);
  let ends_epoch = (step + 1) % slice.steps_per_epoch == 0;
  let test_blocks = select(0, (slice.tests + rows - 1) / rows, ends_epoch);
  for (var block = 0u; block <= test_blocks; block++) {
    let count = fill(member, step, block, thread);
    workgroup_barrier();
    forward(member.activation, thread);
    let scored = score(count, thread);
    workgroup_barrier();
    if (block > 0) {
      result += vec4f(0, 0, scored);
    } else {
      result += vec4f(scored, 0, 0);
      let at = member.optimizer.corrections * slice.corrected + step - slice.base;
      let correction = corrections[at];
      backward(member.activation, member.optimizer, correction, thread);
    }
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
  // Each thread goes on with its own sum, so that the last bits do not depend on how a training is
  // cut into slices.
  var scored = running_sum(thread);
  for (var step = slice.first; step < slice.last; step++) {
    scored += take_step(member, step, thread);
    if ((step + 1) % slice.steps_per_epoch == 0) {
      let sum = reduce(scored, thread);
      let epoch = step / slice.steps_per_epoch - slice.first_epoch;
      if (thread == 0) { scores[index * slice.epochs + epoch] = sum; }
      scored = vec4f(0);
    }
  }
  keep_running_sum(thread, scored);
  store(thread);
}
