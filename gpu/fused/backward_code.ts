/**
 * WGSL of the backward pass and the optimiser's step over one block of rows.
 *
 * The gradient at a layer's outputs takes the place of the outputs themselves, which halves the
 * memory. So each layer goes in three phases with barriers in between: the gradient at its inputs
 * into registers (it reads the weights), the weights' gradient and their step (it reads the inputs),
 * and the registers over the inputs.
 */

import { type Activation } from "../../lib/models/activations.ts";
import { needPreActivation } from "../kernels/activations.ts";
import type { PlacedArrays } from "./arrays.ts";
import { type ForwardShape, four, outputsOf, strideOf, sumsOf, tilesOf } from "./forward_code.ts";
import type { PaddedLayer } from "./layout.ts";

interface LayerAt {
  readonly layer: PaddedLayer;
  readonly index: number;
}

/** WGSL of `fn backward(kind, optimizer, correction, thread)`: from the outputs' gradient to new parameters. */
export function backwardCode(shape: ForwardShape, arrays: PlacedArrays): string {
  const layers = shape.layout.layers.map((layer, index) => ({ layer, index })).toReversed();
  return `fn backward(kind: u32, optimizer: Optimizer, correction: vec2f, thread: u32) {
${
    layers.map((at) =>
      at.index === 0
        ? stepCode(shape, arrays, at)
        : `${inputGradientCode(shape, arrays, at)}\n  workgroup_barrier();\n${
          stepCode(shape, arrays, at)
        }\n  workgroup_barrier();\n${replaceCode(shape, arrays, at)}\n  workgroup_barrier();`
    ).join("\n")
  }
  workgroup_barrier();
}`;
}

/** How many tiles of a block of `vectors` columns fall to one thread. */
export const tilesPerThread = ({ rows, threads }: ForwardShape, vectors: number) =>
  Math.ceil(tilesOf(rows, vectors) / threads);

/** Unrolled over a thread's tiles, as what it holds must stay in registers. */
function overTiles(
  shape: ForwardShape,
  vectors: number,
  body: (tile: number) => string,
): string {
  const { rows, threads } = shape;
  const tiles = tilesOf(rows, vectors);
  return Array.from({ length: tilesPerThread(shape, vectors) }, (_, t) => {
    const inside = (t + 1) * threads <= tiles ? "true" : `thread + ${t * threads}u < ${tiles}u`;
    return `
  if (${inside}) {
    let row = (thread + ${t * threads}u) % ${rows / 4}u;
    let column = (thread + ${t * threads}u) / ${rows / 4}u;
    ${body(t)}
  }`;
  }).join("");
}

/** The gradient at the layer's inputs, `delta · weight`, times the slope there, into registers. */
function inputGradientCode(
  shape: ForwardShape,
  arrays: PlacedArrays,
  { layer, index }: LayerAt,
): string {
  const { rows } = shape;
  const { inputVectors, outputVectors, weightAt } = layer;
  const name = (tile: number, j: number) => `held_${index}_${tile}_${j}`;
  const row = (j: number) => `(row + ${j * rows / 4}u)`;
  const weight = (j: number) =>
    arrays.at("parameters", `${weightAt}u + (k * 4u + ${j}u) * ${inputVectors}u + column`);
  const delta = (j: number) =>
    arrays.at(outputsOf(index), `${row(j)} * ${strideOf(outputVectors)}u + k`);
  const y = (j: number) =>
    arrays.at(outputsOf(index - 1), `${row(j)} * ${strideOf(inputVectors)}u + column`);
  const x = (j: number) =>
    shape.keepPreActivations
      ? arrays.at(sumsOf(index - 1), `${row(j)} * ${inputVectors}u + column`)
      : y(j);
  const declared = Array.from(
    { length: tilesPerThread(shape, inputVectors) },
    (_, t) => four((j) => `var ${name(t, j)} = vec4f(0);`),
  );
  return `  ${declared.join("\n  ")}${
    overTiles(shape, inputVectors, (t) =>
      `for (var k = 0u; k < ${outputVectors}u; k++) {
      let w = mat4x4f(${[0, 1, 2, 3].map(weight).join(",\n        ")});
      ${four((j) => `${name(t, j)} += w * ${delta(j)};`)}
    }
    ${four((j) => `${name(t, j)} *= slope_at(kind, ${x(j)}, ${y(j)});`)}`)
  }`;
}

/** The weights' gradient `deltaᵀ · inputs` tile by tile, with the step right behind it. */
function stepCode(shape: ForwardShape, arrays: PlacedArrays, { layer, index }: LayerAt): string {
  const { rows, threads } = shape;
  const { inputVectors, outputVectors, weightAt, biasAt } = layer;
  const delta = (j: number) =>
    arrays.at(outputsOf(index), `(row + ${j}u) * ${strideOf(outputVectors)}u + output`);
  const input = (j: number) =>
    arrays.at(outputsOf(index - 1), `(row + ${j}u) * ${strideOf(inputVectors)}u + column`);
  const update = (at: string, gradient: string) =>
    `{ let at = ${at}; ${arrays.at("parameters", "at")} = ` +
    `step_parameter(optimizer, correction, at, ${arrays.at("parameters", "at")}, ${gradient}); }`;
  return `
  for (var tile = thread; tile < ${outputVectors * inputVectors}u; tile += ${threads}u) {
    let column = tile % ${inputVectors}u;
    let output = tile / ${inputVectors}u;
    ${four((j) => `var g${j} = vec4f(0);`)}
    var gradient_of_bias = vec4f(0);
    for (var row = 0u; row < ${rows}u; row += 4u) {
      ${four((j) => `let d${j} = ${delta(j)};\n      let x${j} = ${input(j)};`)}
      ${four((j) => `g${j} += ${[0, 1, 2, 3].map((i) => `d${i}[${j}] * x${i}`).join(" + ")};`)}
      gradient_of_bias += d0 + d1 + d2 + d3;
    }
    ${
    four((j) => update(`${weightAt}u + (output * 4u + ${j}u) * ${inputVectors}u + column`, `g${j}`))
  }
    if (column == 0u) ${update(`${biasAt}u + output`, "gradient_of_bias")}
  }`;
}

/** What the registers hold, over the inputs. */
function replaceCode(shape: ForwardShape, arrays: PlacedArrays, { layer, index }: LayerAt): string {
  const { inputVectors } = layer;
  return overTiles(shape, inputVectors, (t) =>
    four((j) => {
      const row = `(row + ${j * shape.rows / 4}u)`;
      const at = `${row} * ${strideOf(inputVectors)}u + column`;
      return `${arrays.at(outputsOf(index - 1), at)} = held_${index}_${t}_${j};`;
    }));
}

/** Whether one of these activations has a slope that its value does not tell. */
export const needsSums = (activations: readonly Activation[]) =>
  activations.some((name) => needPreActivation.has(name));
