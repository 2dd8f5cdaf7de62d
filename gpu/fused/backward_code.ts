/**
 * WGSL of the backward pass over one block of rows, and of the optimizer's step after the last block of a batch.
 *
 * On hardware the gradient with respect to a layer's outputs overwrites the outputs, which halves the
 * memory. Each layer therefore takes three phases with barriers in between. First, the gradient with
 * respect to the layer's inputs is computed into registers, which reads the weights. Second, the
 * weights' gradient is computed and the weights are updated, which reads the inputs. Third, the registers
 * are written over the inputs.
 *
 * On a CPU memory is sufficient and barriers are slow, so the gradients have separate arrays.
 */

import { range } from "../codegen.ts";
import type { PlacedArrays, WorkArray } from "./memory_plan.ts";
import {
  eachOwnTile,
  type ForwardShape,
  four,
  outputsOf,
  ownTiles,
  preActivationsOf,
  strideOf,
  tilesOf,
} from "./forward_code.ts";
import { gradientVariables, type LayerAt, weightGradientCode } from "./weight_gradient_code.ts";

/**
 * Generates `fn backward(member, step, ends_batch, thread)`: the backward pass from the gradient with respect to
 * the network's outputs, and at the end of a batch the optimizer step of all parameters.
 */
export function backwardCode(shape: ForwardShape, arrays: PlacedArrays): string {
  const layers = shape.layout.layers.map((layer, index) => ({ layer, index })).toReversed();
  const phases = layers.map((at) => {
    const step = weightGradientCode(shape, arrays, at, deltasOf(shape, at.index));
    if (at.index === 0) return step;
    const gradient = inputGradientCode(shape, arrays, at);
    if (!shape.holdsGradients) return `${gradient}\n  workgroup_barrier();\n${step}`;
    const replaced = replaceCode(shape, arrays, at);
    return [gradient, step, replaced].map((code) => `${code}\n  workgroup_barrier();`).join("\n");
  });
  return `${gradientVariables(shape)}
fn backward(member: Member, step: u32, ends_batch: bool, thread: u32) {
  let kind = member.activation;
  let optimizer = member.optimizer;
  let correction = correction_at(member, step);
  workgroup_barrier();
${phases.join("\n")}
}`;
}

/** The arrays of gradients; none if gradients are kept in registers. */
export function gradientArrays({ layout, rows, holdsGradients }: ForwardShape): WorkArray[] {
  if (holdsGradients) return [];
  return layout.layers.slice(0, -1).map(({ outputVectors }, index) => ({
    name: `gradients_${index}`,
    vectors: rows * strideOf(outputVectors),
  }));
}

/** The name of the array with the gradient with respect to the outputs of layer `index`. */
function deltasOf({ layout, holdsGradients }: ForwardShape, index: number): string {
  const isLast = index === layout.layers.length - 1;
  return holdsGradients || isLast ? outputsOf(index) : `gradients_${index}`;
}

/** Code for each tile of a thread in a block of `vectors` vectors of columns. */
function overTiles(
  shape: ForwardShape,
  vectors: number,
  body: (tile: number) => string,
): string {
  const { rows } = shape;
  return eachOwnTile(shape, tilesOf(rows, vectors), (t) =>
    `let row = tile % ${rows / 4}u;
    let column = tile / ${rows / 4}u;
    ${body(t)}`);
}

/** The gradient with respect to the layer's inputs, `delta · weight`, times the activation derivative. */
function inputGradientCode(shape: ForwardShape, arrays: PlacedArrays, at: LayerAt): string {
  const { rows, threads, holdsGradients } = shape;
  const { layer: { inputVectors }, index } = at;
  if (holdsGradients) {
    const names = range(ownTiles(shape, tilesOf(rows, inputVectors))).map((t) => held(at, t));
    const declared = names.map((name) => four((j) => `var ${name(j)} = vec4f(0);`));
    return `  ${declared.join("\n  ")}${
      overTiles(shape, inputVectors, (t) => gradientTile(shape, arrays, { at, name: names[t] }))
    }`;
  }
  const name = (j: number) => `h${j}`;
  const array = deltasOf(shape, index - 1);
  const store = (j: number) => {
    const place = `(row + ${j * rows / 4}u) * ${strideOf(inputVectors)}u + column`;
    return `${arrays.at(array, place)} = ${name(j)};`;
  };
  return `
  for (var tile = thread; tile < ${tilesOf(rows, inputVectors)}u; tile += ${threads}u) {
    let row = tile % ${rows / 4}u;
    let column = tile / ${rows / 4}u;
    ${four((j) => `var ${name(j)} = vec4f(0);`)}
    ${gradientTile(shape, arrays, { at, name })}
    ${four(store)}
  }`;
}

/** The names of the variables with tile `t` of the gradient with respect to a layer's inputs. */
const held = ({ index }: LayerAt, t: number) => (j: number) => `held_${index}_${t}_${j}`;

/** Computes one tile of four rows in the variables `name`. */
function gradientTile(
  shape: ForwardShape,
  arrays: PlacedArrays,
  { at: { layer, index }, name }: { at: LayerAt; name: (j: number) => string },
): string {
  const { rows } = shape;
  const { inputVectors, outputVectors, weightAt } = layer;
  const row = (j: number) => `(row + ${j * rows / 4}u)`;
  const weight = (j: number) =>
    arrays.at("parameters", `${weightAt}u + (k * 4u + ${j}u) * ${inputVectors}u + column`);
  const delta = (j: number) =>
    arrays.at(deltasOf(shape, index), `${row(j)} * ${strideOf(outputVectors)}u + k`);
  const y = (j: number) =>
    arrays.at(outputsOf(index - 1), `${row(j)} * ${strideOf(inputVectors)}u + column`);
  const x = (j: number) =>
    shape.keepPreActivations
      ? arrays.at(preActivationsOf(index - 1), `${row(j)} * ${inputVectors}u + column`)
      : y(j);
  return `for (var k = 0u; k < ${outputVectors}u; k++) {
      let w = mat4x4f(${[0, 1, 2, 3].map(weight).join(",\n        ")});
      ${four((j) => `${name(j)} += w * ${delta(j)};`)}
    }
    ${four((j) => `${name(j)} *= derivative_at(kind, ${x(j)}, ${y(j)});`)}`;
}

/** Writes the gradient from the registers over the layer's inputs. */
function replaceCode(shape: ForwardShape, arrays: PlacedArrays, { layer, index }: LayerAt): string {
  const { inputVectors } = layer;
  return overTiles(shape, inputVectors, (t) =>
    four((j) => {
      const row = `(row + ${j * shape.rows / 4}u)`;
      const at = `${row} * ${strideOf(inputVectors)}u + column`;
      return `${arrays.at(outputsOf(index - 1), at)} = ${held({ layer, index }, t)(j)};`;
    }));
}
