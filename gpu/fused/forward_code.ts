/**
 * WGSL of the forward pass over a block of rows, shared by training and evaluation.
 *
 * Activations are stored as `[rows × stride]` vectors of four features. The stride is odd, so that
 * threads on adjacent rows access different memory banks. A thread computes tiles of four rows by four
 * outputs. The rows of a tile are a quarter of the block apart, so that adjacent threads access adjacent
 * rows. For four inputs, a tile takes eight loads for 64 multiply-adds.
 */

import type { PlacedArrays, WorkArray } from "./memory_plan.ts";
import type { PaddedLayer, PaddedLayout } from "./layout.ts";
import { lines, range } from "../codegen.ts";

/** The properties that determine the code of the forward pass. */
export interface ForwardShape {
  readonly layout: PaddedLayout;
  /** Rows of a block, a multiple of 4. */
  readonly rows: number;
  /** Threads of a workgroup. */
  readonly threads: number;
  /** Whether pre-activations are stored, for derivatives that cannot be computed from the activation. */
  readonly keepPreActivations: boolean;
  /**
   * Whether forward tiles are eight rows by eight outputs instead of four by four. They take half the
   * loads, which dominate the time on a CPU, but too many registers for a thread of a GPU.
   */
  readonly largeTiles: boolean;
  /** Whether gradients are kept in registers instead of separate arrays. */
  readonly holdsGradients: boolean;
  /** Whether a batch may have several blocks, whose gradients of parameters are added up in registers. */
  readonly addsBlocks: boolean;
}

/** The stride in vectors between two rows of `vectors` vectors: the next odd number. */
export const strideOf = (vectors: number) => vectors | 1;

/** The name of the array with the outputs of layer `index`; -1 for the network's inputs. */
export const outputsOf = (index: number) => index < 0 ? "inputs" : `outputs_${index}`;

/** The name of the array with the pre-activations of layer `index`. */
export const preActivationsOf = (index: number) => `pre_activations_${index}`;

/** The arrays of the forward pass except the parameters, in descending order of importance. */
export function forwardArrays(
  { layout, rows, keepPreActivations, largeTiles }: ForwardShape,
): WorkArray[] {
  const { layers } = layout;
  const widths = [layers[0].inputVectors, ...layers.map(({ outputVectors }) => outputVectors)];
  const activations = widths.map((vectors, index) => ({
    name: outputsOf(index - 1),
    vectors: rows * strideOf(vectors),
  }));
  const preActivations = layers.slice(0, -1).map(({ outputVectors }, index) => ({
    name: preActivationsOf(index),
    vectors: rows * outputVectors,
    // Both passes use the same tiles, unless those of the forward pass are large.
    private: !largeTiles,
  }));
  return keepPreActivations ? [...activations, ...preActivations] : activations;
}

/** The number of tiles of four rows by four columns in a block of `rows` by `vectors` vectors. */
export const tilesOf = (rows: number, vectors: number) => rows / 4 * vectors;

/** The number of a thread's tiles, of so many. */
export const ownTiles = ({ threads }: Pick<ForwardShape, "threads">, tiles: number) =>
  Math.ceil(tiles / threads);

/** Generates code for each tile `tile` of a thread, unrolled, so that its variables can stay in registers. */
export function eachOwnTile(
  { threads }: Pick<ForwardShape, "threads">,
  tiles: number,
  body: (t: number) => string,
): string {
  return range(ownTiles({ threads }, tiles)).map((t) => {
    const exists = (t + 1) * threads <= tiles ? "true" : `thread + ${t * threads}u < ${tiles}u`;
    return `
  if (${exists}) {
    let tile = thread + ${t * threads}u;
    ${body(t)}
  }`;
  }).join("");
}

/** Generates `fn forward(kind: u32, thread: u32)`: from `inputs` to the last layer's outputs. */
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
  const tile = forwardTile(shape, layer);
  const apart = rows / tile.rows;
  const weight = (c: number, j: number) =>
    arrays.at("parameters", `${weightAt}u + (column * 4u + ${4 * c + j}u) * ${inputVectors}u + k`);
  const weights = (c: number) =>
    `let w${c} = mat4x4f(${[0, 1, 2, 3].map((j) => weight(c, j)).join(",\n        ")});`;
  const input = (j: number) =>
    arrays.at(outputsOf(index - 1), `(row + ${j * apart}u) * ${strideOf(inputVectors)}u + k`);
  const columns = range(tile.columns);
  const overTile = (line: (j: number, c: number) => string) =>
    lines(range(tile.rows).flatMap((j) => columns.map((c) => line(j, c))));
  return `
  for (var tile = thread; tile < ${apart * outputVectors / tile.columns}u; tile += ${threads}u) {
    let row = tile % ${apart}u;
    let column = tile / ${apart}u * ${tile.columns}u;
    ${
    lines(columns.map((c) =>
      `let b${c} = ${arrays.at("parameters", `${biasAt}u + column + ${c}u`)};`
    ))
  }
    ${overTile((j, c) => `var z${j}_${c} = b${c};`)}
    for (var k = 0u; k < ${inputVectors}u; k++) {
      ${lines(columns.map(weights))}
      ${
    lines(
      range(tile.rows).map((j) =>
        `let x${j} = ${input(j)}; ` + columns.map((c) => `z${j}_${c} += x${j} * w${c};`).join(" ")
      ),
    )
  }
    }
    ${overTile((j, c) => storeCode(shape, arrays, { layer, index, last, j, c }))}
  }
  workgroup_barrier();`;
}

/** Input vectors times output vectors from which large tiles save more time than they take to compile. */
const largeLayer = 64;

/** The rows of a tile, and its columns of four outputs. */
export function forwardTile(
  { rows, largeTiles }: ForwardShape,
  { inputVectors, outputVectors }: PaddedLayer,
): { rows: number; columns: number } {
  const pays = inputVectors * outputVectors >= largeLayer;
  if (!largeTiles || !pays) return { rows: 4, columns: 1 };
  return { rows: rows % 8 === 0 ? 8 : 4, columns: outputVectors % 2 === 0 ? 2 : 1 };
}

/** Stores row `j`, column `c` of a tile: its activation, and its pre-activation if those are stored. */
function storeCode(
  shape: ForwardShape,
  arrays: Pick<PlacedArrays, "at">,
  { layer, index, last, j, c }: {
    layer: PaddedLayer;
    index: number;
    last: boolean;
    j: number;
    c: number;
  },
): string {
  const { rows, keepPreActivations } = shape;
  const { outputVectors } = layer;
  const row = `(row + ${j * rows / forwardTile(shape, layer).rows}u)`;
  const place = (stride: number) => `${row} * ${stride}u + column + ${c}u`;
  const store = (value: string) =>
    `${arrays.at(outputsOf(index), place(strideOf(outputVectors)))} = ${value};`;
  if (last) return store(`z${j}_${c}`);
  const keep = keepPreActivations
    ? `${arrays.at(preActivationsOf(index), place(outputVectors))} = z${j}_${c};\n    `
    : "";
  const value = `y${j}_${c}`;
  return `${keep}let ${value} = activate(kind, z${j}_${c});\n    ${store(masked(value, c, layer))}`;
}

/** Sets padded lanes of hidden layers to 0, because the activation of 0 need not be 0. */
function masked(value: string, c: number, { outputs, outputVectors }: PaddedLayer): string {
  const used = outputs % 4;
  if (used === 0) return value;
  const lanes = [0, 1, 2, 3].map((lane) => lane < used).join(", ");
  const keeps = `vec4<bool>(${lanes}) | vec4<bool>(column + ${c}u != ${outputVectors - 1}u)`;
  return `select(vec4f(0), ${value}, ${keeps})`;
}

/** Four lines of code, one for each row of a tile. */
export const four = (line: (j: number) => string) => lines(range(4).map(line));
