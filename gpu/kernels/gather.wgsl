// Gathers each member's mini-batch in its shuffle order:
//
//   rows[i][r][k] = samples[order[first + i rows + r]][k]
//
// samples: [count x width], order: [steps x members x rows], rows: [members x member stride]. One
// thread per element, numbered along the workgroups.

struct Batch {
  members: u32,  // number of networks
  rows: u32,     // samples of a batch
  width: u32,    // elements of a sample
  stride: u32,   // elements between the rows of two members
}

struct Step {
  order_at: u32,       // offset of the step's shuffle order
  score_at: u32,       // offset of its scores
  correction_at: u32,  // offset of its corrections
  epoch: u32,          // number of its epoch, from 0; the largest u32 for evaluation without training
}

@group(0) @binding(0) var<uniform> batch: Batch;
@group(0) @binding(1) var<uniform> step: Step;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> samples: array<f32>;
@group(0) @binding(4) var<storage, read_write> rows: array<f32>;

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let at = (workgroup.x + workgroup.y * workgroups.x) * threads + thread;
  let k = at % batch.width;
  let row = at / batch.width;  // counted over all members
  let member = row / batch.rows;
  if member >= batch.members { return; }
  let sample = order[step.order_at + row];
  rows[member * batch.stride + row % batch.rows * batch.width + k] = samples[sample * batch.width + k];
}
