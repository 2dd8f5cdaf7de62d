/** Multilayer perceptrons as plain data: sizes, an activation, and one flat parameter vector. */

import { checkChoice, checkSeed, show, validationMessage } from "../check.ts";
import { checkOptions, checkShape, isTyped, optionNames } from "../check_shape.ts";
import { checkDescription, type DataDescription } from "../data_description.ts";
import { Generator } from "../random/torch.ts";
import { type Activations, checkActivations } from "./activations.ts";
import { initialize, type Initializer } from "./initializers.ts";
import { checkSizes, parameterCount } from "./layout.ts";

/** The names of all heads, see {@linkcode Head}. */
export const headNames = ["logits", "values"] as const;

/**
 * The meaning of a network's outputs: `logits`, trained by cross-entropy and converted to probabilities
 * by a softmax; or `values`, trained by mean squared error and used as they are.
 */
export type Head = typeof headNames[number];

/**
 * A multilayer perceptron as plain data. The last layer has no activation. A trained model has the
 * description of its data too: inputs are scaled by its `scaler` before the first layer, and the values
 * of a regression are scaled back by its `targetScaler`.
 */
export interface Mlp extends DataDescription {
  /** Width of the input, of each hidden layer, and of the output. */
  readonly sizes: readonly number[];
  /** The activation of all hidden layers, or a list with that of each. */
  readonly activation: Activations;
  /** The meaning of the outputs. */
  readonly head: Head;
  /** For each layer the weights `[outputs × inputs]`, then the biases `[outputs]`; see `layersOf`. */
  readonly parameters: Float32Array;
}

/** Settings of {@linkcode createMlp}. */
export interface MlpOptions {
  /** The activation of all hidden layers, or a list with that of each; `relu` by default. */
  activation?: Activations;
  /** The initializer of the parameters; `torch` by default, as in torch's `Linear`. */
  initializer?: Initializer;
  /** The meaning of the outputs; `logits` by default. */
  head?: Head;
  /** The torch generator to draw from. Its state is advanced. */
  generator?: Generator;
  /** The seed of a new generator, if no generator is given: 0 to 2³² - 1, 42 by default. */
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
 * Creates an MLP with random parameters, which are equal, bit for bit, to those of a torch `Sequential`
 * of `Linear` layers with the same generator.
 *
 * @param sizes Width of the input, of each hidden layer, and of the output: `[2, 32, 2]`. Two
 * sizes make a linear model (logistic regression).
 * @param options Activation, initializer, head, and the generator or its seed.
 * @returns The model.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option, the activation, the initializer or the head is unknown, or a size
 * or the seed is out of bounds
 * @throws {SyntaxError} if the initializer is `normal:` without a number
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
  const own = checkActivations(action, activation, sizes);
  checkChoice(action, "head", head, headNames);
  checkSeed(action, seed);
  const { generator = new Generator(seed) } = options;
  checkShape(action, "generator", generator, "generator");
  const parameters = initialize(generator, sizes, initializer);
  return { sizes: [...sizes], activation: own, head, parameters };
}

/**
 * Returns `model` if it is an MLP with as many parameters as its sizes need.
 *
 * @param action The action, for the error.
 * @param model The model.
 * @throws {TypeError} if it is not an object, or the parameters are not a Float32Array
 * @throws {RangeError} if their number does not fit the sizes, or the activation or the head is unknown
 */
export function checkMlp(action: string, model: Mlp): Mlp {
  checkShape(action, "model", model, "model");
  checkSizes(action, model.sizes);
  checkActivations(action, model.activation, model.sizes);
  checkChoice(action, "head", model.head, headNames);
  const expected = parameterCount(model.sizes);
  if (!isTyped(model.parameters, Float32Array)) {
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
  checkDescriptionOf(action, model);
  return model;
}

function checkDescriptionOf(action: string, model: Mlp): void {
  const { sizes, head, task } = model;
  const outputs = sizes[sizes.length - 1];
  const classes = classesOf(model);
  checkDescription(action, "model.", model, { features: sizes[0], classes, outputs });
  if (task !== "regression" || head === "values") return;
  throw new RangeError(validationMessage(action, "head", '"values" in a regression', head));
}

/** Returns the number of classes of a model: 2 for a single value. */
export function classesOf({ sizes, head }: Pick<Mlp, "sizes" | "head">): number {
  const width = sizes[sizes.length - 1];
  return width === 1 && head === "values" ? 2 : width;
}
