/** A multilayer perceptron as plain data: widths, an activation, and one flat parameter vector. */

import { checkChoice, checkSeed, show, validationMessage } from "../check.ts";
import { checkOptions, checkShape, optionNames } from "../check_shape.ts";
import { Generator } from "../random/torch.ts";
import { type Activation, activationNames } from "./activations.ts";
import { initialize, type Initializer } from "./initializers.ts";
import { checkSizes, parameterCount } from "./layout.ts";

/** The names of the heads a network may have. */
export const headNames = ["logits", "values"] as const;

/**
 * What a network's outputs mean: `logits`, of which a softmax makes probabilities, as cross-entropy
 * trains them; or `values`, which stand for themselves, as mean squared error trains them.
 */
export type Head = typeof headNames[number];

/** A multilayer perceptron. The last layer is linear. */
export interface Mlp {
  /** Width of the input, of each hidden layer, and of the output. */
  readonly sizes: readonly number[];
  /** What stands behind each hidden layer. */
  readonly activation: Activation;
  /** What the outputs mean. */
  readonly head: Head;
  /** For each layer the weights `[outputs × inputs]`, then the biases `[outputs]`; see `layersOf`. */
  readonly parameters: Float32Array;
}

/** What {@linkcode createMlp} draws with. */
export interface MlpOptions {
  /** Behind each hidden layer; `relu` by default. */
  activation?: Activation;
  /** How the first parameters are drawn; torch's `Linear` default by default. */
  initializer?: Initializer;
  /** What the outputs mean; `logits` by default. */
  head?: Head;
  /** The torch generator to draw from. Its state is advanced. */
  generator?: Generator;
  /** Seed of a fresh generator where none is given: 0 to 2³² - 1, 42 by default. */
  seed?: number;
}

const names = optionNames<MlpOptions>({
  activation: true,
  initializer: true,
  head: true,
  generator: true,
  seed: true,
});

/**
 * Creates an MLP with freshly drawn parameters, bit for bit those of a torch `Sequential` of
 * `Linear` layers under the same generator.
 *
 * @param sizes Width of the input, of each hidden layer, and of the output: `[2, 32, 2]`. Two
 * entries make a linear model (logistic regression).
 * @param options Activation, initializer, head, and where the random numbers come from.
 * @returns The model.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown, or a size, the activation, the initializer, the
 * head or the seed is not known or out of bounds
 *
 * @example The first weight of torch's `Linear(2, 32)` after `manual_seed(42)`
 * ```ts
 * import { createMlp } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const model = createMlp([2, 32, 2], { activation: "tanh", seed: 42 });
 * assertEquals(model.parameters[0], Math.fround(0.5406104));
 * ```
 */
export function createMlp(sizes: readonly number[], options: MlpOptions = {}): Mlp {
  const action = "create the MLP";
  checkOptions(action, options, names);
  const { activation = "relu", initializer = "torch", head = "logits", seed = 42 } = options;
  checkSizes(action, sizes);
  checkChoice(action, "activation", activation, activationNames);
  checkChoice(action, "head", head, headNames);
  checkSeed(action, seed);
  const { generator = new Generator(seed) } = options;
  checkShape(action, "generator", generator, "generator");
  const parameters = initialize(generator, sizes, initializer);
  return { sizes: [...sizes], activation, head, parameters };
}

/**
 * Returns `model` if it is an MLP whose parameters fit its sizes.
 *
 * @param action What is being done, for the error.
 * @param model What is to be checked.
 * @throws {TypeError} if it is not an object, or the parameters are not a Float32Array
 * @throws {RangeError} if their number does not fit the sizes, or the activation is unknown
 */
export function checkMlp(action: string, model: Mlp): Mlp {
  checkShape(action, "model", model, "model");
  checkSizes(action, model.sizes);
  checkChoice(action, "activation", model.activation, activationNames);
  checkChoice(action, "head", model.head, headNames);
  const expected = parameterCount(model.sizes);
  if (!(model.parameters instanceof Float32Array)) {
    throw new TypeError(
      validationMessage(action, "parameters", "a Float32Array", model.parameters),
    );
  }
  if (model.parameters.length !== expected) {
    throw new RangeError(
      validationMessage(
        action,
        `the number of parameters of ${show(model.sizes)}`,
        String(expected),
        model.parameters.length,
      ),
    );
  }
  return model;
}
