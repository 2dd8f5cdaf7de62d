/** Optimizers in kernels: their settings as numbers, and WGSL of their steps. */

import type { Optimizer } from "../../lib/kernels/optimizers.ts";

/** The kinds of optimizer steps in kernels, in the order of their numbers. */
export const stepKinds = ["descent", "momentum", "rmsprop", "adagrad", "adam"] as const;

/** The kind of an optimizer step. */
export type StepKind = typeof stepKinds[number];

/** The number of words of the struct `Optimizer`. */
export const optimizerWords = 11;

/** Returns the kind of an optimizer's step. */
export function stepKindOf(optimizer: Optimizer): StepKind {
  if (optimizer.kind !== "sgd") return optimizer.kind;
  return optimizer.momentum > 0 ? "momentum" : "descent";
}

/** The WGSL function of a kind of step, in `optimizer_step.wgsl`. */
export interface StepRule {
  readonly name: string;
  /** Whether it takes the corrections. */
  readonly corrected?: boolean;
  /** The number of state vectors. It takes a pointer to each. */
  readonly stateVectors: number;
}

/** The function of each kind of step. */
export const stepRules: Readonly<Record<StepKind, StepRule>> = {
  descent: { name: "descend", stateVectors: 0 },
  momentum: { name: "descend_with_momentum", stateVectors: 1 },
  rmsprop: { name: "step_rmsprop", stateVectors: 1 },
  adagrad: { name: "step_adagrad", stateVectors: 1 },
  adam: { name: "step_adam", corrected: true, stateVectors: 2 },
};

/** The maximum number of state vectors of some kinds of steps. */
export const stateVectorsOf = (kinds: readonly StepKind[], rules = stepRules): number =>
  Math.max(...kinds.map((kind) => rules[kind].stateVectors));

/**
 * Writes the words of the struct `Optimizer`.
 *
 * @param corrections The index of its corrections among those uploaded, or `noCorrections`.
 * @param to Two views of the same memory, and the index of the first word, 0 by default.
 */
export function writeOptimizer(
  optimizer: Optimizer,
  corrections: number,
  { words, floats, at = 0 }: { words: Uint32Array; floats: Float32Array; at?: number },
): void {
  const { learningRate, weightDecay } = optimizer;
  const decoupled = optimizer.kind === "adam" && optimizer.decoupled;
  const beta1 = beta1Of(optimizer);
  const beta2 = optimizer.kind === "adam" ? optimizer.beta2 : 0;
  const nesterov = optimizer.kind === "sgd" && optimizer.nesterov;
  words[at] = stepKinds.indexOf(stepKindOf(optimizer));
  words[at + 1] = corrections;
  floats[at + 2] = learningRate;
  floats[at + 3] = decoupled ? 0 : weightDecay;
  floats[at + 4] = decoupled ? 1 - learningRate * weightDecay : 1;
  floats[at + 5] = beta1;
  floats[at + 6] = beta2;
  floats[at + 7] = optimizer.kind === "sgd" ? 0 : optimizer.epsilon;
  floats[at + 8] = 1 - beta1;
  floats[at + 9] = 1 - beta2;
  words[at + 10] = Number(nesterov);
}

/** The struct stores momentum and smoothing in the field `beta1`. */
function beta1Of(optimizer: Optimizer): number {
  if (optimizer.kind === "sgd") return optimizer.momentum;
  if (optimizer.kind === "rmsprop") return optimizer.smoothing;
  return optimizer.kind === "adam" ? optimizer.beta1 : 0;
}

/** The names of the variables with the first state vectors. */
const stateNames = (count: number) => Array.from({ length: count }, (_, at) => `state${at}`);

function callCode({ name, corrected = false, stateVectors }: StepRule): string {
  const pointers = stateNames(stateVectors).map((state) => `&${state}`);
  const parts = ["own", ...corrected ? ["correction"] : [], "parameter", "gradient", ...pointers];
  return `next = ${name}(${parts.join(", ")});`;
}

/** WGSL of the access to a parameter's optimizer state. */
export interface StateCode {
  /** WGSL of the function parameters that locate the state, each followed by a comma. */
  readonly parameters: string;
  /** WGSL of a state vector, from 0. */
  at(vector: number): string;
}

/** The access to an optimizer state that consists of elements `at` of arrays. */
export const stateAt = (at: (vector: number) => string): StateCode => ({
  parameters: "at: u32,",
  at,
});

/**
 * Generates `fn step_parameter(o, correction, …, parameter, gradient) -> vec4f` for some of the kinds.
 * Requires `optimizer_step.wgsl`.
 *
 * @param state The access to the optimizer state; its parameters replace the ellipsis.
 * @param scheduled Whether the learning rate of some optimizer changes from step to step.
 * @param rules The function of each kind.
 */
export function stepCode(
  kinds: readonly StepKind[],
  state: StateCode,
  { scheduled = false, rules = stepRules }: {
    readonly scheduled?: boolean;
    readonly rules?: typeof stepRules;
  } = {},
): string {
  const names = stateNames(stateVectorsOf(kinds, rules));
  const lines = (line: (name: string, vector: number) => string) =>
    names.map((name, vector) => `  ${line(name, vector)}`).join("\n");
  const call = (kind: StepKind) => callCode(rules[kind]);
  const choice = kinds.length === 1 ? call(kinds[0]) : `switch o.kind {
${kinds.map((kind) => `    case ${stepKinds.indexOf(kind)}u: { ${call(kind)} }`).join("\n")}
    default: {}
  }`;
  return `
fn step_parameter(
  o: Optimizer, correction: vec4f, ${state.parameters} parameter: vec4f, gradient: vec4f,
) -> vec4f {
  let own = ${scheduled ? "in_step(o, correction)" : "o"};
  var next = parameter;
${lines((name, vector) => `var ${name} = ${state.at(vector)};`)}
  ${choice}
${lines((name, vector) => `${state.at(vector)} = ${name};`)}
  return next;
}`;
}
