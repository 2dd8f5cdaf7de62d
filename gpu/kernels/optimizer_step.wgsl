// One optimiser step of four parameters, in PyTorch's order of operations, as
// lib/kernels/optimizer_step.ts has it. The running numbers come and go through pointers.

// The settings of one member of an ensemble.
struct Optimizer {
  kind: u32,            // 0 gradient descent, 1 momentum, 2 RMSprop, 3 Adagrad, 4 Adam
  corrections: u32,     // number of its bias corrections among those uploaded; Adam alone
  learning_rate: f32,
  weight_decay: f32,    // added to the gradient as weight_decay * parameter; 0 where decoupled
  kept: f32,            // what decoupled weight decay leaves of a parameter; 1 where coupled
  first: f32,           // momentum; RMSprop's smoothing; Adam's beta1
  second: f32,          // Adam's beta2
  epsilon: f32,         // added to the root in the denominator
  first_rest: f32,      // 1 - first, rounded once
  second_rest: f32,     // 1 - second, likewise
  nesterov: u32,        // 1 to look ahead along the momentum
}

fn descend(o: Optimizer, parameter: vec4f, gradient: vec4f) -> vec4f {
  return parameter - o.learning_rate * (gradient + o.weight_decay * parameter);
}

fn descend_with_momentum(
  o: Optimizer, parameter: vec4f, gradient: vec4f, velocity: ptr<function, vec4f>,
) -> vec4f {
  let g = gradient + o.weight_decay * parameter;
  *velocity = o.first * *velocity + g;
  let step = select(*velocity, g + o.first * *velocity, o.nesterov == 1u);
  return parameter - o.learning_rate * step;
}

fn step_rmsprop(
  o: Optimizer, parameter: vec4f, gradient: vec4f, square: ptr<function, vec4f>,
) -> vec4f {
  let g = gradient + o.weight_decay * parameter;
  *square = o.first * *square + o.first_rest * g * g;
  return parameter - o.learning_rate * g / (sqrt(*square) + o.epsilon);
}

fn step_adagrad(
  o: Optimizer, parameter: vec4f, gradient: vec4f, square: ptr<function, vec4f>,
) -> vec4f {
  let g = gradient + o.weight_decay * parameter;
  *square += g * g;
  return parameter - o.learning_rate * g / (sqrt(*square) + o.epsilon);
}

// `correction`: learning rate / (1 - beta1^t), and sqrt(1 - beta2^t), reckoned in float64
fn step_adam(
  o: Optimizer, correction: vec2f, parameter: vec4f, gradient: vec4f,
  mean: ptr<function, vec4f>, square: ptr<function, vec4f>,
) -> vec4f {
  let kept = parameter * o.kept;
  let g = gradient + o.weight_decay * kept;
  *mean = o.first * *mean + o.first_rest * g;
  *square = o.second * *square + o.second_rest * g * g;
  return kept - correction.x * *mean / (sqrt(*square) / correction.y + o.epsilon);
}
