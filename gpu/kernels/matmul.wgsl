// Batched matrix product with an optional bias:
//
//   c[i][m][n] = sum over k of a[i][m][k] b[i][k][n], + bias[i][n]
//
// a: [batch x rows x inner], b: [batch x inner x columns], bias: [batch x columns], each read
// through strides, so that either may lie transposed, and a batch stride of 0 shares one among all
// products. c: [batch x rows x columns], row after row.
//
// A workgroup of side x side threads computes a square tile of c, side * per_thread wide; a thread
// computes quads of 4 x 4 in it, side * 4 apart, so that neighbours read neighbouring vectors. For
// each `depth` of the inner sum the threads put a strip of a and one of b into workgroup memory,
// both as vectors of four along m or n; the next strips are fetched while these are multiplied.
// matmul_code.ts writes the constants, unrolls what is between double braces, and appends a function
// `finish` that says what is done with a product. One workgroup a tile, numbered along n, then m,
// then i.

struct Product {
  rows: u32,      // of a and c
  inner: u32,     // columns of a, rows of b
  columns: u32,   // of b and c
  batch: u32,     // how many products
  a_offset: u32,  // where a begins, in elements, as all that follows
  a_row: u32,     // from one row of a to the next
  a_inner: u32,   // from one element of the inner sum to the next in a
  a_batch: u32,   // from one matrix a to the next
  b_offset: u32,  // where b begins
  b_inner: u32,   // from one element of the inner sum to the next in b
  b_column: u32,  // from one column of b to the next
  b_batch: u32,   // from one matrix b to the next
  c_offset: u32,  // where c begins
  c_batch: u32,   // from one matrix c to the next
  bias_offset: u32,  // where the bias begins, or in c the sums of rows
  bias_batch: u32,   // from one of them to the next
  has_bias: u32,     // 1, or 0 for none
}

@group(0) @binding(0) var<uniform> product: Product;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> c: array<f32>;

var<workgroup> strip_a: array<vec4f, strip_quads>;  // [depth x tile / 4]
var<workgroup> strip_b: array<vec4f, strip_quads>;  // [depth x tile / 4]

// Which four elements of a strip a thread fetches: neighbours read along the stride of 1.
struct Place {
  k: u32,     // within the strip
  quad: u32,  // within the tile
}

fn place_of(at: u32, along_inner: bool) -> Place {
  if along_inner { return Place(at % depth, at / depth); }
  return Place(at / tile_quads, at % tile_quads);
}

// Elements m to m + 3 of column k of a, zeros beyond the matrix
fn fetch_a(first: u32, m: u32, k: u32) -> vec4f {
  let at = first + m * product.a_row + k * product.a_inner;
  let step = product.a_row;
  if k >= product.inner { return vec4f(0); }
  if m + 3 < product.rows { return vec4f(a[at], a[at + step], a[at + 2 * step], a[at + 3 * step]); }
  var quad = vec4f(0);
  if m < product.rows { quad.x = a[at]; }
  if m + 1 < product.rows { quad.y = a[at + step]; }
  if m + 2 < product.rows { quad.z = a[at + 2 * step]; }
  return quad;
}

// Elements n to n + 3 of row k of b, zeros beyond the matrix
fn fetch_b(first: u32, n: u32, k: u32) -> vec4f {
  let at = first + n * product.b_column + k * product.b_inner;
  let step = product.b_column;
  if k >= product.inner { return vec4f(0); }
  if n + 3 < product.columns {
    return vec4f(b[at], b[at + step], b[at + 2 * step], b[at + 3 * step]);
  }
  var quad = vec4f(0);
  if n < product.columns { quad.x = b[at]; }
  if n + 1 < product.columns { quad.y = b[at + step]; }
  if n + 2 < product.columns { quad.z = b[at + 2 * step]; }
  return quad;
}

fn bias_at(first: u32, n: u32) -> vec4f {
  if product.has_bias == 0 { return vec4f(0); }
  let last = product.columns - 1;
  return vec4f(bias[first + min(n, last)], bias[first + min(n + 1, last)],
    bias[first + min(n + 2, last)], bias[first + min(n + 3, last)]);
}

// Where c[i][m][n] lies
fn place_in_c(i: u32, m: u32, n: u32) -> u32 {
  return product.c_offset + i * product.c_batch + m * product.columns + n;
}

// How many elements of row m of c there are from n on; 4 or more are all of a quad
fn elements_in_c(m: u32, n: u32) -> u32 {
  return select(0u, product.columns - n, m < product.rows && n < product.columns);
}

// Elements n to n + 3 of row m of c[i], those beyond the matrix left out
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
  // A grid of more than one row has workgroups left over: whole ones, so that barriers stay uniform.
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
