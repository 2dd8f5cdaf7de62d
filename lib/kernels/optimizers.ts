/** The optimizers, in order of rising complexity: the settings of each and their defaults. */

import {
  type Bounds,
  checkBoolean,
  checkChoice,
  checkNumber,
  validationMessage,
} from "../check.ts";
import { checkOptions, givenOptions, optionNames } from "../check_shape.ts";

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

/** An optimizer with its settings, as plain data. Its running state is kept with the training. */
export type Optimizer = SgdOptimizer | AdamOptimizer | RmspropOptimizer | AdagradOptimizer;

/** Settings that every optimizer takes; what is left out is PyTorch's default. */
export interface OptimizerOptions {
  /** Above 0. */
  learningRate?: number;
  /** Added to the gradient as `weightDecay · parameter` (AdamW: taken from the parameter). */
  weightDecay?: number;
}

/** Settings of {@linkcode sgd}. */
export interface SgdOptions extends OptimizerOptions {
  /** Share of the last step that goes on, in [0, 1); 0 where none is given. */
  momentum?: number;
  /** Whether the step looks ahead along the momentum; false where it is not given. */
  nesterov?: boolean;
}

/** Settings of {@linkcode rmsprop}. */
export interface RmspropOptions extends OptimizerOptions {
  /** Decay of the running mean of the squared gradients, in [0, 1); 0.99 where none is given. */
  smoothing?: number;
  /** Added to the root in the denominator, at least 0; 1e-8 where none is given. */
  epsilon?: number;
}

/** Settings of {@linkcode adagrad}. */
export interface AdagradOptions extends OptimizerOptions {
  /** Added to the root in the denominator, at least 0; 1e-10 where none is given. */
  epsilon?: number;
}

/** Settings of {@linkcode adam} and {@linkcode adamw}. */
export interface AdamOptions extends OptimizerOptions {
  /** Decay of the running mean of the gradients, in [0, 1); 0.9 where none is given. */
  beta1?: number;
  /** Decay of the running mean of their squares, in [0, 1); 0.999 where none is given. */
  beta2?: number;
  /** Added to the root in the denominator, at least 0; 1e-8 where none is given. */
  epsilon?: number;
}

const common = { learningRate: true, weightDecay: true } as const;
const sgdNames = optionNames<SgdOptions>({ ...common, momentum: true, nesterov: true });
const rmspropNames = optionNames<RmspropOptions>({ ...common, smoothing: true, epsilon: true });
const adagradNames = optionNames<AdagradOptions>({ ...common, epsilon: true });
const adamNames = optionNames<AdamOptions>({ ...common, beta1: true, beta2: true, epsilon: true });

type Kind = Optimizer["kind"];
type Settings<Of extends Kind> = Exclude<keyof Extract<Optimizer, { kind: Of }>, "kind">;

const everywhere = { learningRate: { above: 0 }, weightDecay: { minimum: 0 } };
const decay = { minimum: 0, below: 1 };
const epsilon = { minimum: 0 };

/** All settings of each kind: the bounds of a number, or that it is a boolean. */
const allowed: { [Of in Kind]: Record<Settings<Of>, Bounds | "boolean"> } = {
  sgd: { ...everywhere, momentum: decay, nesterov: "boolean" },
  rmsprop: { ...everywhere, smoothing: decay, epsilon },
  adagrad: { ...everywhere, epsilon },
  adam: { ...everywhere, beta1: decay, beta2: decay, epsilon, decoupled: "boolean" },
};

/**
 * Returns `optimizer` if it is one, with all its settings in bounds, and no others.
 *
 * @param action What is being done, for the error.
 * @param optimizer What is to be checked.
 * @throws {TypeError} if it is no optimizer, or a setting is of the wrong kind
 * @throws {RangeError} if its kind or a setting is unknown, a setting is out of bounds, or Nesterov
 * is asked for without momentum
 */
export function checkOptimizer<Of extends Optimizer>(action: string, optimizer: Of): Of {
  if (typeof optimizer !== "object" || optimizer === null) {
    throw new TypeError(validationMessage(action, "optimizer", "an optimizer", optimizer));
  }
  const kinds = Object.keys(allowed) as Kind[];
  const kind = checkChoice(action, "the optimizer's kind", optimizer.kind, kinds);
  const settings: Record<string, Bounds | "boolean"> = allowed[kind];
  checkOptions(action, optimizer, ["kind", ...Object.keys(settings)], "optimizer");
  for (const [name, bounds] of Object.entries(settings)) {
    const value: unknown = optimizer[name as keyof Optimizer];
    // None of an optimizer's settings may be left out.
    if (bounds === "boolean") checkBoolean(action, name, value ?? null);
    else checkNumber(action, name, value, bounds);
  }
  if (optimizer.kind === "sgd" && optimizer.nesterov && optimizer.momentum === 0) {
    throw new RangeError(
      `Cannot ${action} as Nesterov needs a momentum above 0: current value is 0`,
    );
  }
  return optimizer;
}

/**
 * Creates plain SGD, or SGD with momentum where one is given.
 *
 * @param options learning rate (0.01 where none is given), weight decay, momentum and `nesterov`
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

/** The settings that {@linkcode createOptimizer} takes for each name. */
export interface OptionsByName {
  /** Plain SGD, unless a momentum is given. */
  sgd: SgdOptions;
  /** SGD with a momentum of 0.9, unless another is given. */
  momentum: SgdOptions;
  /** The same with Nesterov's look ahead. */
  nesterov: SgdOptions;
  /** RMSprop. */
  rmsprop: RmspropOptions;
  /** Adagrad. */
  adagrad: AdagradOptions;
  /** Adam. */
  adam: AdamOptions;
  /** AdamW. */
  adamw: AdamOptions;
}

/** The name of an optimizer with its usual settings. */
export type OptimizerName = keyof OptionsByName;

const byName: { readonly [Name in OptimizerName]: (options: OptionsByName[Name]) => Optimizer } = {
  sgd,
  momentum: (options) => sgd({ momentum: 0.9, ...options }),
  nesterov: (options) => sgd({ momentum: 0.9, nesterov: true, ...options }),
  rmsprop,
  adagrad,
  adam,
  adamw,
};

/** The names of all optimizers, in order of rising complexity. */
export const optimizerNames: readonly OptimizerName[] = Object.keys(byName) as OptimizerName[];

/**
 * Creates the optimizer of a name; `momentum` and `nesterov` are SGD with a momentum of 0.9.
 *
 * @param name one of {@linkcode optimizerNames}
 * @param options the settings of that optimizer; PyTorch's defaults where they are left out or
 * undefined
 * @returns the optimizer, as plain data
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if there is no such optimizer, or it has no such setting, or a setting is out
 * of bounds
 *
 * @example By name, as the command line has it
 * ```ts
 * import { adamw, createOptimizer } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(createOptimizer("adamw", { learningRate: 0.01 }), adamw({ learningRate: 0.01 }));
 * ```
 */
export function createOptimizer<Name extends OptimizerName>(
  name: Name,
  options: OptionsByName[Name] = {},
): Optimizer {
  const action = "create the optimizer";
  checkChoice(action, "optimizer", name, optimizerNames);
  return byName[name](givenOptions(checkOptions(action, options)));
}

/**
 * Finds the name under which {@linkcode createOptimizer} makes an optimizer of this kind.
 *
 * @param optimizer the optimizer
 * @returns its name
 * @throws {TypeError} if it is no optimizer, or a setting is of the wrong kind
 * @throws {RangeError} if its kind or a setting is unknown, or a setting is out of bounds
 *
 * @example SGD is named by its further settings
 * ```ts
 * import { nameOfOptimizer, sgd } from "@neural-lab/lab";
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
