/** The activations by name. Each is a record in a file of its own, in `activations/`. */

import { checkChoice, validationMessage } from "../check.ts";
import { isArray } from "../check_shape.ts";
import { elu } from "./activations/elu.ts";
import { gelu } from "./activations/gelu.ts";
import { geluTanh } from "./activations/gelu_tanh.ts";
import { hardtanh } from "./activations/hardtanh.ts";
import { identity } from "./activations/identity.ts";
import { leakyRelu } from "./activations/leaky_relu.ts";
import { mish } from "./activations/mish.ts";
import type { ActivationFunction, ActivationRecord } from "./activations/record.ts";
import { relu } from "./activations/relu.ts";
import { selu } from "./activations/selu.ts";
import { sigmoid } from "./activations/sigmoid.ts";
import { silu } from "./activations/silu.ts";
import { softplus } from "./activations/softplus.ts";
import { tanh } from "./activations/tanh.ts";

/** The name of an activation. */
export type Activation =
  | "sigmoid"
  | "tanh"
  | "relu"
  | "leakyRelu"
  | "elu"
  | "selu"
  | "gelu"
  | "geluTanh"
  | "silu"
  | "softplus"
  | "mish"
  | "hardtanh"
  | "identity";

/** The activation of all hidden layers, or a list with that of each. */
export type Activations = Activation | readonly Activation[];

/** All activations, in the order in which help texts name them. */
export const activationRecords: Readonly<Record<Activation, ActivationRecord>> = {
  sigmoid,
  tanh,
  relu,
  leakyRelu,
  elu,
  selu,
  gelu,
  geluTanh,
  silu,
  softplus,
  mish,
  hardtanh,
  identity,
};

/** The names of all activations. */
export const activationNames: readonly Activation[] = Object.keys(
  activationRecords,
) as Activation[];

/** The activation of each of a number of hidden layers. */
export function activationsOf(activation: Activations, layers: number): readonly Activation[] {
  return typeof activation === "string"
    ? new Array<Activation>(layers).fill(activation)
    : activation;
}

/**
 * Returns `activation` if it is the name of one, or a list of the names of each hidden layer's.
 *
 * @throws {TypeError} if it is neither text nor a list
 * @throws {RangeError} if a name is unknown, or there is not one for each hidden layer
 */
export function checkActivations(
  action: string,
  activation: unknown,
  sizes: readonly number[],
): Activations {
  if (!isArray(activation)) {
    return checkChoice(action, "activation", activation, activationNames);
  }
  const layers = sizes.length - 2;
  if (activation.length !== layers) {
    const allowed = `one name, or a list of ${layers}, one per hidden layer`;
    throw new RangeError(validationMessage(action, "activation", allowed, activation));
  }
  for (let at = 0; at < layers; at++) {
    checkChoice(action, `activation[${at}]`, activation[at], activationNames);
  }
  return [...activation];
}

/**
 * The activation of that name.
 *
 * @throws {RangeError} if there is none; the error names the nearest spelling
 *
 * @example A leaky ReLU lets a hundredth through
 * ```ts
 * import { activationFunction } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(activationFunction("leakyRelu").value(-3), -0.03);
 * ```
 */
export function activationFunction(name: Activation): ActivationFunction {
  checkChoice("find the activation", "activation", name, activationNames);
  return activationRecords[name].float64;
}
