/** The optimisers, in order of rising complexity: what each is, its defaults, and its step. */

import { type Bounds, checkChoice, checkNumber, validationMessage } from "../check.ts";
import { checkOptions } from "../check_shape.ts";

/** Stochastic gradient descent, plain or with (Nesterov) momentum: `torch.optim.SGD`. */
export interface SgdOptimizer {
  /** Tells it from the others. */
  readonly kind: "sgd";
  /** Size of a step, above 0. */
  readonly learningRate: number;
  /** Share of the last step that goes on, in [0, 1); 0 for none. */
  readonly momentum: number;
  /** Whether the step looks ahead along the momentum. */
  readonly nesterov: boolean;
  /** At least 0. */
  readonly weightDecay: number;
}

/** Adam, or AdamW where the weight decay is decoupled: `torch.optim.Adam`, `AdamW`. */
export interface AdamOptimizer {
  /** Tells it from the others. */
  readonly kind: "adam";
  /** Size of a step, above 0. */
  readonly learningRate: number;
  /** Decay of the running mean of the gradients, in [0, 1). */
  readonly beta1: number;
  /** Decay of the running mean of their squares, in [0, 1). */
  readonly beta2: number;
  /** Added to the root in the denominator. */
  readonly epsilon: number;
  /** At least 0. */
  readonly weightDecay: number;
  /** Whether the weight decay is taken from the parameter (AdamW), not added to the gradient. */
  readonly decoupled: boolean;
}

/** RMSprop: `torch.optim.RMSprop`. */
export interface RmspropOptimizer {
  /** Tells it from the others. */
  readonly kind: "rmsprop";
  /** Size of a step, above 0. */
  readonly learningRate: number;
  /** Decay of the running mean of the squared gradients, in [0, 1); PyTorch's `alpha`. */
  readonly smoothing: number;
  /** Added to the root in the denominator. */
  readonly epsilon: number;
  /** At least 0. */
  readonly weightDecay: number;
}

/** Adagrad: `torch.optim.Adagrad`. */
export interface AdagradOptimizer {
  /** Tells it from the others. */
  readonly kind: "adagrad";
  /** Size of a step, above 0. */
  readonly learningRate: number;
  /** Added to the root in the denominator. */
  readonly epsilon: number;
  /** At least 0. */
  readonly weightDecay: number;
}

/** An optimiser with its settings, as plain data. Its running state lies with the training. */
export type Optimizer = SgdOptimizer | AdamOptimizer | RmspropOptimizer | AdagradOptimizer;

/** Settings every optimiser takes; what is left out is PyTorch's default. */
export interface OptimizerOptions {
  /** Above 0. */
  learningRate?: number;
  /** Added to the gradient as `weightDecay · parameter` (AdamW: taken from the parameter). */
  weightDecay?: number;
}

const share = { minimum: 0, below: 1 };

/** The settings of each kind, but for switches, with their bounds. */
const bounds: Record<Optimizer["kind"], Record<string, Bounds>> = {
  sgd: { momentum: share },
  rmsprop: { smoothing: share, epsilon: { minimum: 0 } },
  adagrad: { epsilon: { minimum: 0 } },
  adam: { beta1: share, beta2: share, epsilon: { minimum: 0 } },
};

/**
 * Returns `optimizer` if it is one, with all its settings in bounds.
 *
 * @param action What is being done, for the error.
 * @param optimizer What is to be checked.
 * @throws {TypeError} if it is no optimiser, or a setting is no number
 * @throws {RangeError} if its kind is unknown, or a setting is out of bounds
 */
export function checkOptimizer<Kind extends Optimizer>(action: string, optimizer: Kind): Kind {
  if (typeof optimizer !== "object" || optimizer === null) {
    throw new TypeError(validationMessage(action, "optimizer", "an optimizer", optimizer));
  }
  const kinds = Object.keys(bounds) as Optimizer["kind"][];
  const kind = checkChoice(action, "the optimizer's kind", optimizer.kind, kinds);
  const settings = { learningRate: { above: 0 }, weightDecay: { minimum: 0 }, ...bounds[kind] };
  for (const [name, allowed] of Object.entries(settings)) {
    checkNumber(action, name, optimizer[name as keyof Optimizer], allowed);
  }
  return optimizer;
}

/**
 * Plain SGD, or with momentum where one is given.
 *
 * @param options Learning rate (0.01 by default), `momentum` in [0, 1) and `nesterov`.
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is out of bounds, or Nesterov is asked for without momentum
 *
 * @example With momentum
 * ```ts
 * import { sgd } from "./optimizers.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { learningRate, momentum, nesterov } = sgd({ learningRate: 0.05, momentum: 0.9 });
 * assertEquals([learningRate, momentum, nesterov], [0.05, 0.9, false]);
 * ```
 */
export function sgd(
  options: OptimizerOptions & { momentum?: number; nesterov?: boolean } = {},
): SgdOptimizer {
  const action = "create the SGD optimizer";
  checkOptions(action, options);
  const { learningRate = 0.01, weightDecay = 0, momentum = 0, nesterov = false } = options;
  if (nesterov && momentum === 0) {
    throw new RangeError(
      `Cannot ${action} as Nesterov needs a momentum above 0: current value is 0`,
    );
  }
  return checkOptimizer(action, { kind: "sgd", learningRate, momentum, nesterov, weightDecay });
}

/**
 * RMSprop with PyTorch's defaults: learning rate 0.01, smoothing 0.99, epsilon 1e-8.
 *
 * @throws {TypeError | RangeError} if a setting is of the wrong kind or out of bounds
 *
 * @example What is not given is PyTorch's
 * ```ts
 * import { rmsprop } from "./optimizers.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(rmsprop({ learningRate: 0.001 }).smoothing, 0.99);
 * ```
 */
export function rmsprop(
  options: OptimizerOptions & { smoothing?: number; epsilon?: number } = {},
): RmspropOptimizer {
  const action = "create the RMSprop optimizer";
  checkOptions(action, options);
  const { learningRate = 0.01, weightDecay = 0, smoothing = 0.99, epsilon = 1e-8 } = options;
  const optimizer = { kind: "rmsprop", learningRate, smoothing, epsilon, weightDecay } as const;
  return checkOptimizer(action, optimizer);
}

/**
 * Adagrad with PyTorch's defaults: learning rate 0.01, epsilon 1e-10.
 *
 * @throws {TypeError | RangeError} if a setting is of the wrong kind or out of bounds
 *
 * @example What is not given is PyTorch's
 * ```ts
 * import { adagrad } from "./optimizers.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(adagrad({ epsilon: 1e-8 }).learningRate, 0.01);
 * ```
 */
export function adagrad(options: OptimizerOptions & { epsilon?: number } = {}): AdagradOptimizer {
  const action = "create the Adagrad optimizer";
  const { learningRate = 0.01, weightDecay = 0, epsilon = 1e-10 } = checkOptions(action, options);
  const optimizer = { kind: "adagrad", learningRate, epsilon, weightDecay } as const;
  return checkOptimizer(action, optimizer);
}

/** What Adam and AdamW take besides. */
export type AdamOptions = OptimizerOptions & { beta1?: number; beta2?: number; epsilon?: number };

/**
 * Adam with PyTorch's defaults: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-8.
 *
 * @throws {TypeError | RangeError} if a setting is of the wrong kind or out of bounds
 *
 * @example A learning rate of one's own, all else as it is
 * ```ts
 * import { adam } from "./optimizers.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { learningRate, beta1, weightDecay } = adam({ learningRate: 0.01 });
 * assertEquals([learningRate, beta1, weightDecay], [0.01, 0.9, 0]);
 * ```
 */
export function adam(options: AdamOptions = {}): AdamOptimizer {
  const action = "create the Adam optimizer";
  return createAdam(action, { ...checkOptions(action, options), decoupled: false });
}

/**
 * AdamW with PyTorch's defaults: as Adam, with a decoupled weight decay of 0.01.
 *
 * @throws {TypeError | RangeError} if a setting is of the wrong kind or out of bounds
 *
 * @example The weight decay that Adam has not
 * ```ts
 * import { adam, adamw } from "./optimizers.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([adam().weightDecay, adamw().weightDecay], [0, 0.01]);
 * ```
 */
export function adamw(options: AdamOptions = {}): AdamOptimizer {
  const action = "create the AdamW optimizer";
  return createAdam(action, { ...checkOptions(action, options), decoupled: true });
}

function createAdam(
  action: string,
  options: AdamOptions & { decoupled: boolean },
): AdamOptimizer {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const { decoupled, weightDecay = decoupled ? 0.01 : 0 } = options;
  const betas = { beta1, beta2 };
  const optimizer = {
    kind: "adam",
    learningRate,
    ...betas,
    epsilon,
    weightDecay,
    decoupled,
  } as const;
  return checkOptimizer(action, optimizer);
}

/** The name of an optimiser with its usual settings. */
export type OptimizerName =
  | "sgd"
  | "momentum"
  | "nesterov"
  | "rmsprop"
  | "adagrad"
  | "adam"
  | "adamw";

const byName: Record<OptimizerName, (options: OptimizerOptions) => Optimizer> = {
  sgd,
  momentum: (options) => sgd({ momentum: 0.9, ...options }),
  nesterov: (options) => sgd({ momentum: 0.9, nesterov: true, ...options }),
  rmsprop,
  adagrad,
  adam,
  adamw,
};

/** The names of all optimisers, in order of rising complexity. */
export const optimizerNames: readonly OptimizerName[] = Object.keys(byName) as OptimizerName[];

/**
 * The optimiser of that name; `momentum` and `nesterov` are SGD with a momentum of 0.9.
 *
 * @param name One of {@linkcode optimizerNames}.
 * @param options Learning rate and weight decay; PyTorch's defaults where they are left out.
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if there is no such optimiser, or a setting is out of bounds
 *
 * @example By name, as the command line has it
 * ```ts
 * import { adamw, createOptimizer } from "./optimizers.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(createOptimizer("adamw", { learningRate: 0.01 }), adamw({ learningRate: 0.01 }));
 * ```
 */
export function createOptimizer(name: OptimizerName, options: OptimizerOptions = {}): Optimizer {
  checkChoice("create the optimizer", "optimizer", name, optimizerNames);
  return byName[name](checkOptions("create the optimizer", options));
}

/**
 * The name under which {@linkcode createOptimizer} makes an optimiser of this kind.
 *
 * @throws {TypeError | RangeError} if it is no optimiser
 *
 * @example SGD goes by what it has besides
 * ```ts
 * import { nameOfOptimizer, sgd } from "./optimizers.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(nameOfOptimizer(sgd()), "sgd");
 * assertEquals(nameOfOptimizer(sgd({ momentum: 0.5 })), "momentum");
 * ```
 */
export function nameOfOptimizer(optimizer: Optimizer): OptimizerName {
  checkOptimizer("name the optimizer", optimizer);
  if (optimizer.kind === "adam") return optimizer.decoupled ? "adamw" : "adam";
  if (optimizer.kind !== "sgd") return optimizer.kind;
  return optimizer.nesterov ? "nesterov" : optimizer.momentum > 0 ? "momentum" : "sgd";
}
