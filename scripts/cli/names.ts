/**
 * The names that flags offer. The one place that says which there are, until
 * the library says it itself.
 */

/** Datasets that can be made. */
export const datasetNames = ["moons", "circles", "blobs", "spiral", "xor"] as const;

/** Activations of hidden layers. */
export const activationNames = [
  "sigmoid",
  "tanh",
  "relu",
  "leakyRelu",
  "elu",
  "selu",
  "gelu",
  "geluTanh",
  "silu",
  "softplus",
  "mish",
  "hardtanh",
  "identity",
] as const;

/** Initializers that are a word; `normal:0.5` and its like come on top. */
export const initializerNames = [
  "torch",
  "he",
  "heUniform",
  "xavier",
  "xavierUniform",
  "orthogonal",
  "small",
  "large",
  "zeros",
] as const;

/** Optimizers, in order of rising complexity. */
export const optimizerNames = [
  "sgd",
  "momentum",
  "nesterov",
  "adagrad",
  "rmsprop",
  "adam",
  "adamw",
] as const;

/** What the networks may be trained on. */
export const deviceNames = ["auto", "webgpu", "tfjs"] as const;
