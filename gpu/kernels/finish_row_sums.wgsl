// Stores a product, and the sums of a's rows:
//
//   c[bias offset + i bias batch + m] = sum over k of a[i][m][k]
//
// If a is the transposed gradient of a layer's pre-activations, and b the layer's inputs, these are the
// gradients of its weights and of its biases.

fn finish(i: u32, m: u32, n: u32, quad: vec4f) { store(i, m, n, quad); }

fn store_row_sums(i: u32, m: u32, quad: vec4f) {
  let at = product.bias_offset + i * product.bias_batch + m;
  if m < product.rows { c[at] = quad.x; }
  if m + 1 < product.rows { c[at + 1] = quad.y; }
  if m + 2 < product.rows { c[at + 2] = quad.z; }
  if m + 3 < product.rows { c[at + 3] = quad.w; }
}
