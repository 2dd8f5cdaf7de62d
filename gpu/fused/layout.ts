/** Parameters as the fused kernels want them: rows of four floats, padded with zeros. */

import { type Layer, layersOf } from "../../lib/models/layout.ts";

/** A dense layer with its parameters in vectors of four. Lengths and offsets count vectors. */
export interface PaddedLayer extends Layer {
  /** Vectors in a row of inputs, and of weights. */
  readonly inputVectors: number;
  /** Vectors in a row of outputs, and of biases. */
  readonly outputVectors: number;
  /** Where the weights `[4 · outputVectors × inputVectors]` begin. */
  readonly weightAt: number;
  /** Where the biases `[outputVectors]` begin. */
  readonly biasAt: number;
}

/** Layers of a network in vectors of four, one after the other. */
export interface PaddedLayout {
  readonly layers: readonly PaddedLayer[];
  /** Vectors of all parameters together. */
  readonly vectors: number;
}

/** Vectors of four that hold `count` floats. */
export const vectorsOf = (count: number) => Math.ceil(count / 4);

/** Lays out the parameters of an MLP of `sizes`. */
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

/** Copies one network's parameters, as `layersOf` lays them out, to their padded places. */
export function pack(parameters: Float32Array, { layers }: PaddedLayout, to: Float32Array): void {
  for (const layer of layers) {
    for (const { from, at, length } of rowsOf(layer)) {
      to.set(parameters.subarray(from, from + length), at);
    }
  }
}

/** The other way round. */
export function unpack(padded: Float32Array, { layers }: PaddedLayout, to: Float32Array): void {
  for (const layer of layers) {
    for (const { from, at, length } of rowsOf(layer)) {
      to.set(padded.subarray(at, at + length), from);
    }
  }
}

/** Rows of a layer's weights and its biases: where each lies packed tightly, and where padded. */
function* rowsOf(
  layer: PaddedLayer,
): Generator<{ from: number; at: number; length: number }> {
  const { inputs, outputs, weight, bias, weightAt, biasAt, inputVectors } = layer;
  for (let row = 0; row < outputs; row++) {
    yield {
      from: weight + row * inputs,
      at: 4 * (weightAt + row * inputVectors),
      length: inputs,
    };
  }
  yield { from: bias, at: 4 * biasAt, length: outputs };
}

/** Vectors of the widest layer's outputs. */
export function widestOf({ layers }: PaddedLayout): number {
  return Math.max(...layers.map(({ outputVectors }) => outputVectors));
}

/** Bytes of a model's parameters, padded. */
export const parameterBytes = ({ vectors }: PaddedLayout) => 16 * vectors;
