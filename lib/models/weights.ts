/** Draws of one dense layer's parameters, like `torch.nn.Linear` and `torch.nn.init`. */

import { fillUniform, type Generator } from "../random/torch.ts";
import { orthogonalColumns } from "./orthogonal.ts";

/** The fan-in and fan-out of a dense layer. */
export interface Fans {
  /** The fan-in: the number of inputs. */
  readonly inputs: number;
  /** The fan-out: the number of units. */
  readonly outputs: number;
}

/** The parameters of a dense layer. */
export interface LinearParameters {
  /** The weights `[outputs × inputs]`, row after row. */
  readonly weight: Float32Array;
  /** The biases `[outputs]`. */
  readonly bias: Float32Array;
}

/** Draws the weights `[outputs × inputs]` of a layer, row after row. */
export type WeightDraw = (generator: Generator, fans: Fans) => Float32Array;

/**
 * Draws the default parameters of `torch.nn.Linear(inputs, outputs)`: weights, then biases, uniform
 * within ±1/√inputs.
 *
 * @param generator the torch generator to draw from; its state is advanced
 * @param fans the widths of the layer
 * @param to the arrays to fill; new ones by default
 * @returns the weights `[outputs × inputs]`, row after row, and the biases `[outputs]`
 *
 * @example The first weight of `Linear(2, 32)` after `torch.manual_seed(42)`
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Generator } from "../random/torch.ts";
 * import { drawLinear } from "./weights.ts";
 *
 * const { weight, bias } = drawLinear(new Generator(42), { inputs: 2, outputs: 32 });
 * assertEquals([weight.length, bias.length], [64, 32]);
 * assertEquals(weight[0], Math.fround(0.5406104));
 * ```
 */
export function drawLinear(
  generator: Generator,
  fans: Fans,
  to: LinearParameters = {
    weight: new Float32Array(fans.inputs * fans.outputs),
    bias: new Float32Array(fans.outputs),
  },
): LinearParameters {
  // Torch computes 1/√inputs by `kaiming_uniform_` for a leaky ReLU with a negative slope of √5.
  const gain = Math.sqrt(2 / (1 + Math.sqrt(5) ** 2));
  fillUniform(generator, to.weight, Math.sqrt(3) * (gain / Math.sqrt(fans.inputs)));
  fillUniform(generator, to.bias, 1 / Math.sqrt(fans.inputs));
  return to;
}

/**
 * He initialization for ReLU, normal with a standard deviation of √(2 / inputs), like
 * `kaiming_normal_` with `nonlinearity="relu"`.
 *
 * Source: K. He et al., "Delving Deep into Rectifiers", ICCV 2015.
 *
 * @param generator the torch generator to draw from; its state is advanced
 * @param fans the widths of the layer
 * @returns the weights `[outputs × inputs]`
 */
export function kaimingNormal(generator: Generator, fans: Fans): Float32Array {
  return normal(generator, fans, Math.sqrt(2) / Math.sqrt(fans.inputs));
}

/**
 * He initialization for ReLU, uniform within ±√(6 / inputs), like `kaiming_uniform_`
 * with `nonlinearity="relu"`.
 *
 * Source: K. He et al., "Delving Deep into Rectifiers", ICCV 2015.
 *
 * @param generator the torch generator to draw from; its state is advanced
 * @param fans the widths of the layer
 * @returns the weights `[outputs × inputs]`
 */
export function kaimingUniform(generator: Generator, fans: Fans): Float32Array {
  return uniform(generator, fans, Math.sqrt(3) * (Math.sqrt(2) / Math.sqrt(fans.inputs)));
}

/**
 * Xavier initialization, normal with a standard deviation of √(2 / (inputs + outputs)), like
 * `xavier_normal_`.
 *
 * Source: X. Glorot and Y. Bengio, "Understanding the difficulty of training
 * deep feedforward neural networks", AISTATS 2010.
 *
 * @param generator the torch generator to draw from; its state is advanced
 * @param fans the widths of the layer
 * @returns the weights `[outputs × inputs]`
 */
export function xavierNormal(generator: Generator, fans: Fans): Float32Array {
  return normal(generator, fans, Math.sqrt(2 / (fans.inputs + fans.outputs)));
}

/**
 * Xavier initialization, uniform within ±√(6 / (inputs + outputs)), like `xavier_uniform_`.
 *
 * Source: X. Glorot and Y. Bengio, "Understanding the difficulty of training
 * deep feedforward neural networks", AISTATS 2010.
 *
 * @param generator the torch generator to draw from; its state is advanced
 * @param fans the widths of the layer
 * @returns the weights `[outputs × inputs]`
 */
export function xavierUniform(generator: Generator, fans: Fans): Float32Array {
  const deviation = Math.sqrt(2 / (fans.inputs + fans.outputs));
  return uniform(generator, fans, Math.sqrt(3) * deviation);
}

/**
 * Orthogonal initialization: orthonormal rows, or orthonormal columns if there are more rows than
 * columns, like `orthogonal_`.
 *
 * Source: A. Saxe et al., "Exact solutions to the nonlinear dynamics of
 * learning in deep linear neural networks", ICLR 2014.
 *
 * @param generator the torch generator to draw from; its state is advanced
 * @param fans the widths of the layer
 * @returns the weights `[outputs × inputs]`
 */
export function orthogonal(generator: Generator, fans: Fans): Float32Array {
  const { inputs, outputs } = fans;
  const drawn = normal(generator, fans, 1);
  const at = (row: number, column: number) => row * inputs + column;
  const wide = outputs < inputs;
  const [length, count] = wide ? [inputs, outputs] : [outputs, inputs];
  const place = (vector: number, entry: number) => wide ? at(vector, entry) : at(entry, vector);

  const vectors = Array.from(
    { length: count },
    (_, vector) => Float64Array.from({ length }, (_, entry) => drawn[place(vector, entry)]),
  );
  const weight = new Float32Array(drawn.length);
  orthogonalColumns(vectors).forEach((vector, index) =>
    vector.forEach((value, entry) => weight[place(index, entry)] = value)
  );
  return weight;
}

/**
 * Returns a function that draws normal weights of mean 0, like `normal_(std=standardDeviation)`.
 *
 * @param standardDeviation the standard deviation, at least 0
 * @returns the draw of a layer's weights
 */
export function normalWeights(standardDeviation: number): WeightDraw {
  return (generator, fans) => normal(generator, fans, standardDeviation);
}

function normal(generator: Generator, fans: Fans, standardDeviation: number): Float32Array {
  return generator.normal(fans.inputs * fans.outputs, { standardDeviation });
}

function uniform(generator: Generator, fans: Fans, bound: number): Float32Array {
  return generator.uniform(fans.inputs * fans.outputs, { low: -bound, high: bound });
}
