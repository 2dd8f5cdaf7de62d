/** The layout of parameters in the fused kernels: vectors of four floats, padded with zeros. */

import { type Layer, layersOf } from "../../lib/models/layout.ts";

/** A dense layer with its parameters in vectors of four. Lengths and offsets are in vectors. */
export interface PaddedLayer extends Layer {
  /** The vectors of a row of inputs or weights. */
  readonly inputVectors: number;
  /** The vectors of a row of outputs or biases. */
  readonly outputVectors: number;
  /** The offset of the weights `[4 · outputVectors × inputVectors]`. */
  readonly weightAt: number;
  /** The offset of the biases `[outputVectors]`. */
  readonly biasAt: number;
}

/** The layers of a network in vectors of four, one after the other. */
export interface PaddedLayout {
  readonly layers: readonly PaddedLayer[];
  /** The vectors of all parameters. */
  readonly vectors: number;
}

/** The number of vectors of four for `count` floats. */
export const vectorsOf = (count: number) => Math.ceil(count / 4);

/** Computes the padded layout of an MLP of `sizes`. */
export function paddedLayout(sizes: readonly number[]): PaddedLayout {
  let vectors = 0;
  const layers = layersOf(sizes).map((layer): PaddedLayer => {
    const inputVectors = vectorsOf(layer.inputs);
    const outputVectors = vectorsOf(layer.outputs);
    const weightAt = vectors;
    const biasAt = weightAt + 4 * outputVectors * inputVectors;
    vectors = biasAt + outputVectors;
    return { ...layer, inputVectors, outputVectors, weightAt, biasAt };
  });
  return { layers, vectors };
}

/** Copies one network's parameters from the layout of `layersOf` to the padded layout, from `to[at]` on. */
export function pack(
  parameters: Float32Array,
  { layers }: PaddedLayout,
  to: Float32Array,
  at: number,
): void {
  for (const { inputs, outputs, weight, bias, weightAt, biasAt, inputVectors } of layers) {
    for (let row = 0; row < outputs; row++) {
      const rowAt = at + 4 * (weightAt + row * inputVectors);
      copy(parameters, weight + row * inputs, to, rowAt, inputs);
    }
    copy(parameters, bias, to, at + 4 * biasAt, outputs);
  }
}

/** Copies one network's parameters from the padded layout, from `padded[at]` on, to that of `layersOf`. */
export function unpack(
  padded: Float32Array,
  at: number,
  { layers }: PaddedLayout,
  to: Float32Array,
): void {
  for (const { inputs, outputs, weight, bias, weightAt, biasAt, inputVectors } of layers) {
    for (let row = 0; row < outputs; row++) {
      const rowAt = at + 4 * (weightAt + row * inputVectors);
      copy(padded, rowAt, to, weight + row * inputs, inputs);
    }
    copy(padded, at + 4 * biasAt, to, bias, outputs);
  }
}

/** Rows longer than this are copied as a view. For a few floats a view takes ten times as long. */
const longRow = 32;

function copy(
  source: Float32Array,
  from: number,
  to: Float32Array,
  at: number,
  length: number,
): void {
  if (length > longRow) return to.set(source.subarray(from, from + length), at);
  for (let index = 0; index < length; index++) to[at + index] = source[from + index];
}

/** The vectors of the widest layer's outputs. */
export function widestOf({ layers }: PaddedLayout): number {
  return Math.max(...layers.map(({ outputVectors }) => outputVectors));
}

/** The bytes of a model's padded parameters. */
export const parameterBytes = ({ vectors }: PaddedLayout) => 16 * vectors;
