/** The optimizers as plain data: the settings of each kind, and their bounds. */

import {
  type Bounds,
  checkBoolean,
  checkChoice,
  checkNumber,
  validationMessage,
} from "../check.ts";
import { checkOptions } from "../check_shape.ts";

/** Stochastic gradient descent, plain or with (Nesterov) momentum: `torch.optim.SGD`. */
export interface SgdOptimizer {
  /** The kind of optimizer. */
  readonly kind: "sgd";
  /** Size of a step, above 0. */
  readonly learningRate: number;
  /** The momentum coefficient: the share of the last velocity that is kept, in [0, 1); 0 for none. */
  readonly momentum: number;
  /** Whether the momentum is Nesterov's. */
  readonly nesterov: boolean;
  /** At least 0. */
  readonly weightDecay: number;
}

/** Adam, or AdamW where the weight decay is decoupled: `torch.optim.Adam`, `AdamW`. */
export interface AdamOptimizer {
  /** The kind of optimizer. */
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
  /** The kind of optimizer. */
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
  /** The kind of optimizer. */
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
 * Checks an optimizer: all its settings are present and in bounds, and there are no others.
 *
 * @param action The action, for the error.
 * @param optimizer The optimizer.
 * @returns The optimizer.
 * @throws {TypeError} if it is not an optimizer, or a setting is of the wrong kind
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
