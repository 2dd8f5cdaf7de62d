/**
 * WGSL of the forward pass over a block of rows, shared by training and evaluation.
 *
 * Activations lie as `[rows × stride]` vectors of four along the features, the stride odd so that
 * threads on neighbouring rows fall on different memory banks. A thread computes tiles of four rows
 * by four outputs; its rows lie a quarter of the block apart, so that neighbours are neighbours in
 * memory as well. One tile is eight loads for 64 multiply-adds.
 */

import type { PlacedArrays, WorkArray } from "./arrays.ts";
import type { PaddedLayer, PaddedLayout } from "./layout.ts";

/** What the forward code is generated for. */
export interface ForwardShape {
  readonly layout: PaddedLayout;
  /** Rows of a block, a multiple of 4. */
  readonly rows: number;
  /** Threads of a workgroup. */
  readonly threads: number;
  /** Whether pre-activations are kept, for slopes that are not told by the value alone. */
  readonly keepPreActivations: boolean;
  /** Whether gradients are held in registers, and not in arrays of their own. */
  readonly holdsGradients: boolean;
}

/** Vectors between two rows of activations of so many vectors. */
export const strideOf = (vectors: number) => vectors | 1;

/** Name of the array that holds the outputs of layer `index`; -1 for the network's inputs. */
export const outputsOf = (index: number) => index < 0 ? "inputs" : `outputs_${index}`;

/** Name of the array that holds the pre-activations of layer `index`. */
export const sumsOf = (index: number) => `sums_${index}`;

/** The arrays that the forward pass works on, parameters aside, most important first. */
export function forwardArrays({ layout, rows, keepPreActivations }: ForwardShape): WorkArray[] {
  const { layers } = layout;
  const widths = [layers[0].inputVectors, ...layers.map(({ outputVectors }) => outputVectors)];
  const activations = widths.map((vectors, index) => ({
    name: outputsOf(index - 1),
    vectors: rows * strideOf(vectors),
  }));
  const sums = layers.slice(0, -1).map(({ outputVectors }, index) => ({
    name: sumsOf(index),
    vectors: rows * outputVectors,
    private: true,
  }));
  return keepPreActivations ? [...activations, ...sums] : activations;
}

/** Tiles of four rows by four columns in a block of `rows` by `vectors`. */
export const tilesOf = (rows: number, vectors: number) => rows / 4 * vectors;

/** WGSL of `fn forward(kind: u32, thread: u32)`: from `inputs` to the last layer's outputs. */
export function forwardCode(shape: ForwardShape, arrays: Pick<PlacedArrays, "at">): string {
  const { layers } = shape.layout;
  const steps = layers.map((layer, index) => {
    const last = index === layers.length - 1;
    return layerCode(shape, arrays, { layer, index, last });
  });
  return `fn forward(kind: u32, thread: u32) {\n${steps.join("\n")}\n}`;
}

function layerCode(
  shape: ForwardShape,
  arrays: Pick<PlacedArrays, "at">,
  { layer, index, last }: { layer: PaddedLayer; index: number; last: boolean },
): string {
  const { rows, threads } = shape;
  const { inputVectors, outputVectors, weightAt, biasAt } = layer;
  const inputStride = strideOf(inputVectors);
  const weight = (j: number) =>
    arrays.at("parameters", `${weightAt}u + (column * 4u + ${j}u) * ${inputVectors}u + k`);
  const input = (j: number) =>
    arrays.at(outputsOf(index - 1), `(row + ${j * rows / 4}u) * ${inputStride}u + k`);
  return `
  for (var tile = thread; tile < ${tilesOf(rows, outputVectors)}u; tile += ${threads}u) {
    let row = tile % ${rows / 4}u;
    let column = tile / ${rows / 4}u;
    let bias = ${arrays.at("parameters", `${biasAt}u + column`)};
    ${four((j) => `var z${j} = bias;`)}
    for (var k = 0u; k < ${inputVectors}u; k++) {
      let w = mat4x4f(${[0, 1, 2, 3].map(weight).join(",\n        ")});
      ${four((j) => `z${j} += ${input(j)} * w;`)}
    }
    ${four((j) => storeCode(shape, arrays, { layer, index, last, j }))}
  }
  workgroup_barrier();`;
}

/** Stores row `j` of a tile: its activation, and where it is kept its pre-activation. */
function storeCode(
  { rows, keepPreActivations }: ForwardShape,
  arrays: Pick<PlacedArrays, "at">,
  { layer, index, last, j }: { layer: PaddedLayer; index: number; last: boolean; j: number },
): string {
  const { outputVectors } = layer;
  const row = `(row + ${j * rows / 4}u)`;
  const store = (value: string) =>
    `${arrays.at(outputsOf(index), `${row} * ${strideOf(outputVectors)}u + column`)} = ${value};`;
  if (last) return store(`z${j}`);
  const keep = keepPreActivations
    ? `${arrays.at(sumsOf(index), `${row} * ${outputVectors}u + column`)} = z${j};\n    `
    : "";
  return `${keep}let y${j} = activate(kind, z${j});\n    ${store(masked(`y${j}`, layer))}`;
}

/** Padded lanes of hidden layers are set to 0, as the activation of 0 may be anything. */
function masked(value: string, { outputs, outputVectors }: PaddedLayer): string {
  const used = outputs % 4;
  if (used === 0) return value;
  const lanes = [0, 1, 2, 3].map((lane) => lane < used).join(", ");
  const keeps = `vec4<bool>(${lanes}) | vec4<bool>(column != ${outputVectors - 1}u)`;
  return `select(vec4f(0), ${value}, ${keeps})`;
}

/** Four lines, one for each row of a tile. */
export function four(line: (j: number) => string): string {
  return [0, 1, 2, 3].map(line).join("\n    ");
}
