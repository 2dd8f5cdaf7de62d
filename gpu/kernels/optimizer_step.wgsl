// One optimizer step of four parameters, in PyTorch's order of operations, as in
// lib/kernels/optimizer_step.ts. The optimizer state is read and written through pointers.

// The settings of one member of an ensemble.
struct Optimizer {
  kind: u32,            // 0 gradient descent, 1 momentum, 2 RMSprop, 3 Adagrad, 4 Adam
  corrections: u32,     // index of its corrections among those uploaded; the largest u32 for none
  learning_rate: f32,
  weight_decay: f32,    // added to the gradient as weight_decay * parameter; 0 where decoupled
  decay_factor: f32,    // factor of the parameter by decoupled weight decay; 1 otherwise
  beta1: f32,           // Adam's beta1, the momentum, or RMSprop's smoothing
  beta2: f32,           // Adam's beta2
  epsilon: f32,         // added to the root in the denominator
  one_minus_beta1: f32, // rounded once
  one_minus_beta2: f32, // likewise
  nesterov: u32,        // 1 for Nesterov momentum
}

// The optimizer with the learning rate and the decay factor of a step, which are the last two corrections.
fn in_step(o: Optimizer, correction: vec4f) -> Optimizer {
  var own = o;
  if (o.corrections != 0xffffffffu) {
    own.learning_rate = correction.z;
    own.decay_factor = correction.w;
  }
  return own;
}

fn descend(o: Optimizer, parameter: vec4f, gradient: vec4f) -> vec4f {
  return parameter - o.learning_rate * (gradient + o.weight_decay * parameter);
}

fn descend_with_momentum(
  o: Optimizer, parameter: vec4f, gradient: vec4f, velocity: ptr<function, vec4f>,
) -> vec4f {
  let g = gradient + o.weight_decay * parameter;
  *velocity = o.beta1 * *velocity + g;
  let step = select(*velocity, g + o.beta1 * *velocity, o.nesterov == 1u);
  return parameter - o.learning_rate * step;
}

fn step_rmsprop(
  o: Optimizer, parameter: vec4f, gradient: vec4f, square: ptr<function, vec4f>,
) -> vec4f {
  let g = gradient + o.weight_decay * parameter;
  *square = o.beta1 * *square + o.one_minus_beta1 * g * g;
  return parameter - o.learning_rate * g / (sqrt(*square) + o.epsilon);
}

fn step_adagrad(
  o: Optimizer, parameter: vec4f, gradient: vec4f, square: ptr<function, vec4f>,
) -> vec4f {
  let g = gradient + o.weight_decay * parameter;
  *square += g * g;
  return parameter - o.learning_rate * g / (sqrt(*square) + o.epsilon);
}

// `correction`: learning rate / (1 - beta1^t), and sqrt(1 - beta2^t), computed in float64, and two more
fn step_adam(
  o: Optimizer, correction: vec4f, parameter: vec4f, gradient: vec4f,
  mean: ptr<function, vec4f>, square: ptr<function, vec4f>,
) -> vec4f {
  let decayed = parameter * o.decay_factor;
  let g = gradient + o.weight_decay * decayed;
  *mean = o.beta1 * *mean + o.one_minus_beta1 * g;
  *square = o.beta2 * *square + o.one_minus_beta2 * g * g;
  return decayed - correction.x * *mean / (sqrt(*square) / correction.y + o.epsilon);
}
