/** Initializers of a model's parameters, and their names. */

import { checkChoice, checkNumber, validationMessage } from "../check.ts";
import { checkShape } from "../check_shape.ts";
import { type Generator, MAX_STANDARD_DEVIATION } from "../random/torch.ts";
import { checkSizes, layersOf, parameterCount } from "./layout.ts";
import {
  drawLinear,
  kaimingNormal,
  kaimingUniform,
  normalWeights,
  orthogonal,
  type WeightDraw,
  xavierNormal,
  xavierUniform,
} from "./weights.ts";

/**
 * The names of the initializers without a setting.
 *
 * - `torch`: the defaults of `torch.nn.Linear`, weights and biases uniform within ±1/√inputs
 * - `he`, `heUniform`: for ReLU; `kaiming_normal_`, `kaiming_uniform_`
 * - `xavier`, `xavierUniform`: for tanh and sigmoid; `xavier_normal_`, `xavier_uniform_`
 * - `orthogonal`: orthonormal rows or columns; `orthogonal_`
 * - `small`, `large`: normal with a standard deviation of 0.001 and of 1
 * - `zeros`: all weights 0, so that the units of a layer remain equal
 *
 * All except `torch` set the biases to zero.
 */
export type NamedInitializer =
  | "torch"
  | "he"
  | "heUniform"
  | "xavier"
  | "xavierUniform"
  | "orthogonal"
  | "small"
  | "large"
  | "zeros";

/**
 * An initializer: a name, or `normal:` with a standard deviation, such as `normal:0.5`, for normal
 * weights of mean 0 and biases of zero.
 */
export type Initializer = NamedInitializer | `normal:${number}`;

/** The draws of weights that replace those of torch's `Linear`; undefined to keep them. */
const weightDraws: Readonly<Record<NamedInitializer, WeightDraw | undefined>> = {
  torch: undefined,
  he: kaimingNormal,
  heUniform: kaimingUniform,
  xavier: xavierNormal,
  xavierUniform,
  orthogonal,
  small: normalWeights(1e-3),
  large: normalWeights(1),
  zeros: (_, { inputs, outputs }) => new Float32Array(inputs * outputs),
};

/** All names of type {@linkcode NamedInitializer}; `normal:` with a standard deviation is not among them. */
export const initializerNames: readonly NamedInitializer[] = Object.keys(
  weightDraws,
) as NamedInitializer[];

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NORMAL = "normal";

/**
 * Returns `value` if it is an initializer, otherwise throws.
 *
 * @param action the action, for the error: `create the MLP`
 * @param value the value to check
 * @returns the value
 * @throws {TypeError} if it is not a string
 * @throws {RangeError} if the name is unknown, or the standard deviation is negative or so large that
 * weights would not be finite in float32
 * @throws {SyntaxError} if `normal:` is not followed by a number
 *
 * @example The error suggests the nearest spelling
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { checkInitializer } from "@neural-lab/lab";
 *
 * assertEquals(checkInitializer("build", "normal:0.5"), "normal:0.5");
 * assertThrows(() => checkInitializer("build", "xavierunifrom"), RangeError, "xavierUniform");
 * ```
 */
export function checkInitializer(action: string, value: unknown): Initializer {
  if (typeof value === "string" && value.split(":")[0] === NORMAL) {
    const deviation = value.slice(NORMAL.length + 1);
    if (!DECIMAL.test(deviation)) {
      const allowed = "normal: and a number, such as normal:0.5";
      throw new SyntaxError(validationMessage(action, "initializer", allowed, value));
    }
    const name = "the initializer's standard deviation";
    checkNumber(action, name, Number(deviation), { minimum: 0 });
    checkNumber(action, name, Number(deviation), { maximum: MAX_STANDARD_DEVIATION });
    return value as Initializer;
  }
  return checkChoice<Initializer>(action, "initializer", value, [
    ...initializerNames,
    "normal:0.5",
  ]);
}

/**
 * Draws the first parameters of an MLP. The draws are those of a torch program that builds all `Linear`
 * layers and then initializes them in order: the defaults of all layers are drawn first, even if the
 * initializer replaces them.
 *
 * @param generator the torch generator to draw from; its state is advanced
 * @param sizes width of the input, of each hidden layer, and of the output
 * @param initializer the initializer
 * @returns one flat vector: for each layer the weights `[outputs × inputs]`, row after row, then the
 * biases `[outputs]`
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if a size is out of bounds or the initializer is unknown
 * @throws {SyntaxError} if `normal:` is not followed by a number
 *
 * @example A layer with orthonormal rows and biases of zero
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { Generator, initialize } from "@neural-lab/lab";
 *
 * const [a, b, c, d, ...bias] = initialize(new Generator(42), [2, 2], "orthogonal");
 * assertAlmostEquals(a * c + b * d, 0, 1e-7);
 * assertEquals(bias, [0, 0]);
 * ```
 */
export function initialize(
  generator: Generator,
  sizes: readonly number[],
  initializer: Initializer,
): Float32Array {
  const action = "initialize the parameters";
  checkShape(action, "generator", generator, "generator");
  checkSizes(action, sizes);
  checkInitializer(action, initializer);
  const parameters = new Float32Array(parameterCount(sizes));
  parameterDraw(sizes, initializer)(generator, parameters);
  return parameters;
}

/** Draws the first parameters of a network into an array. */
export type ParameterDraw = (generator: Generator, parameters: Float32Array) => void;

/** Returns the draw of {@linkcode initialize}, which many networks share, without its checks. */
export function parameterDraw(sizes: readonly number[], initializer: Initializer): ParameterDraw {
  const layers = layersOf(sizes);
  const overwrite = weightDrawOf(initializer);
  return (generator, parameters) => {
    for (const layer of layers) {
      const { weight, bias, outputs } = layer;
      drawLinear(generator, layer, {
        weight: parameters.subarray(weight, bias),
        bias: parameters.subarray(bias, bias + outputs),
      });
    }
    if (overwrite === undefined) return;
    for (const layer of layers) {
      parameters.set(overwrite(generator, layer), layer.weight);
      parameters.fill(0, layer.bias, layer.bias + layer.outputs);
    }
  };
}

function weightDrawOf(initializer: Initializer): WeightDraw | undefined {
  return initializer.startsWith(NORMAL)
    ? normalWeights(Number(initializer.slice(NORMAL.length + 1)))
    : weightDraws[initializer as NamedInitializer];
}
