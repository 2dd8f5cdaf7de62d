// The fused trainer with one thread per hidden unit: a workgroup of 32 threads trains a network with one
// hidden layer. A thread keeps the parameters of its units in registers, with their optimizer state.
//
// A batch is processed in blocks of 32 rows. A thread computes the activations of its units for all rows
// of a block, then the outputs and the loss of one row, then the gradient of its units over all rows. The
// generator adds the functions load, store, running_sum, keep_running_sum, gather, activate_units,
// read_outputs, score, share_gradient, add_gradients and update.

var<private> own_sample: u32;    // index of the sample in this thread's row
var<private> own_outputs: vec4f; // outputs of this thread's row, then the gradient with respect to them

fn targets_of(row: u32) -> u32 {
  return own_sample * sample_vectors + input_vectors;
}

// One step, and after the last step of an epoch the test pass. Returns the sum of losses and the number
// of correctly classified samples of both.
fn take_step(member: Member, step: u32, thread: u32) -> vec4f {
  var result = vec4f(0);
  let start = step % slice.steps_per_epoch * slice.batch;
  let batch = min(slice.batch, slice.samples - start);
  let order = order_at(member, step) + start;
  let blocks = (batch + rows - 1) / rows;
  let test_blocks = select(0, (slice.tests + rows - 1) / rows, ends_epoch(step));
  for (var block = 0u; block < blocks + test_blocks; block++) {
    let trains = block < blocks;
    let first = rows * select(block - blocks, block, trains);
    let count = min(rows, select(slice.tests, batch, trains) - first);
    let row = first + min(thread, count - 1);
    var sample = slice.first_test + row;
    if (trains) { sample = orders[order + row]; }
    gather(sample, thread);
    workgroupBarrier();
    activate_units(member.activation, thread);
    workgroupBarrier();
    read_outputs(thread);
    let scored = score(count, batch, thread);
    if (trains) {
      result += vec4f(scored, 0, 0);
      share_gradient(thread);
      workgroupBarrier();
      add_gradients(member.activation, thread);
      if (block + 1 == blocks) { update(member.optimizer, correction_at(member, step), thread); }
    } else {
      result += vec4f(0, 0, scored);
    }
    workgroupBarrier();
  }
  return result;
}
