// Stores a product as a layer's pre-activations, and the activation of each element:
//
//   outputs[i][m][n] = f(c[i][m][n])
//
// outputs has the layout of c. Each product has its own activation. Requires `activate` of
// activations.ts.

@group(0) @binding(5) var<storage, read> kinds: array<u32>;  // [batch] activation numbers
@group(0) @binding(6) var<storage, read_write> outputs: array<f32>;

fn finish(i: u32, m: u32, n: u32, quad: vec4f) {
  store(i, m, n, quad);
  let at = place_in_c(i, m, n);
  let count = elements_in_c(m, n);
  let y = activate(kinds[i], quad);
  if count > 0 { outputs[at] = y.x; }
  if count > 1 { outputs[at + 1] = y.y; }
  if count > 2 { outputs[at + 2] = y.z; }
  if count > 3 { outputs[at + 3] = y.w; }
}
