/** Where each layer's weights and biases lie in an MLP's one flat parameter vector. */

import { show, validationMessage } from "../check.ts";

/** One dense layer: `outputs = weight · inputs + bias`, as torch's `Linear`. */
export interface Layer {
  /** Fan-in. */
  readonly inputs: number;
  /** Fan-out. */
  readonly outputs: number;
  /** Offset of the weights `[outputs × inputs]`, row after row. */
  readonly weight: number;
  /** Offset of the biases `[outputs]`, right behind the weights. */
  readonly bias: number;
}

/** Limits far above what the lab is for: units of a layer, and parameters of a network. */
const maxWidth = 65_536;
const maxParameters = 50_000_000;

/**
 * The layers of an MLP of `sizes`, in the order in which their parameters lie.
 *
 * @param sizes Width of the input, of each hidden layer, and of the output.
 * @returns One entry a layer: `sizes.length - 1` of them.
 * @throws {TypeError | RangeError} if they are no sizes of an MLP
 *
 * @example A network of one hidden layer
 * ```ts
 * import { layersOf } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(layersOf([2, 32, 2])[1], { inputs: 32, outputs: 2, weight: 96, bias: 160 });
 * ```
 */
export function layersOf(sizes: readonly number[]): Layer[] {
  return laidOut(checkSizes("lay out the network", sizes));
}

/** The same of sizes that may ask for too much, but are numbers. */
function laidOut(sizes: readonly number[]): Layer[] {
  let offset = 0;
  return sizes.slice(1).map((outputs, index) => {
    const inputs = sizes[index];
    const weight = offset;
    const bias = weight + inputs * outputs;
    offset = bias + outputs;
    return { inputs, outputs, weight, bias };
  });
}

/**
 * How many parameters, weights and biases, an MLP of `sizes` has.
 *
 * @param sizes Width of the input, of each hidden layer, and of the output.
 * @throws {TypeError | RangeError} if they are no sizes of an MLP
 *
 * @example Two inputs, three classes, no hidden layer
 * ```ts
 * import { parameterCount } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parameterCount([2, 3]), 2 * 3 + 3);
 * ```
 */
export function parameterCount(sizes: readonly number[]): number {
  return countOf(checkSizes("count the parameters", sizes));
}

function countOf(sizes: readonly number[]): number {
  return laidOut(sizes).reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
}

/**
 * Returns `sizes` if they describe an MLP: two or more widths of 1 to 65,536.
 *
 * @param action What is being done, for the error: `create the MLP`.
 * @param sizes Width of the input, of each hidden layer, and of the output.
 * @throws {TypeError} if `sizes` is not an array
 * @throws {RangeError} if there are fewer than two, one is not a whole number in range, or
 * they ask for more than 50 million parameters
 */
export function checkSizes(action: string, sizes: readonly number[]): readonly number[] {
  if (!Array.isArray(sizes)) {
    throw new TypeError(validationMessage(action, "sizes", "a list of layer widths", sizes));
  }
  if (sizes.length < 2) {
    throw new RangeError(
      `Cannot ${action} as sizes must have at least 2 entries: current value is ${show(sizes)}`,
    );
  }
  // By index, as what is wrong may itself be undefined.
  const wrong = sizes.findIndex((size) => !Number.isInteger(size) || size < 1 || size > maxWidth);
  if (wrong >= 0) {
    throw new RangeError(
      validationMessage(
        action,
        "each of sizes",
        `a whole number from 1 to ${maxWidth}`,
        sizes[wrong],
      ),
    );
  }
  const parameters = countOf(sizes);
  if (parameters > maxParameters) {
    const allowed = `at most ${maxParameters}`;
    throw new RangeError(
      validationMessage(action, `the number of parameters of ${show(sizes)}`, allowed, parameters),
    );
  }
  return sizes;
}
