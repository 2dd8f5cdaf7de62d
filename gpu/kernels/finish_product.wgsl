// Stores a product.
fn finish(i: u32, m: u32, n: u32, quad: vec4f) { store(i, m, n, quad); }
