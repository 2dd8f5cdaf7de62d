// Batched matrix product with an optional bias:
//
//   c[i][m][n] = sum over k of a[i][m][k] b[i][k][n], + bias[i][n]
//
// a: [batch x rows x inner], b: [batch x inner x columns], bias: [batch x columns]. All are read with
// strides, so that a and b may be transposed, and all products share one matrix if its batch stride is
// 0. c: [batch x rows x columns], row after row.
//
// A workgroup of side x side threads computes a square tile of c, which is side * per_thread wide. A
// thread computes quads of 4 x 4 elements, which are side * 4 apart, so that adjacent threads read
// adjacent vectors. For each `depth` of the inner dimension the threads copy a strip of a and one of b to
// workgroup memory, as vectors of four along m or n; the next strips are fetched during the
// multiplication. An operand whose elements along m or n are adjacent and aligned is read as vectors of
// four. matmul_code.ts adds the constants and these loads, replaces the names in double braces by unrolled
// code, and appends a function `finish`, which stores the product. One workgroup per tile, numbered along
// n, then m, then i.

struct Product {
  rows: u32,      // of a and c
  inner: u32,     // columns of a, rows of b
  columns: u32,   // of b and c
  batch: u32,     // number of products
  a_offset: u32,  // offset of a; all offsets and strides are in elements
  a_row: u32,     // stride between rows of a
  a_inner: u32,   // stride of a along the inner dimension
  a_batch: u32,   // stride between matrices a
  b_offset: u32,  // offset of b
  b_inner: u32,   // stride of b along the inner dimension
  b_column: u32,  // stride between columns of b
  b_batch: u32,   // stride between matrices b
  c_offset: u32,  // offset of c
  c_batch: u32,   // stride between matrices c
  bias_offset: u32,  // offset of the bias, or of the sums of rows in c
  bias_batch: u32,   // stride between them
  has_bias: u32,     // 1 with a bias, 0 without
}

@group(0) @binding(0) var<uniform> product: Product;
@group(0) @binding(1) var<storage, read> a: array<{{element_a}}>;
@group(0) @binding(2) var<storage, read> b: array<{{element_b}}>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> c: array<f32>;

// [depth x (tile / 4 + 1)]: threads that fetch along the inner dimension store to different banks, because
// of the vector between two rows.
var<workgroup> strip_a: array<vec4f, strip_quads>;
var<workgroup> strip_b: array<vec4f, strip_quads>;

// The four elements of a strip that a thread fetches; adjacent threads read along the stride of 1.
struct Place {
  k: u32,     // within the strip
  quad: u32,  // within the tile
}

fn place_of(at: u32, along_inner: bool) -> Place {
  if along_inner { return Place(at % depth, at / depth); }
  return Place(at / tile_quads, at % tile_quads);
}

// Elements m to m + 3 of column k of a; zeros outside the matrix
fn fetch_a(first: u32, m: u32, k: u32) -> vec4f {
  let at = first + m * product.a_row + k * product.a_inner;
  if k >= product.inner || m >= product.rows { return vec4f(0); }
  {{load_a}}
}

// Elements n to n + 3 of row k of b; zeros outside the matrix
fn fetch_b(first: u32, n: u32, k: u32) -> vec4f {
  let at = first + n * product.b_column + k * product.b_inner;
  if k >= product.inner || n >= product.columns { return vec4f(0); }
  {{load_b}}
}

fn bias_at(first: u32, n: u32) -> vec4f {
  if product.has_bias == 0 { return vec4f(0); }
  let last = product.columns - 1;
  return vec4f(bias[first + min(n, last)], bias[first + min(n + 1, last)],
    bias[first + min(n + 2, last)], bias[first + min(n + 3, last)]);
}

// The offset of c[i][m][n]
fn place_in_c(i: u32, m: u32, n: u32) -> u32 {
  return product.c_offset + i * product.c_batch + m * product.columns + n;
}

// The number of elements of row m of c from n on; 4 or more mean a full quad
fn elements_in_c(m: u32, n: u32) -> u32 {
  return select(0u, product.columns - n, m < product.rows && n < product.columns);
}

// Stores elements n to n + 3 of row m of c[i], except those outside the matrix
fn store(i: u32, m: u32, n: u32, quad: vec4f) {
  let at = place_in_c(i, m, n);
  let count = elements_in_c(m, n);
  if count > 0 { c[at] = quad.x; }
  if count > 1 { c[at + 1] = quad.y; }
  if count > 2 { c[at + 2] = quad.z; }
  if count > 3 { c[at + 3] = quad.w; }
}

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let index = workgroup.x + workgroup.y * workgroups.x;
  let tiles_across = (product.columns + tile - 1) / tile;
  let tiles_down = (product.rows + tile - 1) / tile;
  let tile_n = index % tiles_across * tile;
  let tile_m = index / tiles_across % tiles_down * tile;
  let i = index / (tiles_across * tiles_down);
  // A dispatch of more than one row has unused workgroups. Whole workgroups return, so that the control
  // flow at barriers is uniform.
  if i >= product.batch { return; }

  let x = thread % side;
  let y = thread / side;
  let first_a = product.a_offset + i * product.a_batch;
  let first_b = product.b_offset + i * product.b_batch;
  {{places}}
  {{sums}}
  for (var k0 = 0u; k0 < product.inner; k0 += depth) {
    {{stage}}
    workgroupBarrier();
    {{fetch}}
    {{multiply}}
    workgroupBarrier();
  }

  let first_bias = product.bias_offset + i * product.bias_batch;
  {{store}}
}
