// Adds up each column of a matrix for each member: the gradient of a bias.
//
//   sums[i][n] = sum over m of matrix[i][m][n]
//
// matrix: [members x matrix stride], row after row; sums: [members x sums stride]. A workgroup of
// across x down threads takes `across` columns of a member; each thread adds up every `down`th row,
// and the partial sums are added up as a tree. One workgroup that many columns, numbered along n,
// then i.

struct Columns {
  members: u32,        // how many networks
  rows: u32,           // of a matrix
  columns: u32,        // of a matrix
  matrix_stride: u32,  // elements from one member's matrix to the next's
  sums_at: u32,        // where the first member's sums go
  sums_stride: u32,    // elements from one member's sums to the next's
}

@group(0) @binding(0) var<uniform> columns: Columns;
@group(0) @binding(1) var<storage, read> matrix: array<f32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;

var<workgroup> partial: array<f32, across * down>;  // [down x across]

@compute @workgroup_size(across, down)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_id) thread: vec3u,
) {
  let index = workgroup.x + workgroup.y * workgroups.x;
  let groups = (columns.columns + across - 1) / across;
  let member = index / groups;
  if member >= columns.members { return; }
  let n = index % groups * across + thread.x;

  var sum = 0.0;
  if n < columns.columns {
    let first = member * columns.matrix_stride + n;
    for (var m = thread.y; m < columns.rows; m += down) { sum += matrix[first + m * columns.columns]; }
  }
  partial[thread.y * across + thread.x] = sum;
  workgroupBarrier();
  for (var half = down / 2; half > 0; half /= 2) {
    if thread.y < half {
      partial[thread.y * across + thread.x] += partial[(thread.y + half) * across + thread.x];
    }
    workgroupBarrier();
  }
  if thread.y == 0 && n < columns.columns {
    sums[columns.sums_at + member * columns.sums_stride + n] = partial[thread.x];
  }
}
