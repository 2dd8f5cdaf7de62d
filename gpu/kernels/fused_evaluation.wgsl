// Computes the outputs of networks at many points. A workgroup evaluates one block of points after
// the other.
//
// The points come from a buffer, or are computed from the corners of a grid. The generator adds
// constants, arrays and the functions load, which loads the parameters, and evaluate_block.
//
//   kinds           [model]: the number of its activation
//   all_parameters  [model × parameter], padded as in gpu/fused/layout.ts
//   points          [point × input], unused for a grid
//   outputs         [model × point × output], of the points of this dispatch

// The points of this dispatch.
struct Evaluation {
  models: u32,
  first: u32,            // number of the first point
  count: u32,            // number of points
  columns: u32,          // of the grid
  rows: u32,             // of the grid
  blocks_per_group: u32, // blocks that a workgroup evaluates one after the other
  groups_per_model: u32,
  minimum: vec2f,        // corner of the grid with the lowest x and y
  maximum: vec2f,        // opposite corner
}

// Points that a workgroup evaluates together.
struct Block {
  first: u32,       // number of the first point
  count: u32,       // number of points, at most `rows`
  outputs_at: u32,  // offset of the first point's outputs
}

@group(0) @binding(0) var<uniform> evaluation: Evaluation;
@group(0) @binding(1) var<storage, read> kinds: array<u32>;
@group(0) @binding(2) var<storage, read> all_parameters: array<vec4f>;
@group(0) @binding(3) var<storage, read> points: array<f32>;
@group(0) @binding(4) var<storage, read_write> outputs: array<f32>;

var<private> parameters_at: u32;

// The coordinates of a grid point; the grid includes both ends of each axis.
fn grid_point(number: u32) -> vec4f {
  let at = vec2u(number % evaluation.columns, number / evaluation.columns);
  let last = vec2u(evaluation.columns, evaluation.rows) - 1;
  let span = evaluation.maximum - evaluation.minimum;
  let inside = evaluation.minimum + span * (vec2f(at) / vec2f(last));
  return vec4f(select(inside, evaluation.maximum, at == last), 0, 0);
}

// Inputs 4k to 4k + 3 of a point; zeros after the last input
fn input_vector(number: u32, k: u32) -> vec4f {
  if (from_grid) { return grid_point(number); }
  var values = vec4f(0);
  for (var lane = 0u; lane < 4u; lane++) {
    if (4u * k + lane < input_width) { values[lane] = points[number * input_width + 4u * k + lane]; }
  }
  return values;
}

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let index = group.x + group.y * groups.x;
  let model = index / evaluation.groups_per_model;
  if (model >= evaluation.models) { return; }
  parameters_at = model * parameter_vectors;
  load(thread);
  let first_block = (index % evaluation.groups_per_model) * evaluation.blocks_per_group;
  for (var i = 0u; i < evaluation.blocks_per_group; i++) {
    let start = (first_block + i) * rows;
    if (start >= evaluation.count) { break; }
    let at = (model * evaluation.count + start) * output_width;
    let count = min(rows, evaluation.count - start);
    evaluate_block(kinds[model], Block(evaluation.first + start, count, at), thread);
  }
}
