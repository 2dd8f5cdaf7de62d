// The fused trainer with one thread per network. Threads share no data, and there are no barriers.
//
// A software adapter runs eight threads as the lanes of a vector, so eight networks take the time of one.
// The generator adds the functions load, store, running_sum, keep_running_sum, gather, learn and
// optimize.

// Fills the block with rows from `first` on, of a batch that begins at `order`, or of the test
// samples. Returns the number of valid rows; the others repeat the last valid row.
fn fill(first: u32, size: u32, order: u32, testing: bool) -> u32 {
  let count = min(rows, size - first);
  for (var row = 0u; row < rows; row++) {
    let at = first + min(row, count - 1);
    var sample = slice.first_test + at;
    if (!testing) { sample = orders[order + at]; }
    gather(row, sample);
  }
  return count;
}

// One step, and after the last step of an epoch the test pass. Returns the sum of losses and the number
// of correctly classified samples of both. Both share the code of the forward pass, which halves the
// code to compile.
fn take_step(member: Member, step: u32) -> vec4f {
  var result = vec4f(0);
  let start = step % slice.steps_per_epoch * slice.batch;
  let batch = min(slice.batch, slice.samples - start);
  let order = order_at(member, step) + start;
  let train_blocks = (batch + rows - 1) / rows;
  let test_blocks = select(0, (slice.tests + rows - 1) / rows, ends_epoch(step));
  for (var block = 0u; block < train_blocks + test_blocks; block++) {
    let testing = block >= train_blocks;
    let first = select(block, block - train_blocks, testing) * rows;
    let count = fill(first, select(batch, slice.tests, testing), order, testing);
    let scored = learn(member.activation, count, batch, !testing);
    result += select(vec4f(scored, 0, 0), vec4f(0, 0, scored), testing);
    if (block + 1 == train_blocks) {
      optimize(member.optimizer, correction_at(member, step));
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
  let index = (group.x + group.y * groups.x) * threads + thread;
  if (index >= slice.members) { return; }
  let member = members[index];
  state_at = index * state_vectors;
  load();
  // Continues the sum of the previous dispatch, so that the last bits do not depend on the division of a
  // training into slices.
  var scored = running_sum();
  if (scored.w < 0) { return; }  // it has diverged
  for (var step = slice.first; step < slice.last; step++) {
    scored += take_step(member, step);
    if (ends_epoch(step)) {
      let epoch = step / slice.steps_per_epoch - slice.first_epoch;
      scores[index * slice.epochs + epoch] = scored;
      let diverged = is_not_finite(vec4f(scored.x)).x;
      scored = vec4f(0, 0, 0, select(0.0, diverged_mark, diverged));
      if (diverged) { break; }
    }
  }
  keep_running_sum(scored);
  store();
}
