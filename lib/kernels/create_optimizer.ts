/** Functions that create optimizers, with PyTorch's defaults. */

import { checkOptions, optionNames } from "../check_shape.ts";
import {
  type AdagradOptimizer,
  type AdamOptimizer,
  checkOptimizer,
  type RmspropOptimizer,
  type SgdOptimizer,
} from "./optimizers.ts";

/** Settings that every optimizer takes; what is left out is PyTorch's default. */
export interface OptimizerOptions {
  /** Above 0. */
  learningRate?: number;
  /** Added to the gradient as `weightDecay · parameter` (AdamW: taken from the parameter). */
  weightDecay?: number;
}

/** Settings of {@linkcode sgd}. */
export interface SgdOptions extends OptimizerOptions {
  /** The momentum coefficient: the share of the last velocity that is kept, in [0, 1); 0 by default. */
  momentum?: number;
  /** Whether the momentum is Nesterov's; false by default. */
  nesterov?: boolean;
}

/** Settings of {@linkcode rmsprop}. */
export interface RmspropOptions extends OptimizerOptions {
  /** Decay of the running mean of the squared gradients, in [0, 1); 0.99 by default. */
  smoothing?: number;
  /** Added to the root in the denominator, at least 0; 1e-8 by default. */
  epsilon?: number;
}

/** Settings of {@linkcode adagrad}. */
export interface AdagradOptions extends OptimizerOptions {
  /** Added to the root in the denominator, at least 0; 1e-10 by default. */
  epsilon?: number;
}

/** Settings of {@linkcode adam} and {@linkcode adamw}. */
export interface AdamOptions extends OptimizerOptions {
  /** Decay of the running mean of the gradients, in [0, 1); 0.9 by default. */
  beta1?: number;
  /** Decay of the running mean of their squares, in [0, 1); 0.999 by default. */
  beta2?: number;
  /** Added to the root in the denominator, at least 0; 1e-8 by default. */
  epsilon?: number;
}

const common = { learningRate: true, weightDecay: true } as const;
const sgdNames = optionNames<SgdOptions>({ ...common, momentum: true, nesterov: true });
const rmspropNames = optionNames<RmspropOptions>({ ...common, smoothing: true, epsilon: true });
const adagradNames = optionNames<AdagradOptions>({ ...common, epsilon: true });
const adamNames = optionNames<AdamOptions>({ ...common, beta1: true, beta2: true, epsilon: true });

/**
 * Creates plain SGD, or SGD with momentum where one is given.
 *
 * @param options learning rate (0.01 by default), weight decay, momentum and `nesterov`
 * @returns the optimizer, as plain data
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds, or Nesterov is asked for without
 * momentum
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
 * Creates RMSprop with PyTorch's defaults: learning rate 0.01, smoothing 0.99, epsilon 1e-8.
 *
 * @param options learning rate, weight decay, smoothing and epsilon
 * @returns the optimizer, as plain data
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example What is not given is PyTorch's
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
 * Creates Adagrad with PyTorch's defaults: learning rate 0.01, epsilon 1e-10.
 *
 * @param options learning rate, weight decay and epsilon
 * @returns the optimizer, as plain data
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example What is not given is PyTorch's
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
 * Creates Adam with PyTorch's defaults: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-8.
 *
 * @param options learning rate, weight decay, betas and epsilon
 * @returns the optimizer, as plain data
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example Another learning rate, all else as it is
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
 * Creates AdamW with PyTorch's defaults: as Adam, with a decoupled weight decay of 0.01.
 *
 * @param options learning rate, weight decay, betas and epsilon
 * @returns the optimizer, as plain data
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example The weight decay that Adam does not have
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
