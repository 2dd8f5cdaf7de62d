/** The optimizers as plain data: the settings of each kind, and their bounds. */

import {
  type Bounds,
  checkBoolean,
  checkChoice,
  checkNumber,
  MAX_FLOAT32,
  validationMessage,
} from "../check.ts";
import { checkOptions, isObject } from "../check_shape.ts";

/** Stochastic gradient descent, plain or with (Nesterov) momentum: `torch.optim.SGD`. */
export interface SgdOptimizer {
  /** The kind of optimizer. */
  readonly kind: "sgd";
  /** The learning rate, above 0. */
  readonly learningRate: number;
  /** The momentum coefficient, in [0, 1): the factor of the previous velocity; 0 for none. */
  readonly momentum: number;
  /** Whether it uses Nesterov momentum. */
  readonly nesterov: boolean;
  /** The weight decay, at least 0. */
  readonly weightDecay: number;
}

/** Adam, or AdamW where the weight decay is decoupled: `torch.optim.Adam`, `AdamW`. */
export interface AdamOptimizer {
  /** The kind of optimizer. */
  readonly kind: "adam";
  /** The learning rate, above 0. */
  readonly learningRate: number;
  /** The decay rate of the running mean of gradients, in [0, 1). */
  readonly beta1: number;
  /** The decay rate of the running mean of squared gradients, in [0, 1). */
  readonly beta2: number;
  /** The term added to the root in the denominator, at least 0. */
  readonly epsilon: number;
  /** The weight decay, at least 0. */
  readonly weightDecay: number;
  /** Whether the weight decay shrinks the parameter itself (AdamW) and is not added to the gradient. */
  readonly decoupled: boolean;
}

/** RMSprop: `torch.optim.RMSprop`. */
export interface RmspropOptimizer {
  /** The kind of optimizer. */
  readonly kind: "rmsprop";
  /** The learning rate, above 0. */
  readonly learningRate: number;
  /** The decay rate of the running mean of squared gradients, in [0, 1); PyTorch's `alpha`. */
  readonly smoothing: number;
  /** The term added to the root in the denominator, at least 0. */
  readonly epsilon: number;
  /** The weight decay, at least 0. */
  readonly weightDecay: number;
}

/** Adagrad: `torch.optim.Adagrad`. */
export interface AdagradOptimizer {
  /** The kind of optimizer. */
  readonly kind: "adagrad";
  /** The learning rate, above 0. */
  readonly learningRate: number;
  /** The term added to the root in the denominator, at least 0. */
  readonly epsilon: number;
  /** The weight decay, at least 0. */
  readonly weightDecay: number;
}

/** The settings of an optimizer, as plain data. The optimizer state is part of a training. */
export type Optimizer = SgdOptimizer | AdamOptimizer | RmspropOptimizer | AdagradOptimizer;

type Kind = Optimizer["kind"];
type Settings<Of extends Kind> = Exclude<keyof Extract<Optimizer, { kind: Of }>, "kind">;

// Networks are trained in float32, in which a larger setting is infinite.
const everywhere = {
  learningRate: { above: 0, maximum: MAX_FLOAT32 },
  weightDecay: { minimum: 0, maximum: MAX_FLOAT32 },
};
const decay = { minimum: 0, below: 1 };
const epsilon = { minimum: 0, maximum: MAX_FLOAT32 };

/** All settings of each kind: the bounds of a number, or `boolean`. */
const allowed: { [Of in Kind]: Record<Settings<Of>, Bounds | "boolean"> } = {
  sgd: { ...everywhere, momentum: decay, nesterov: "boolean" },
  rmsprop: { ...everywhere, smoothing: decay, epsilon },
  adagrad: { ...everywhere, epsilon },
  adam: { ...everywhere, beta1: decay, beta2: decay, epsilon, decoupled: "boolean" },
};

const kindNames = Object.keys(allowed) as Kind[];

/** The names of all settings of each kind, and their bounds: thousands of networks are checked together. */
const settingsOf = Object.fromEntries(
  kindNames.map((kind) => [
    kind,
    { names: ["kind", ...Object.keys(allowed[kind])], bounds: Object.entries(allowed[kind]) },
  ]),
) as unknown as Readonly<
  Record<Kind, { names: readonly string[]; bounds: readonly [string, Bounds | "boolean"][] }>
>;

/**
 * Checks that all settings of an optimizer are present and in bounds, and that there are no others.
 *
 * @param action The action, for the error.
 * @param optimizer The optimizer.
 * @returns The optimizer.
 * @throws {TypeError} if it is not an optimizer, or a setting is of the wrong kind
 * @throws {RangeError} if its kind or a setting is unknown, a setting is out of bounds, or `nesterov`
 * is set without momentum
 */
export function checkOptimizer<Of extends Optimizer>(action: string, optimizer: Of): Of {
  if (!isObject(optimizer)) {
    throw new TypeError(validationMessage(action, "optimizer", "an optimizer", optimizer));
  }
  const kind = checkChoice(action, "the optimizer's kind", optimizer.kind, kindNames);
  const { names, bounds: settings } = settingsOf[kind];
  checkOptions(action, optimizer, names, "optimizer");
  for (const [name, bounds] of settings) {
    const value: unknown = optimizer[name as keyof Optimizer];
    // All settings are required, so an undefined one is checked as null.
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
