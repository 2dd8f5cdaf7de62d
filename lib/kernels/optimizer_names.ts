/** Optimizers by name, for the command line and records. */

import { checkChoice } from "../check.ts";
import { checkOptions, givenOptions } from "../check_shape.ts";
import {
  adagrad,
  type AdagradOptions,
  adam,
  type AdamOptions,
  adamw,
  rmsprop,
  type RmspropOptions,
  sgd,
  type SgdOptions,
} from "./create_optimizer.ts";
import { checkOptimizer, type Optimizer } from "./optimizers.ts";

/** The settings of {@linkcode createOptimizer} for each name. */
export interface OptionsByName {
  /** SGD, without momentum by default. */
  sgd: SgdOptions;
  /** SGD with momentum, 0.9 by default. */
  momentum: SgdOptions;
  /** SGD with Nesterov momentum, 0.9 by default. */
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

/** The name of an optimizer. */
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

/** The names of all optimizers, from the simplest to the most complex. */
export const optimizerNames: readonly OptimizerName[] = Object.keys(byName) as OptimizerName[];

/**
 * Creates the optimizer with the given name; `momentum` and `nesterov` are SGD with a momentum of 0.9 by
 * default.
 *
 * @param name one of {@linkcode optimizerNames}
 * @param options the settings of that optimizer; PyTorch's defaults if they are missing or undefined
 * @returns the optimizer, as plain data
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the name or a setting is unknown, or a setting is out of bounds
 *
 * @example By name, as on the command line
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
 * Returns the name with which {@linkcode createOptimizer} creates an optimizer of this kind.
 *
 * @param optimizer the optimizer
 * @returns its name
 * @throws {TypeError} if it is not an optimizer, or a setting is of the wrong kind
 * @throws {RangeError} if its kind or a setting is unknown, or a setting is out of bounds
 *
 * @example The name of SGD depends on its momentum
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
