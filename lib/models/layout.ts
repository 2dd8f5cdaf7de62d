/** The layout of an MLP's parameters in one flat vector. */

import { show, validationMessage } from "../check.ts";
import { isArray } from "../check_shape.ts";

/** One dense layer, `outputs = weight · inputs + bias`, like torch's `Linear`. */
export interface Layer {
  /** Fan-in. */
  readonly inputs: number;
  /** Fan-out. */
  readonly outputs: number;
  /** Offset of the weights `[outputs × inputs]`, row after row. */
  readonly weight: number;
  /** Offset of the biases `[outputs]`, directly after the weights. */
  readonly bias: number;
}

/** The limits of units per layer and of parameters per network. */
const maxWidth = 65_536;
const maxParameters = 50_000_000;

/**
 * Returns the layers of an MLP, with the offsets of their weights and biases in its parameter vector.
 *
 * @param sizes Width of the input, of each hidden layer, and of the output.
 * @returns One entry per layer, `sizes.length - 1` in total.
 * @throws {TypeError} if `sizes` is not an array
 * @throws {RangeError} if there are fewer than two sizes, one is not a whole number from 1 to 65,536, or
 * the network has more than 50 million parameters
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

/** Computes the layout of sizes that are whole numbers, but possibly too large. */
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
 * Returns the number of parameters, weights and biases, of an MLP.
 *
 * @param sizes Width of the input, of each hidden layer, and of the output.
 * @returns The length of its parameter vector.
 * @throws {TypeError} if `sizes` is not an array
 * @throws {RangeError} if there are fewer than two sizes, one is not a whole number from 1 to 65,536, or
 * the network has more than 50 million parameters
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
  let count = 0;
  for (let at = 1; at < sizes.length; at++) count += (sizes[at - 1] + 1) * sizes[at];
  return count;
}

/**
 * Returns `sizes` if they are the sizes of an MLP: two or more widths from 1 to 65,536.
 *
 * @param action The action, for the error: `create the MLP`.
 * @param sizes Width of the input, of each hidden layer, and of the output.
 * @throws {TypeError} if `sizes` is not an array
 * @throws {RangeError} if there are fewer than two, one is not a whole number in range, or the network
 * has more than 50 million parameters
 */
export function checkSizes(action: string, sizes: readonly number[]): readonly number[] {
  if (!isArray(sizes)) {
    throw new TypeError(validationMessage(action, "sizes", "a list of layer widths", sizes));
  }
  if (sizes.length < 2) {
    throw new RangeError(
      `Cannot ${action} as sizes must have at least 2 entries: current value is ${show(sizes)}`,
    );
  }
  // By index, because the wrong value may be undefined.
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
