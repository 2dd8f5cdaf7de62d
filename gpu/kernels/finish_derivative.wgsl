// Converts a product, the gradient with respect to a layer's outputs, to the gradient with respect to
// its pre-activations:
//
//   c[i][m][n] = product * f'(pre_activations[i][m][n])
//
// pre_activations and outputs = f(pre_activations) have the layout of c. Each product has its own
// activation. Requires `derivative_at` of activations.ts.

@group(0) @binding(5) var<storage, read> kinds: array<u32>;  // [batch] activation numbers
@group(0) @binding(6) var<storage, read> pre_activations: array<f32>;
@group(0) @binding(7) var<storage, read> outputs: array<f32>;

fn finish(i: u32, m: u32, n: u32, quad: vec4f) {
  let at = place_in_c(i, m, n);
  let count = elements_in_c(m, n);
  var x = vec4f(0);
  var y = vec4f(0);
  if count > 0 { x.x = pre_activations[at]; y.x = outputs[at]; }
  if count > 1 { x.y = pre_activations[at + 1]; y.y = outputs[at + 1]; }
  if count > 2 { x.z = pre_activations[at + 2]; y.z = outputs[at + 2]; }
  if count > 3 { x.w = pre_activations[at + 3]; y.w = outputs[at + 3]; }
  store(i, m, n, quad * derivative_at(kinds[i], x, y));
}
