/** Functions that create optimizers, with PyTorch's defaults. */

import { checkOptions, optionNames } from "../check_shape.ts";
import {
  type AdagradOptimizer,
  type AdamOptimizer,
  checkOptimizer,
  type RmspropOptimizer,
  type SgdOptimizer,
} from "./optimizers.ts";

/** Settings of all optimizers; the defaults are PyTorch's. */
export interface OptimizerOptions {
  /** The learning rate, above 0; 0.01 by default, for Adam and AdamW 0.001. */
  learningRate?: number;
  /**
   * The weight decay, at least 0; 0 by default, for AdamW 0.01. It adds `weightDecay · parameter` to the
   * gradient; in AdamW it multiplies the parameter by `1 - learningRate · weightDecay`.
   */
  weightDecay?: number;
}

/** Settings of {@linkcode sgd}. */
export interface SgdOptions extends OptimizerOptions {
  /** The momentum coefficient, in [0, 1): the factor of the previous velocity; 0 by default. */
  momentum?: number;
  /** Whether to use Nesterov momentum; false by default. */
  nesterov?: boolean;
}

/** Settings of {@linkcode rmsprop}. */
export interface RmspropOptions extends OptimizerOptions {
  /** The decay rate of the running mean of squared gradients, in [0, 1); 0.99 by default. */
  smoothing?: number;
  /** The term added to the root in the denominator, at least 0; 1e-8 by default. */
  epsilon?: number;
}

/** Settings of {@linkcode adagrad}. */
export interface AdagradOptions extends OptimizerOptions {
  /** The term added to the root in the denominator, at least 0; 1e-10 by default. */
  epsilon?: number;
}

/** Settings of {@linkcode adam} and {@linkcode adamw}. */
export interface AdamOptions extends OptimizerOptions {
  /** The decay rate of the running mean of gradients, in [0, 1); 0.9 by default. */
  beta1?: number;
  /** The decay rate of the running mean of squared gradients, in [0, 1); 0.999 by default. */
  beta2?: number;
  /** The term added to the root in the denominator, at least 0; 1e-8 by default. */
  epsilon?: number;
}

const common = { learningRate: true, weightDecay: true } as const;
const sgdNames = optionNames<SgdOptions>({ ...common, momentum: true, nesterov: true });
const rmspropNames = optionNames<RmspropOptions>({ ...common, smoothing: true, epsilon: true });
const adagradNames = optionNames<AdagradOptions>({ ...common, epsilon: true });
const adamNames = optionNames<AdamOptions>({ ...common, beta1: true, beta2: true, epsilon: true });

/**
 * Creates stochastic gradient descent, with or without momentum, like `torch.optim.SGD`.
 *
 * @param options learning rate (0.01 by default), weight decay, momentum and `nesterov`
 * @returns the optimizer, as plain data
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds, or `nesterov` is set without momentum
 *
 * @example With momentum
 * ```ts
 * import { sgd } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const { learningRate, momentum, nesterov } = sgd({ learningRate: 0.05, momentum: 0.9 });
 * assertEquals([learningRate, momentum, nesterov], [0.05, 0.9, false]);
 * ```
 */
export function sgd(options: SgdOptions = {}): SgdOptimizer {
  const action = "create the SGD optimizer";
  const { learningRate = 0.01, weightDecay = 0, momentum = 0, nesterov = false } = checkOptions(
    action,
    options,
    sgdNames,
  );
  return checkOptimizer(action, { kind: "sgd", learningRate, momentum, nesterov, weightDecay });
}

/**
 * Creates RMSprop, like `torch.optim.RMSprop`, with the same defaults: learning rate 0.01, smoothing
 * 0.99, epsilon 1e-8.
 *
 * Source: T. Tieleman and G. Hinton, "Lecture 6.5: rmsprop", Coursera (2012).
 *
 * @param options learning rate, weight decay, smoothing and epsilon
 * @returns the optimizer, as plain data
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example PyTorch's defaults for the other settings
 * ```ts
 * import { rmsprop } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(rmsprop({ learningRate: 0.001 }).smoothing, 0.99);
 * ```
 */
export function rmsprop(options: RmspropOptions = {}): RmspropOptimizer {
  const action = "create the RMSprop optimizer";
  checkOptions(action, options, rmspropNames);
  const { learningRate = 0.01, weightDecay = 0, smoothing = 0.99, epsilon = 1e-8 } = options;
  const optimizer = { kind: "rmsprop", learningRate, smoothing, epsilon, weightDecay } as const;
  return checkOptimizer(action, optimizer);
}

/**
 * Creates Adagrad, like `torch.optim.Adagrad`, with the same defaults: learning rate 0.01, epsilon 1e-10.
 *
 * Source: J. Duchi et al., "Adaptive Subgradient Methods for Online Learning and Stochastic
 * Optimization", JMLR 12 (2011).
 *
 * @param options learning rate, weight decay and epsilon
 * @returns the optimizer, as plain data
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example PyTorch's defaults for the other settings
 * ```ts
 * import { adagrad } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(adagrad({ epsilon: 1e-8 }).learningRate, 0.01);
 * ```
 */
export function adagrad(options: AdagradOptions = {}): AdagradOptimizer {
  const action = "create the Adagrad optimizer";
  checkOptions(action, options, adagradNames);
  const { learningRate = 0.01, weightDecay = 0, epsilon = 1e-10 } = options;
  const optimizer = { kind: "adagrad", learningRate, epsilon, weightDecay } as const;
  return checkOptimizer(action, optimizer);
}

/**
 * Creates Adam, like `torch.optim.Adam`, with the same defaults: learning rate 0.001, betas 0.9 and
 * 0.999, epsilon 1e-8.
 *
 * Source: D. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015.
 *
 * @param options learning rate, weight decay, betas and epsilon
 * @returns the optimizer, as plain data
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example Another learning rate, and the defaults
 * ```ts
 * import { adam } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const { learningRate, beta1, weightDecay } = adam({ learningRate: 0.01 });
 * assertEquals([learningRate, beta1, weightDecay], [0.01, 0.9, 0]);
 * ```
 */
export function adam(options: AdamOptions = {}): AdamOptimizer {
  return createAdam("create the Adam optimizer", options, { decoupled: false });
}

/**
 * Creates AdamW, like `torch.optim.AdamW`, with the same defaults: those of Adam, and a decoupled weight
 * decay of 0.01.
 *
 * Source: I. Loshchilov and F. Hutter, "Decoupled Weight Decay Regularization", ICLR 2019.
 *
 * @param options learning rate, weight decay, betas and epsilon
 * @returns the optimizer, as plain data
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example The default weight decay of Adam and of AdamW
 * ```ts
 * import { adam, adamw } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([adam().weightDecay, adamw().weightDecay], [0, 0.01]);
 * ```
 */
export function adamw(options: AdamOptions = {}): AdamOptimizer {
  return createAdam("create the AdamW optimizer", options, { decoupled: true });
}

function createAdam(
  action: string,
  options: AdamOptions,
  { decoupled }: { decoupled: boolean },
): AdamOptimizer {
  checkOptions(action, options, adamNames);
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const { weightDecay = decoupled ? 0.01 : 0 } = options;
  const settings = { learningRate, beta1, beta2, epsilon, weightDecay, decoupled };
  return checkOptimizer(action, { kind: "adam", ...settings });
}
