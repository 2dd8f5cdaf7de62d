// The activations on four lanes: value f(x), and derivative f'(x) from x and y = f(x). At a kink the
// derivative is PyTorch's. Named as in lib/models/activations.ts, as activations.ts puts them into a
// switch. Needs math.wgsl.

const leak = 0.01;
const selu_scale = 1.0507009873554805;
const selu_alpha = 1.6732632423543772;
const root_half = 0.7071067811865476;
const root_two_pi = 2.5066282746310002;
const gelu_cubic = 0.044715;
const gelu_inner = 0.7978845608028654;  // sqrt(2 / pi)
const gelu_saturation = 12.0;           // its tanh is -1 or 1 in float32 beyond
const softplus_threshold = 20.0;        // the identity above, as in PyTorch
const mish_saturation = 20.0;           // the identity above in float32, and e^2x in range below

// ln(1 + t) for t from 0 to 1, to the last digits of a small t: 2 artanh(t / (2 + t)) as a series
fn log_one_plus(t: vec4f) -> vec4f {
  let s = t / (2 + t);
  let z = s * s;
  var p = vec4f(0.13333333);
  p = p * z + 0.15384615;
  p = p * z + 0.18181818;
  p = p * z + 0.22222222;
  p = p * z + 0.2857142857;
  p = p * z + 0.4;
  p = p * z + 0.6666666667;
  return s * (2 + z * p);
}

// ln(1 + e^x), from e^-|x| so that neither tail overflows
fn softplus_of(x: vec4f) -> vec4f {
  let sum = max(x, vec4f(0)) + log_one_plus(exponential(-abs(x)));
  return select(sum, x, x > vec4f(softplus_threshold));
}

// erfc(z) for z >= 0 as t e^(p - z^2), with t = 2 / (2 + z) and p a polynomial of degree 9 fitted to
// the logarithm of the rest for z up to 9.5: within 2e-7.
fn complementary_error(z: vec4f) -> vec4f {
  let t = 2 / (2 + z);
  let u = (t - 0.17391304347826086) * 2.4210526315789473 - 1;
  var p = vec4f(4.91654817e-05);
  p = p * u + 7.25410537e-05;
  p = p * u - 0.00049458512;
  p = p * u - 0.000246418668;
  p = p * u + 0.00353486466;
  p = p * u - 0.00087080249;
  p = p * u - 0.028741006;
  p = p * u + 0.0147185832;
  p = p * u + 0.565612733;
  p = p * u - 0.553635032;
  return t * exponential(p - z * z);
}

// The normal cumulative: the share of a standard normal below x
fn normal_cumulative(x: vec4f) -> vec4f {
  let tail = 0.5 * complementary_error(abs(x) * root_half);
  return select(1 - tail, tail, x < vec4f(0));
}

// sigmoid(x), and sigmoid(-x), as 1 - sigmoid(x) would lose its digits
struct Sigmoids { gate: vec4f, rest: vec4f }

fn both_sigmoids(x: vec4f) -> Sigmoids {
  let tail = exponential(-abs(x));
  let near = 1 / (1 + tail);
  let far = tail * near;
  return Sigmoids(select(near, far, x < vec4f(0)), select(far, near, x < vec4f(0)));
}

// 2 sqrt(2/pi) (x + 0.044715 x^3): (1 + tanh) / 2 of half of it is its sigmoid
fn gelu_inner_doubled(x: vec4f) -> vec4f {
  return 2 * gelu_inner * x * (1 + gelu_cubic * x * x);
}

fn value_sigmoid(x: vec4f) -> vec4f { return sigmoid(x); }
fn derivative_sigmoid(x: vec4f, y: vec4f) -> vec4f { return y * (1 - y); }

fn value_tanh(x: vec4f) -> vec4f { return hyperbolic_tangent(x); }
fn derivative_tanh(x: vec4f, y: vec4f) -> vec4f { return 1 - y * y; }

fn value_relu(x: vec4f) -> vec4f { return select(x, vec4f(0), x < vec4f(0)); }
fn derivative_relu(x: vec4f, y: vec4f) -> vec4f { return select(vec4f(0), vec4f(1), y > vec4f(0)); }

fn value_leakyRelu(x: vec4f) -> vec4f { return select(x, leak * x, x < vec4f(0)); }
fn derivative_leakyRelu(x: vec4f, y: vec4f) -> vec4f { return select(vec4f(leak), vec4f(1), y > vec4f(0)); }

fn value_elu(x: vec4f) -> vec4f { return select(exponential_minus_one(x), x, x > vec4f(0)); }
fn derivative_elu(x: vec4f, y: vec4f) -> vec4f {
  return keep_nan(x, select(exponential(x), vec4f(1), x > vec4f(0)));
}

fn value_selu(x: vec4f) -> vec4f {
  return selu_scale * select(selu_alpha * exponential_minus_one(x), x, x > vec4f(0));
}
fn derivative_selu(x: vec4f, y: vec4f) -> vec4f {
  let below = selu_scale * selu_alpha * exponential(x);
  return keep_nan(x, select(below, vec4f(selu_scale), x > vec4f(0)));
}

fn value_gelu(x: vec4f) -> vec4f { return x * normal_cumulative(x); }
fn derivative_gelu(x: vec4f, y: vec4f) -> vec4f {
  return keep_nan(x, normal_cumulative(x) + x * exponential(-0.5 * x * x) / root_two_pi);
}

fn value_geluTanh(x: vec4f) -> vec4f { return x * sigmoid(gelu_inner_doubled(x)); }
fn derivative_geluTanh(x: vec4f, y: vec4f) -> vec4f {
  // Further out it is 0 or 1, and the square of x would overflow.
  let t = clamp(x, vec4f(-gelu_saturation), vec4f(gelu_saturation));
  let s = both_sigmoids(gelu_inner_doubled(t));
  let derivative = s.gate * (1 + t * (2 * gelu_inner * (1 + 3 * gelu_cubic * t * t)) * s.rest);
  return keep_nan(x, derivative);
}

fn value_silu(x: vec4f) -> vec4f { return x * sigmoid(x); }
fn derivative_silu(x: vec4f, y: vec4f) -> vec4f {
  let s = both_sigmoids(x);
  return keep_nan(x, s.gate * (1 + x * s.rest));
}

fn value_softplus(x: vec4f) -> vec4f { return softplus_of(x); }
fn derivative_softplus(x: vec4f, y: vec4f) -> vec4f {
  return keep_nan(x, select(sigmoid(x), vec4f(1), x > vec4f(softplus_threshold)));
}

// x tanh(softplus(x)), with tanh(softplus(x)) = q / (q + 2) for q = e^2x + 2 e^x
fn value_mish(x: vec4f) -> vec4f {
  let power = exponential(min(x, vec4f(mish_saturation)));
  let q = power * (power + 2);
  return x * (q / (q + 2));
}
// q / (q + 2) + x 4 e^x (e^x + 1) / (q + 2)^2, in which nothing cancels
fn derivative_mish(x: vec4f, y: vec4f) -> vec4f {
  let t = min(x, vec4f(mish_saturation));
  let power = exponential(t);
  let q = power * (power + 2);
  return keep_nan(x, t * (4 * power * (power + 1) / (q + 2) / (q + 2)) + q / (q + 2));
}

fn value_hardtanh(x: vec4f) -> vec4f { return clamp(x, vec4f(-1), vec4f(1)); }
fn derivative_hardtanh(x: vec4f, y: vec4f) -> vec4f {
  return select(vec4f(0), vec4f(1), abs(x) < vec4f(1));
}

fn value_identity(x: vec4f) -> vec4f { return x; }
fn derivative_identity(x: vec4f, y: vec4f) -> vec4f { return vec4f(1); }

// NaN in gives NaN out, told by the bits: a driver may assume that there is none.
fn keep_nan(x: vec4f, y: vec4f) -> vec4f {
  return select(y, x, (bitcast<vec4u>(x) & vec4u(0x7fffffff)) > vec4u(0x7f800000));
}
