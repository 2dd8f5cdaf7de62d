// Scores a batch of outputs, and writes the gradient of its mean loss:
//
//   cross-entropy:  loss = - sum over k of target[k] log softmax(output)[k]
//                   gradient[k] = (softmax(output)[k] sum(target) - target[k]) / mean_over
//   squared error:  loss = sum over k of (output[k] - target[k])^2 / width
//                   gradient[k] = 2 (output[k] - target[k]) / (width mean_over)
//
// outputs, gradient: [members x output stride] in rows of `width`, targets: [members x target stride]
// in rows that are `target_row` apart; scores: [passes x members]. One workgroup scores one member: its
// threads score the rows in turn, and their sums are added in a fixed tree, so that results are the same
// in every run. With weights, loss and gradient are multiplied by the member's `factor`, the number of rows
// divided by the sum of their weights. If an output is not finite, the member has diverged, and the epoch of its first such
// step is stored. Requires math.wgsl, the constant `squared_error`, and `factor_of`.

struct Batch {
  members: u32,         // number of networks
  rows: u32,            // samples of a batch
  width: u32,           // outputs of a network
  output_stride: u32,   // elements between the outputs, or gradients, of two members
  target_at: u32,       // offset of the targets
  target_row: u32,      // elements between two rows of targets
  target_stride: u32,   // elements between the targets of two members; 0 if all have the same
  mean_over: f32,       // number of samples by which the gradient is divided
}

struct Step {
  order_at: u32,       // offset of the step's shuffle order
  score_at: u32,       // offset of its scores
  correction_at: u32,  // offset of its corrections
  epoch: u32,          // number of its epoch, from 0; the largest u32 for evaluation without training
}

struct Score {
  loss: f32,        // sum of the samples' losses
  correct: f32,     // number of correctly classified samples
  not_finite: f32,  // samples with an output that is NaN or infinite
}

@group(0) @binding(0) var<uniform> batch: Batch;
@group(0) @binding(1) var<uniform> step: Step;
@group(0) @binding(2) var<storage, read> outputs: array<f32>;
@group(0) @binding(3) var<storage, read> targets: array<f32>;
@group(0) @binding(4) var<storage, read_write> gradient: array<f32>;
@group(0) @binding(5) var<storage, read_write> scores: array<Score>;
@group(0) @binding(6) var<storage, read_write> diverged: array<u32>;  // [members] epochs

var<workgroup> partial: array<vec3f, threads>;

var<private> factor: f32;  // from the plain mean of the batch to its weighted mean

fn cross_entropy(row: u32, target_row: u32) -> f32 {
  var maximum = outputs[row];
  for (var k = 1u; k < batch.width; k++) { maximum = max(maximum, outputs[row + k]); }
  var sum = 0.0;
  var target_sum = 0.0;
  for (var k = 0u; k < batch.width; k++) {
    sum += exponential(vec4f(outputs[row + k] - maximum)).x;
    target_sum += targets[target_row + k];
  }
  let log_sum = logarithm(vec4f(sum)).x;
  var loss = 0.0;
  for (var k = 0u; k < batch.width; k++) {
    let wanted = targets[target_row + k];
    let log_probability = (outputs[row + k] - maximum) - log_sum;
    if wanted != 0 { loss -= wanted * log_probability; }
    let derivative = exponential(vec4f(log_probability)).x * target_sum - wanted;
    gradient[row + k] = derivative / batch.mean_over * factor;
  }
  return loss;
}

fn mean_squared_error(row: u32, target_row: u32) -> f32 {
  let width = f32(batch.width);
  var loss = 0.0;
  for (var k = 0u; k < batch.width; k++) {
    let error = outputs[row + k] - targets[target_row + k];
    loss += error * error / width;
    gradient[row + k] = 2 * error / (width * batch.mean_over);
  }
  return loss;
}

// Whether the argmax of the outputs is that of the targets; a single value means class 1 above 1/2.
fn is_correct(row: u32, target_row: u32) -> bool {
  if squared_error && batch.width == 1 {
    return (outputs[row] > 0.5) == (targets[target_row] > 0.5);
  }
  var argmax_output = 0u;
  var argmax_target = 0u;
  for (var k = 1u; k < batch.width; k++) {
    if outputs[row + k] > outputs[row + argmax_output] { argmax_output = k; }
    if targets[target_row + k] > targets[target_row + argmax_target] { argmax_target = k; }
  }
  return argmax_output == argmax_target;
}

fn any_not_finite(row: u32) -> bool {
  var not_finite = false;
  for (var k = 0u; k < batch.width; k++) {
    not_finite = not_finite || is_not_finite(vec4f(outputs[row + k])).x;
  }
  return not_finite;
}

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let member = workgroup.x + workgroup.y * workgroups.x;
  if member >= batch.members { return; }
  factor = factor_of(member);
  var score = vec3f(0);
  for (var r = thread; r < batch.rows; r += threads) {
    let row = member * batch.output_stride + r * batch.width;
    let target_row = batch.target_at + member * batch.target_stride + r * batch.target_row;
    let correct = f32(is_correct(row, target_row));
    let not_finite = f32(any_not_finite(row));
    var loss = 0.0;
    if squared_error { loss = mean_squared_error(row, target_row); }
    else { loss = cross_entropy(row, target_row); }
    score += vec3f(loss, correct, not_finite);
  }

  partial[thread] = score;
  workgroupBarrier();
  for (var half = threads / 2; half > 0; half /= 2) {
    if thread < half { partial[thread] += partial[thread + half]; }
    workgroupBarrier();
  }
  if thread == 0 {
    scores[step.score_at + member] = Score(partial[0].x * factor, partial[0].y, partial[0].z);
    if partial[0].z > 0 || is_not_finite(vec4f(partial[0].x)).x {
      diverged[member] = min(diverged[member], step.epoch);
    }
  }
}
