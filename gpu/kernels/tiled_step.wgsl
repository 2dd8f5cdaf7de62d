// The fused trainer with one workgroup per network. Weights, activations and gradients of a batch are in
// workgroup memory if they fit, and each thread computes tiles of them. The generator adds the functions
// load, store, running_sum, keep_running_sum, gather, forward, score and backward.

var<workgroup> sample_of: array<u32, rows>;

fn targets_of(row: u32) -> u32 {
  return sample_of[row] * sample_vectors + input_vectors;
}

// Fills the block with the step's batch for block 0, or with test samples for blocks from 1 on.
// Returns the number of valid rows; the others repeat the last valid row.
fn fill(member: Member, step: u32, block: u32, thread: u32) -> u32 {
  var start = step % slice.steps_per_epoch * slice.batch;
  var count = min(slice.batch, slice.samples - start);
  let order = order_at(member, step);
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

// One step, and after the last step of an epoch the test pass. Returns the sum of losses and the number
// of correctly classified samples of both. Both share the code of the forward pass, which halves the
// code to compile.
fn take_step(member: Member, step: u32, thread: u32) -> vec4f {
  var result = vec4f(0);
  let test_blocks = select(0, (slice.tests + rows - 1) / rows, ends_epoch(step));
  for (var block = 0u; block <= test_blocks; block++) {
    let count = fill(member, step, block, thread);
    workgroup_barrier();
    forward(member.activation, thread);
    let scored = score(count, count, thread);
    workgroup_barrier();
    if (block > 0) {
      result += vec4f(0, 0, scored);
    } else {
      result += vec4f(scored, 0, 0);
      backward(member.activation, member.optimizer, correction_at(member, step), thread);
    }
  }
  return result;
}
