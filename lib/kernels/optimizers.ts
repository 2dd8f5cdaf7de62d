/** The optimisers, in order of rising complexity: what each is, its defaults, and its step. */

import { type Bounds, checkChoice, checkNumber, complaint } from "../check.ts";

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
    throw new TypeError(complaint(action, "optimizer", "an optimizer", optimizer));
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
 * @throws {RangeError} if a setting is out of bounds, or Nesterov is asked for without momentum
 */
export function sgd(
  options: OptimizerOptions & { momentum?: number; nesterov?: boolean } = {},
): SgdOptimizer {
  const { learningRate = 0.01, weightDecay = 0, momentum = 0, nesterov = false } = options;
  const action = "create the SGD optimizer";
  if (nesterov && momentum === 0) {
    throw new RangeError(
      `Cannot ${action} as Nesterov needs a momentum above 0: current value is 0`,
    );
  }
  return checkOptimizer(action, { kind: "sgd", learningRate, momentum, nesterov, weightDecay });
}

/** RMSprop with PyTorch's defaults: learning rate 0.01, smoothing 0.99, epsilon 1e-8. */
export function rmsprop(
  options: OptimizerOptions & { smoothing?: number; epsilon?: number } = {},
): RmspropOptimizer {
  const { learningRate = 0.01, weightDecay = 0, smoothing = 0.99, epsilon = 1e-8 } = options;
  const optimizer = { kind: "rmsprop", learningRate, smoothing, epsilon, weightDecay } as const;
  return checkOptimizer("create the RMSprop optimizer", optimizer);
}

/** Adagrad with PyTorch's defaults: learning rate 0.01, epsilon 1e-10. */
export function adagrad(options: OptimizerOptions & { epsilon?: number } = {}): AdagradOptimizer {
  const { learningRate = 0.01, weightDecay = 0, epsilon = 1e-10 } = options;
  const optimizer = { kind: "adagrad", learningRate, epsilon, weightDecay } as const;
  return checkOptimizer("create the Adagrad optimizer", optimizer);
}

/** What Adam and AdamW take besides. */
export type AdamOptions = OptimizerOptions & { beta1?: number; beta2?: number; epsilon?: number };

/** Adam with PyTorch's defaults: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-8. */
export function adam(options: AdamOptions = {}): AdamOptimizer {
  return createAdam("create the Adam optimizer", { ...options, decoupled: false });
}

/** AdamW with PyTorch's defaults: as Adam, with a decoupled weight decay of 0.01. */
export function adamw(options: AdamOptions = {}): AdamOptimizer {
  return createAdam("create the AdamW optimizer", { ...options, decoupled: true });
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
 * @throws {RangeError} if there is no such optimiser, or a setting is out of bounds
 */
export function createOptimizer(name: OptimizerName, options: OptimizerOptions = {}): Optimizer {
  checkChoice("create the optimizer", "optimizer", name, optimizerNames);
  return byName[name](options);
}

/** The name under which {@linkcode createOptimizer} makes an optimiser of this kind. */
export function nameOfOptimizer(optimizer: Optimizer): OptimizerName {
  if (optimizer.kind === "adam") return optimizer.decoupled ? "adamw" : "adam";
  if (optimizer.kind !== "sgd") return optimizer.kind;
  return optimizer.nesterov ? "nesterov" : optimizer.momentum > 0 ? "momentum" : "sgd";
}
