/**
 * WGSL of the parameters in training with one thread per hidden unit: a thread keeps those of its units, their
 * gradients and their optimizer state in registers.
 */

import { range } from "../codegen.ts";
import { stepCode } from "../kernels/optimizers.ts";
import type { TrainingShape } from "./training_shape.ts";

/** The threads of a workgroup, and the rows of a block. */
export const lanes = 32;

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

/** The names of a thread's vectors of parameters: those of its units, and the biases of the outputs. */
function parameterNames({ units, vectors }: UnitShape): string[] {
  return [
    ...range(units).flatMap((u) => range(vectors).map((v) => `unit_${u}_${v}`)),
    "output_bias",
  ];
}

/** Generates the variables of a thread's parameters, and the weights of the outputs, which all threads read. */
export function registersCode(parts: UnitShape): string {
  const own = parameterNames(parts).flatMap((name) => [
    name,
    `${name}_gradient`,
    ...range(parts.states).map((s) => `${name}_state_${s}`),
  ]);
  return `${own.map((name) => `var<private> ${name}: vec4f;`).join("\n")}
var<workgroup> output_weights: array<vec4f, ${parts.hidden}>;  // [unit]`;
}

/** A vector whose first lanes are those of `lane`, and the others zero. */
const lanesOf = (lane: (k: number) => string, used: number) =>
  `vec4f(${range(4).map((k) => k < used ? lane(k) : "0").join(", ")})`;

/** A component of a unit's parameters, or of their gradient. */
export const slotOf = (unit: number, slot: number, suffix = "") =>
  `unit_${unit}_${slot >> 2}${suffix}[${slot % 4}]`;

/**
 * Generates `load` and `store`, which copy the thread's parameters and optimizer state. It stores zeros in the
 * lanes without a parameter, so that compilers leave out what is computed for them.
 */
export function loadAndStoreCode(parts: UnitShape): string {
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

/**
 * Generates `update(optimizer, correction, thread)`, the step of all parameters of the thread, and
 * `share_weights(thread)`.
 */
export function updateCode(shape: TrainingShape, parts: UnitShape): string {
  const { inputs, hidden, outputs, units, states } = parts;
  const state = {
    parameters: range(states).map((s) => `pointer${s}: ptr<private, vec4f>,`).join(" "),
    at: (vector: number) => `*pointer${vector}`,
  };
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
  return `${stepCode(shape.steps, state, shape)}
fn share_weights(thread: u32) {
${shares.join("\n")}
}

fn update(optimizer: Optimizer, correction: vec4f, thread: u32) {
${steps.join("\n")}
  share_weights(thread);
}`;
}
