/**
 * WGSL of training with one thread per hidden unit: see unit_trainer.ts. A thread keeps its units in
 * registers; rows of a block are in vectors of four.
 */

import { range } from "../codegen.ts";
import { stepCode } from "../kernels/optimizers.ts";
import { unitStep } from "../wgsl.ts";
import { lossCode } from "./loss_code.ts";
import type { TrainingShape } from "./training_shape.ts";

/** The threads of a workgroup, and the rows of a block. */
export const lanes = 32;
/** The rows whose values are in one vector, and their number in a block. */
export const groups = lanes / 4;

/** The parts of a network, and how its parameters are divided among the threads. */
export interface UnitShape {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  /** The units of each thread; a thread has units `thread`, `thread + 32`, … */
  readonly units: number;
  /**
   * The vectors of a unit's parameters: the weights of its inputs, its bias, and the weights of the outputs
   * that read it.
   */
  readonly vectors: number;
  /** The optimizer's state vectors. */
  readonly states: number;
  /** Whether a derivative reads pre-activations, which are then computed again. */
  readonly readsPreActivations: boolean;
  /** Whether the code for four rows is repeated for each of the groups, which takes longer to compile. */
  readonly isUnrolled: boolean;
}

/**
 * The vectors of all units' parameters, or of one optimizer state vector, with those of the output biases.
 */
export const networkVectors = ({ units, vectors }: UnitShape) => units * vectors * lanes + 1;

/** The offset of the running sums in a network's part of `state`: after parameters and optimizer state. */
export const runningAt = (parts: UnitShape) => (1 + parts.states) * networkVectors(parts);

/** The offset of a unit's vector: threads access adjacent vectors. */
export function vectorAt({ vectors }: UnitShape, unit: number, vector: number): number {
  return (Math.floor(unit / lanes) * vectors + vector) * lanes + unit % lanes;
}

/** Generates the functions of the trainer. */
export function unitCode(shape: TrainingShape, parts: UnitShape): string {
  const { loss } = shape;
  const { outputs, states } = parts;
  const pointers = {
    parameters: range(states).map((s) => `pointer${s}: ptr<private, vec4f>,`).join(" "),
    at: (vector: number) => `*pointer${vector}`,
  };
  const score = { loss, width: outputs, outputVectors: 1, rows: lanes, threads: lanes };
  return `const rows = ${lanes}u;
${declarations(parts)}
${unitStep}
${loadAndStoreCode(parts)}
${gatherCode(parts)}
${activateCode(parts)}
${outputsCode(parts)}
${lossCode({ ...score, output: "own_outputs" })}
${gradientCode(parts)}
${stepCode(shape.steps, pointers, shape)}
${updateCode(parts)}
`;
}

/** The names of a thread's vectors of parameters: those of its units, and the biases of the outputs. */
function parameterNames({ units, vectors }: UnitShape): string[] {
  return [
    ...range(units).flatMap((u) => range(vectors).map((v) => `unit_${u}_${v}`)),
    "output_bias",
  ];
}

/** A vector whose first lanes are those of `lane`, and the others zero. */
const lanesOf = (lane: (k: number) => string, used: number) =>
  `vec4f(${range(4).map((k) => k < used ? lane(k) : "0").join(", ")})`;

/** A component of a unit's parameters, or of their gradient. */
const slotOf = (unit: number, slot: number, suffix = "") =>
  `unit_${unit}_${slot >> 2}${suffix}[${slot % 4}]`;

/** The stride in vectors between four rows of activations: odd, so that rows are in different banks. */
const strideOf = ({ units }: UnitShape) => units * lanes + 1;

function declarations(parts: UnitShape): string {
  const { inputs, hidden, outputs, states } = parts;
  const own = parameterNames(parts).flatMap((name) => [
    name,
    `${name}_gradient`,
    ...range(states).map((s) => `${name}_state_${s}`),
  ]);
  return `${own.map((name) => `var<private> ${name}: vec4f;`).join("\n")}
var<workgroup> inputs: array<f32, ${inputs * lanes}>;  // [input × row]
var<workgroup> hidden: array<array<vec4f, ${strideOf(parts)}>, ${groups}>;  // [four rows × unit]
var<workgroup> output_weights: array<vec4f, ${hidden}>;  // [unit]
var<workgroup> deltas: array<f32, ${outputs * lanes}>;  // [output × row]`;
}

/**
 * Generates `load` and `store`, which copy the thread's parameters and optimizer state. It stores zeros in the
 * lanes without a parameter, so that compilers leave out what is computed for them.
 */
function loadAndStoreCode(parts: UnitShape): string {
  const { inputs, outputs, units, vectors, states } = parts;
  const own = inputs + 1 + outputs;
  const copies = (copy: (name: string, place: string, used: number) => string) =>
    range(1 + states).flatMap((index) => {
      const suffix = index === 0 ? "" : `_state_${index - 1}`;
      const at = index * networkVectors(parts);
      const place = (offset: string) => `state[state_at + ${offset}]`;
      return [
        ...range(units).flatMap((u) =>
          range(vectors).map((v) =>
            copy(
              `unit_${u}_${v}${suffix}`,
              place(`${at + (u * vectors + v) * lanes}u + thread`),
              own - 4 * v,
            )
          )
        ),
        copy(`output_bias${suffix}`, place(`${at + networkVectors(parts) - 1}u`), outputs),
      ];
    }).map((line) => `  ${line}`).join("\n");
  const running = `state[state_at + ${runningAt(parts)}u + thread]`;
  return `
fn load(thread: u32) {
${copies((name, place) => `${name} = ${place};`)}
  share_weights(thread);
}

fn store(thread: u32) {
${copies((name, place, used) => `${place} = ${lanesOf((k) => `${name}[${k}]`, used)};`)}
}

fn running_sum(thread: u32) -> vec4f { return ${running}; }
fn keep_running_sum(thread: u32, sum: vec4f) { ${running} = sum; }`;
}

function gatherCode({ inputs }: UnitShape): string {
  const copies = range(inputs).map((k) =>
    `  inputs[${k * lanes}u + thread] = samples[sample * sample_vectors + ${k >> 2}u][${k % 4}];`
  );
  return `
fn gather(sample: u32, thread: u32) {
  own_sample = sample;
${copies.join("\n")}
}`;
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

/** Generates `update(optimizer, correction, thread)`: the step of all parameters of the thread. */
function updateCode(parts: UnitShape): string {
  const { inputs, hidden, outputs, units, states } = parts;
  const steps = parameterNames(parts).map((name) => {
    const pointers = range(states).map((s) => `&${name}_state_${s}, `).join("");
    return `  ${name} = step_parameter(optimizer, correction, ${pointers}${name}, ${name}_gradient);
  ${name}_gradient = vec4f(0);`;
  });
  const shares = range(units).map((u) => {
    const own = lanesOf((k) => slotOf(u, inputs + 1 + k), outputs);
    const store = `output_weights[thread + ${u * lanes}u] = ${own};`;
    return hidden < (u + 1) * lanes
      ? `  if (thread + ${u * lanes}u < ${hidden}u) { ${store} }`
      : `  ${store}`;
  });
  return `
fn share_weights(thread: u32) {
${shares.join("\n")}
}

fn update(optimizer: Optimizer, correction: vec4f, thread: u32) {
${steps.join("\n")}
  share_weights(thread);
}`;
}
