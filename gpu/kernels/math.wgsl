// Exponential, logarithm, sigmoid and tanh on four lanes, equal on all drivers except for the last bits.
//
// The exponential uses the argument reduction of Cody and Waite, x = n ln 2 + r with |r| <= ln 2 / 2, and
// a Taylor polynomial of degree 7 in r, whose remainder is below half a unit in the last place of float32.
// WGSL's built-in exp and tanh may have errors of hundreds of units, and tanh is NaN on some drivers
// beyond 45.

struct Exponent {
  power: vec4f,  // 2^n
  rest: vec4f,   // e^r - 1
}

fn reduce_exponent(x: vec4f) -> Exponent {
  let clamped = clamp(x, vec4f(-87), vec4f(88));
  let n = round(clamped * 1.4426950408889634);
  // The upper part of ln 2 has so few bits that its product with n is exact.
  let r = (clamped - n * 0.693359375) + n * 2.12194440054690583e-4;
  var p = vec4f(1.984126984126984e-4);
  p = p * r + 1.3888888888888889e-3;
  p = p * r + 8.3333333333333332e-3;
  p = p * r + 4.1666666666666664e-2;
  p = p * r + 0.16666666666666666;
  p = p * r + 0.5;
  return Exponent(bitcast<vec4f>((vec4i(n) + 127) << vec4u(23)), p * (r * r) + r);
}

// e^x, clamped to e^88, and 0 for x < -87, near the smallest normal float32
fn exponential(x: vec4f) -> vec4f {
  let e = reduce_exponent(x);
  // Not power * rest + power: that product may be subnormal, which hardware may flush to 0. Halved,
  // because compilers reassociate 1 + rest with the sum in rest, which costs accuracy in the last bit.
  return select(e.power * (2 * (0.5 * e.rest + 0.5)), vec4f(0), x < vec4f(-87));
}

// e^x - 1, accurate near 0 too
fn exponential_minus_one(x: vec4f) -> vec4f {
  let e = reduce_exponent(x);
  return e.power * e.rest + (e.power - 1);
}

// ln x for normal x above 0: x = 2^n m, then 2 artanh((m - 1) / (m + 1)) as a series
fn logarithm(x: vec4f) -> vec4f {
  let bits = bitcast<vec4i>(x) - vec4i(0x3f3504f3);  // m between 1/sqrt 2 and sqrt 2
  let n = bits >> vec4u(23);
  let m = bitcast<vec4f>((bits & vec4i(0x007fffff)) + vec4i(0x3f3504f3));
  let s = (m - 1) / (m + 1);
  let z = s * s;
  let series = ((z * 0.22222222 + 0.2857142857) * z + 0.4) * z + 0.6666666667;
  let power = vec4f(n);
  return (s * (2 + z * series) + power * -2.12194440054690583e-4) + power * 0.693359375;
}

// 1 / (1 + e^-x), computed from e^-|x|, so that it becomes 0 for very negative x
fn sigmoid(x: vec4f) -> vec4f {
  let tail = exponential(-abs(x));
  return select(vec4f(1), tail, x < vec4f(0)) / (1 + tail);
}

// sigmoid(x) and sigmoid(-x); computing the latter as 1 - sigmoid(x) would cancel digits
struct Sigmoids { gate: vec4f, rest: vec4f }

fn both_sigmoids(x: vec4f) -> Sigmoids {
  let tail = exponential(-abs(x));
  let near = 1 / (1 + tail);
  let far = tail * near;
  return Sigmoids(select(near, far, x < vec4f(0)), select(far, near, x < vec4f(0)));
}

// (e^2x - 1) / (e^2x + 1); beyond 9.1 tanh rounds to 1 in float32
fn hyperbolic_tangent(x: vec4f) -> vec4f {
  let e = exponential_minus_one(2 * clamp(x, vec4f(-9.1), vec4f(9.1)));
  return e / (e + 2);
}

// Tests by the bits which numbers are NaN or infinite, because a driver may assume that none is.
fn is_not_finite(x: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(x) & vec4u(0x7f800000)) == vec4u(0x7f800000);
}

// Returns x if x is NaN, otherwise y. It tests the bits, because a driver may assume that none is NaN.
fn keep_nan(x: vec4f, y: vec4f) -> vec4f {
  return select(y, x, (bitcast<vec4u>(x) & vec4u(0x7fffffff)) > vec4u(0x7f800000));
}
