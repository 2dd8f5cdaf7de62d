// Many steps of mini-batch training in one dispatch: buffers, and what a step reads from them.
//
// Mini-batches are gathered in the shuffle order; losses and counts of correctly classified samples are
// summed per epoch. A workgroup trains one network, and takes a batch in blocks of `rows` rows. The
// generator adds constants and a trainer: the functions load, store, running_sum, keep_running_sum, fill,
// forward, score, backward and workgroup_barrier.
//
//   samples    [sample × (inputs, targets)], each padded to vectors of four, test samples last
//   orders     [order × epoch of the slice × sample]
//   scores     [epoch of the slice × member]: sum of the losses and number of correctly classified
//              samples in training, then in the test
//   state      [member × (parameters, optimizer state, a sum of scores, arrays that do not fit in
//              workgroup memory)]

// The part of the training that this dispatch computes.
struct Slice {
  members: u32,          // networks of the ensemble
  first: u32,            // first step, counted from 0 over all epochs
  last: u32,             // step after the last
  first_epoch: u32,      // epoch of the first step
  epochs: u32,           // epochs with steps in the slice
  steps_per_epoch: u32,
  samples: u32,          // samples per epoch
  batch: u32,            // samples per step
  tests: u32,            // test samples; 0 for none
  first_test: u32,       // index of the first test sample
  base: u32,             // first step with corrections
  corrected: u32,        // number of steps with corrections
}

// The settings in which the networks of an ensemble differ.
struct Member {
  activation: u32,       // number of the activation
  order: u32,            // index of the shuffle orders among those uploaded
  optimizer: Optimizer,
}

@group(0) @binding(0) var<uniform> slice: Slice;
@group(0) @binding(1) var<storage, read> members: array<Member>;
@group(0) @binding(2) var<storage, read> corrections: array<vec4f>;
@group(0) @binding(3) var<storage, read> samples: array<vec4f>;
@group(0) @binding(4) var<storage, read> orders: array<u32>;
@group(0) @binding(5) var<storage, read_write> state: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> scores: array<vec4f>;

var<private> state_at: u32;  // offset of the network's part of `state`

// The offset of a member's shuffle order for the epoch of a step.
fn order_at(member: Member, step: u32) -> u32 {
  let epoch = step / slice.steps_per_epoch - slice.first_epoch;
  return (member.order * slice.epochs + epoch) * slice.samples;
}

fn correction_at(member: Member, step: u32) -> vec4f {
  if (member.optimizer.corrections == 0xffffffffu) { return vec4f(0); }
  return corrections[member.optimizer.corrections * slice.corrected + step - slice.base];
}

fn ends_epoch(step: u32) -> bool {
  return (step + 1) % slice.steps_per_epoch == 0;
}

// Some rows of a step's batch, or of the test samples.
struct Block {
  trains: bool,          // whether its rows are those of a batch
  first: u32,            // place of its first row in `orders`, or its first test sample
  count: u32,            // valid rows; the others repeat the last one
}

// The index of a row's sample.
fn sample_at(block: Block, row: u32) -> u32 {
  let at = block.first + min(row, block.count - 1);
  if (block.trains) { return orders[at]; }
  return at;
}

// One step, and after the last step of an epoch the test pass. Returns the sum of losses and the number
// of correctly classified samples of both. Both share the code of the forward pass, which halves the
// code to compile.
fn take_step(member: Member, step: u32, thread: u32) -> vec4f {
  var result = vec4f(0);
  let start = step % slice.steps_per_epoch * slice.batch;
  let batch = min(slice.batch, slice.samples - start);
  let order = order_at(member, step) + start;
  let blocks = (batch + rows - 1) / rows;
  let test_blocks = select(0, (slice.tests + rows - 1) / rows, ends_epoch(step));
  for (var index = 0u; index < blocks + test_blocks; index++) {
    let trains = index < blocks;
    let at = rows * select(index - blocks, index, trains);
    let count = min(rows, select(slice.tests, batch, trains) - at);
    let block = Block(trains, select(slice.first_test, order, trains) + at, count);
    fill(block, thread);
    workgroup_barrier();
    forward(member.activation, thread);
    let scored = score(count, batch, thread);
    if (trains) {
      result += vec4f(scored, 0, 0);
      backward(member, step, index + 1 == blocks, thread);
    } else {
      result += vec4f(0, 0, scored);
    }
    workgroup_barrier();
  }
  return result;
}

// The threads that score rows; the sums of the others are 0.
const scorers = min(threads, rows);
var<workgroup> partial: array<vec4f, scorers>;
var<workgroup> diverged: u32;

// The sum over the workgroup, in thread 0.
fn reduce(value: vec4f, thread: u32) -> vec4f {
  if (thread < scorers) { partial[thread] = value; }
  workgroupBarrier();
  var sum = vec4f(0);
  if (thread == 0) {
    for (var other = 0u; other < scorers; other++) { sum += partial[other]; }
  }
  workgroupBarrier();
  return sum;
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
  // Each scorer continues its sum of the previous dispatch, so that the last bits do not depend on the
  // division of a training into slices.
  if (thread == 0) { diverged = u32(running_sum(0).w < 0); }
  if (workgroupUniformLoad(&diverged) == 1) { return; }
  var scored = vec4f(0);
  if (thread < scorers) { scored = running_sum(thread); }
  for (var step = slice.first; step < slice.last; step++) {
    scored += take_step(member, step, thread);
    if (ends_epoch(step)) {
      let sum = reduce(scored, thread);
      let epoch = step / slice.steps_per_epoch - slice.first_epoch;
      if (thread == 0) {
        scores[epoch * slice.members + index] = sum;
        diverged = u32(is_not_finite(vec4f(sum.x)).x);
      }
      scored = vec4f(0);
      if (workgroupUniformLoad(&diverged) == 1) {
        scored.w = diverged_mark;
        break;
      }
    }
  }
  if (thread < scorers) { keep_running_sum(thread, scored); }
  store(thread);
}
