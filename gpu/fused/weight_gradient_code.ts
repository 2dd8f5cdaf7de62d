/**
 * WGSL of the gradient of a layer's parameters over a block of rows, and of the optimizer's step after the last
 * block of a batch.
 */

import { lines, range } from "../codegen.ts";
import {
  eachOwnTile,
  type ForwardShape,
  four,
  outputsOf,
  ownTiles,
  strideOf,
} from "./forward_code.ts";
import type { PaddedLayer } from "./layout.ts";
import type { PlacedArrays } from "./memory_plan.ts";

/** A layer and its index. */
export interface LayerAt {
  readonly layer: PaddedLayer;
  readonly index: number;
}

/** The tiles of four outputs by four inputs of a layer's weights. */
const weightTiles = ({ inputVectors, outputVectors }: PaddedLayer) => inputVectors * outputVectors;

/** The names of the gradients of tile `t` of a layer: those of the weights of four outputs, and of the biases. */
const sumsOf = (index: number, t: number) => [
  ...range(4).map((j) => `weight_gradient_${index}_${t}_${j}`),
  `bias_gradient_${index}_${t}`,
];

/** The names of a thread's gradients of parameters. */
const gradientNames = (shape: ForwardShape) =>
  shape.layout.layers.flatMap((layer, index) =>
    range(ownTiles(shape, weightTiles(layer))).flatMap((t) => sumsOf(index, t))
  );

/** The number of a thread's gradients of parameters, in vectors of four. */
export const gradientsPerThread = (shape: ForwardShape) => gradientNames(shape).length;

/** Generates the variables that add up gradients over the blocks of a batch, if it may have several. */
export const gradientVariables = (shape: ForwardShape) =>
  shape.addsBlocks
    ? gradientNames(shape).map((name) => `var<private> ${name}: vec4f;`).join("\n")
    : "";

/**
 * Generates the gradient of a layer's parameters over the rows of a block, tile by tile, and at the end of a
 * batch their optimizer step. With several blocks a thread's tiles are unrolled, so that its sums can stay in
 * registers.
 *
 * @param deltas The name of the array with the gradient with respect to the layer's outputs.
 */
export function weightGradientCode(
  shape: ForwardShape,
  arrays: PlacedArrays,
  { layer, index }: LayerAt,
  deltas: string,
): string {
  const { threads, addsBlocks } = shape;
  const tiles = weightTiles(layer);
  const sumsCode = (sums: readonly string[]) =>
    tileCode(shape, arrays, { layer, index, deltas, sums });
  if (!addsBlocks) {
    const sums = ["g0", "g1", "g2", "g3", "gradient_of_bias"];
    return `
  for (var tile = thread; tile < ${tiles}u; tile += ${threads}u) {
    ${lines(sums.map((sum) => `var ${sum} = vec4f(0);`))}
    ${sumsCode(sums)}
    ${updateCode(arrays, layer, sums)}
  }`;
  }
  return eachOwnTile(shape, tiles, (t) => {
    const sums = sumsOf(index, t);
    return `${sumsCode(sums)}
    if (ends_batch) {
      ${updateCode(arrays, layer, sums)}
      ${lines(sums.map((sum) => `${sum} = vec4f(0);`))}
    }`;
  });
}

/** Adds the gradient of a tile, `deltaᵀ · inputs`, to the variables `sums`. */
function tileCode(
  { rows }: ForwardShape,
  arrays: PlacedArrays,
  { layer: { inputVectors, outputVectors }, index, deltas, sums }: LayerAt & {
    readonly deltas: string;
    readonly sums: readonly string[];
  },
): string {
  const delta = (j: number) =>
    arrays.at(deltas, `(row + ${j}u) * ${strideOf(outputVectors)}u + output`);
  const input = (j: number) =>
    arrays.at(outputsOf(index - 1), `(row + ${j}u) * ${strideOf(inputVectors)}u + column`);
  return `let column = tile % ${inputVectors}u;
    let output = tile / ${inputVectors}u;
    for (var row = 0u; row < ${rows}u; row += 4u) {
      ${four((j) => `let d${j} = ${delta(j)};\n      let x${j} = ${input(j)};`)}
      ${four((j) => `${sums[j]} += ${[0, 1, 2, 3].map((i) => `d${i}[${j}] * x${i}`).join(" + ")};`)}
      ${sums[4]} += d0 + d1 + d2 + d3;
    }`;
}

/** The optimizer step of a tile's weights, and of the biases beside its first column. */
function updateCode(
  arrays: PlacedArrays,
  { inputVectors, weightAt, biasAt }: PaddedLayer,
  sums: readonly string[],
): string {
  const update = (at: string, gradient: string) =>
    `{ let at = ${at}; ${arrays.at("parameters", "at")} = ` +
    `step_parameter(optimizer, correction, at, ${arrays.at("parameters", "at")}, ${gradient}); }`;
  return `${
    four((j) => update(`${weightAt}u + (output * 4u + ${j}u) * ${inputVectors}u + column`, sums[j]))
  }
    if (column == 0u) ${update(`${biasAt}u + output`, sums[4])}`;
}
