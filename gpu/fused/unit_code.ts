/**
 * WGSL of training with one thread per hidden unit, see unit_trainer.ts: the passes of a block of rows, which
 * are in vectors of four.
 */

import { range } from "../codegen.ts";
import { lossCode } from "./loss_code.ts";
import type { TrainingShape } from "./training_shape.ts";
import {
  lanes,
  loadAndStoreCode,
  registersCode,
  slotOf,
  type UnitShape,
  updateCode,
} from "./unit_parameters_code.ts";

/** The rows whose values are in one vector, and their number in a block. */
export const groups = lanes / 4;

/** Generates the functions of the trainer. */
export function unitCode(shape: TrainingShape, parts: UnitShape): string {
  const { loss } = shape;
  const score = { loss, width: parts.outputs, outputVectors: 1, rows: lanes, threads: lanes };
  return `const rows = ${lanes}u;
${registersCode(parts)}
${exchangeCode(parts)}
${loadAndStoreCode(parts)}
${fillCode(parts)}
${activateCode(parts)}
${outputsCode(parts)}
${lossCode({ ...score, output: "own_outputs" })}
${gradientCode(parts)}
${updateCode(shape, parts)}
${passes}`;
}

/**
 * The passes of a block: a thread computes the activations of its units for all rows, then the outputs and the
 * loss of one row, then the gradient of its units over all rows. The last block of a batch ends with the update.
 */
const passes = `
fn workgroup_barrier() { workgroupBarrier(); }

fn forward(kind: u32, thread: u32) {
  activate_units(kind, thread);
  workgroupBarrier();
  read_outputs(thread);
}

fn backward(member: Member, step: u32, ends_batch: bool, thread: u32) {
  share_gradient(thread);
  workgroupBarrier();
  add_gradients(member.activation, thread);
  if (ends_batch) { update(member.optimizer, correction_at(member, step), thread); }
}
`;

/** The stride in vectors between four rows of activations: odd, so that rows are in different banks. */
const strideOf = ({ units }: UnitShape) => units * lanes + 1;

/** Generates what threads exchange, apart from weights. */
function exchangeCode(parts: UnitShape): string {
  const { inputs, outputs } = parts;
  return `var<private> own_sample: u32;    // index of the sample in this thread's row
var<private> own_outputs: vec4f; // outputs of this thread's row, then the gradient with respect to them
var<workgroup> inputs: array<f32, ${inputs * lanes}>;  // [input × row]
var<workgroup> hidden: array<array<vec4f, ${strideOf(parts)}>, ${groups}>;  // [four rows × unit]
var<workgroup> deltas: array<f32, ${outputs * lanes}>;  // [output × row]`;
}

function fillCode({ inputs }: UnitShape): string {
  const copies = range(inputs).map((k) =>
    `  inputs[${k * lanes}u + thread] = samples[sample * sample_vectors + ${k >> 2}u][${k % 4}];`
  );
  return `
fn fill(block: Block, thread: u32) {
  let sample = sample_at(block, thread);
  own_sample = sample;
${copies.join("\n")}
}

fn targets_of(row: u32) -> u32 { return own_sample * sample_vectors + input_vectors; }`;
}

/** A group of four rows: its number, or the name of a variable with it. */
type Group = number | string;

/**
 * Generates code for each group of four rows of a block, one after the other, so that indices are constants:
 * they need no check of bounds, and several loads become one. Long code is in a loop instead.
 *
 * @param body Returns the WGSL of one group.
 */
function groupsCode({ isUnrolled }: UnitShape, body: (group: Group) => string): string {
  if (!isUnrolled) {
    return `  for (var group = 0u; group < ${groups}u; group++) {\n    ${body("group")}\n  }`;
  }
  return range(groups).map((group) => `  {\n    ${body(group)}\n  }`).join("\n");
}

/** Four rows of an array `[column × row]`, as a vector. */
function fourRows(array: string, column: number, group: Group): string {
  const at = (row: number) =>
    typeof group === "number"
      ? `${column * lanes + 4 * group + row}`
      : `${column * lanes + row}u + 4 * ${group}`;
  return `vec4f(${range(4).map((row) => `${array}[${at(row)}]`).join(", ")})`;
}

/** Generates variables with the inputs of four rows, and the pre-activation of unit `u` for them. */
const inputsCode = (inputs: number, group: Group) =>
  range(inputs).map((k) => `let x${k} = ${fourRows("inputs", k, group)};`).join("\n    ");
const preActivationCode = (inputs: number, u: number) =>
  [slotOf(u, inputs), ...range(inputs).map((k) => `${slotOf(u, k)} * x${k}`)].join(" + ");

/** The place of the activations of the thread's unit `u` for four rows. */
const hiddenAt = (u: number, group: Group) => `hidden[${group}][${u * lanes}u + thread]`;

/** Generates `activate_units(kind, thread)`: the activations of the thread's units for all rows. */
function activateCode(parts: UnitShape): string {
  const { inputs, hidden, units } = parts;
  const unitCode = (u: number, group: Group) => {
    const exists = `vec4<bool>(thread + ${u * lanes}u < ${hidden}u)`;
    const value = `activate(kind, ${preActivationCode(inputs, u)})`;
    // The activation of 0 need not be 0.
    const masked = hidden < (u + 1) * lanes ? `select(vec4f(0), ${value}, ${exists})` : value;
    return `${hiddenAt(u, group)} = ${masked};`;
  };
  const body = (group: Group) =>
    `${inputsCode(inputs, group)}
    ${range(units).map((u) => unitCode(u, group)).join("\n    ")}`;
  return `
fn activate_units(kind: u32, thread: u32) {
${groupsCode(parts, body)}
}`;
}

/** Generates `read_outputs(thread)`: the network's outputs for the thread's row. */
function outputsCode(parts: UnitShape): string {
  const terms = range(parts.hidden).map((unit) =>
    `  sum += hidden[group][${unit}][part] * output_weights[${unit}];`
  );
  return `
fn read_outputs(thread: u32) {
  let group = thread / 4u;
  let part = thread % 4u;
  var sum = output_bias;
${terms.join("\n")}
  own_outputs = sum;
}`;
}

/** Generates `share_gradient(thread)`, and `add_gradients(kind, thread)` over the rows of a block. */
function gradientCode(parts: UnitShape): string {
  const { inputs, outputs, units, readsPreActivations } = parts;
  const unitCode = (u: number, group: Group) => {
    const back = range(outputs).map((k) => `${slotOf(u, inputs + 1 + k)} * d${k}`).join(" + ");
    const z = readsPreActivations ? preActivationCode(inputs, u) : "y";
    const add = (slot: number, value: string) => `${slotOf(u, slot, "_gradient")} += ${value};`;
    return `{
      let y = ${hiddenAt(u, group)};
      let dz = (${back}) * derivative_at(kind, ${z}, y);
      ${range(inputs).map((k) => add(k, `dot(dz, x${k})`)).join("\n      ")}
      ${add(inputs, "dot(dz, vec4f(1))")}
      ${range(outputs).map((k) => add(inputs + 1 + k, `dot(d${k}, y)`)).join("\n      ")}
    }`;
  };
  const body = (group: Group) =>
    `${inputsCode(inputs, group)}
    ${range(outputs).map((k) => `let d${k} = ${fourRows("deltas", k, group)};`).join("\n    ")}
    ${
      range(outputs).map((k) => `output_bias_gradient[${k}] += dot(d${k}, vec4f(1));`).join(
        "\n    ",
      )
    }
    ${range(units).map((u) => unitCode(u, group)).join("\n    ")}`;
  return `
fn share_gradient(thread: u32) {
${range(outputs).map((k) => `  deltas[${k * lanes}u + thread] = own_outputs[${k}];`).join("\n")}
}

fn add_gradients(kind: u32, thread: u32) {
${groupsCode(parts, body)}
}`;
}
