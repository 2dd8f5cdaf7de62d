/**
 * WGSL of the forward and backward pass of a network with one hidden layer, computed by one thread.
 *
 * A thread processes one block of rows after the other, with four rows per vector. Inputs, outputs and
 * their gradients are in registers; hidden units are computed one after the other. The backward pass
 * computes the value of a unit again, which is faster than to store it at a computed index.
 */

import { type Layer, layersOf, parameterCount } from "../../lib/models/layout.ts";
import { stateVectorsOf, stepCode } from "../kernels/optimizers.ts";
import { rowLossCode } from "./loss_code.ts";
import { lines, range } from "../codegen.ts";
import { arraysCode, gatherCode, memoryCode, placesOf, type ThreadShape } from "./thread_memory.ts";

/** Generates the functions that thread_step.wgsl calls. */
export function threadCode(shape: ThreadShape): string {
  return [arraysCode, memoryCode, gatherCode, learnCode, optimizeCode]
    .map((code) => code(shape)).join("\n");
}

/**
 * Generates `learn(kind, count, batch, learns)`. It returns the sum of the losses of the block's first
 * `count` rows, and the number of correctly classified ones. If `learns` is true, it also adds the
 * gradients of the mean loss of a batch.
 */
function learnCode(shape: ThreadShape): string {
  const { sizes, loss, vectors } = shape;
  const [into, out] = layersOf(sizes);
  const inputs = range(into.inputs);
  const outputs = range(out.outputs);
  const each = range(vectors);
  const fetch = (name: string, array: string, column: number) =>
    each.map((v) => {
      const lanes = range(4).map((lane) => `${array}[${4 * (column * vectors + v) + lane}]`);
      return `let ${name}${column}_${v} = vec4f(${lanes.join(", ")});`;
    });
  const overOutputs = (line: (k: number, v: number) => string) =>
    outputs.flatMap((k) => each.map((v) => line(k, v)));
  return `
fn learn(kind: u32, count: u32, batch: u32, learns: bool) -> vec2f {
  ${lines(inputs.flatMap((i) => fetch("x", "inputs", i)))}
  ${lines(outputs.flatMap((k) => fetch("t", "targets", k)))}
  ${lines(overOutputs((k, v) => `var y${k}_${v} = vec4f(parameters[${out.bias + k}]);`))}
  for (var unit = 0u; unit < ${into.outputs}; unit++) {
    ${lines([...unitCode(shape), ...overOutputs((k, v) => `y${k}_${v} += h${v} * out${k};`)])}
  }
  var result = vec2f(0);
  ${lines(each.map((v) => rowLossCode(loss, outputs.length, v)))}
  if (learns) {
    ${
    lines(
      outputs.map((k) => `gradients[${out.bias + k}] += ${total(each.map((v) => `d${k}_${v}`))};`),
    )
  }
    for (var unit = 0u; unit < ${into.outputs}; unit++) {
      ${lines([...unitCode(shape), ...backwardCode(shape)])}
    }
  }
  return result;
}`;
}

/** The indices of a unit's parameters in the array `parameters`. */
const weightInto = ({ weight, inputs }: Layer, i: number) => `${weight + i} + unit * ${inputs}`;
const weightOut = ({ weight, inputs }: Layer, k: number) => `${weight + k * inputs} + unit`;

/** A hidden unit for all rows: its pre-activations `z0`, `z1`, … and activations `h0`, `h1`, … */
function unitCode({ sizes, vectors }: ThreadShape): string[] {
  const [into, out] = layersOf(sizes);
  const inputs = range(into.inputs);
  return [
    ...inputs.map((i) => `let in${i} = parameters[${weightInto(into, i)}];`),
    `let bias = parameters[${into.bias} + unit];`,
    ...range(out.outputs).map((k) => `let out${k} = parameters[${weightOut(out, k)}];`),
    ...range(vectors).flatMap((v) => [
      `let z${v} = bias + ${inputs.map((i) => `x${i}_${v} * in${i}`).join(" + ")};`,
      `let h${v} = activate(kind, z${v});`,
    ]),
  ];
}

/** Adds the gradients of a unit's parameters, from the gradients of the outputs. */
function backwardCode({ sizes, vectors }: ThreadShape): string[] {
  const [into, out] = layersOf(sizes);
  const outputs = range(out.outputs);
  const each = range(vectors);
  const add = (at: string, term: (v: number) => string) =>
    `gradients[${at}] += ${total(each.map(term))};`;
  return [
    ...each.map((v) => {
      const sum = outputs.map((k) => `d${k}_${v} * out${k}`).join(" + ");
      return `let g${v} = (${sum}) * derivative_at(kind, z${v}, h${v});`;
    }),
    ...range(into.inputs).map((i) => add(weightInto(into, i), (v) => `g${v} * x${i}_${v}`)),
    add(`${into.bias} + unit`, (v) => `g${v}`),
    ...outputs.map((k) => add(weightOut(out, k), (v) => `h${v} * d${k}_${v}`)),
  ];
}

/** Generates `optimize(optimizer, correction)`: the step of each parameter; it resets the gradients to 0. */
function optimizeCode(shape: ThreadShape): string {
  const vectors = range(stateVectorsOf(shape.steps));
  const code = stepCode(shape.steps, {
    parameters: vectors.map((vector) => `stored${vector}: ptr<function, vec4f>,`).join(" "),
    at: (vector) => `*stored${vector}`,
  });
  const { optimizerState } = placesOf(shape);
  const place = (vector: number) => `state[state_at + ${optimizerState} + at].${"xy"[vector]}`;
  const pointers = vectors.map((vector) => `&stored${vector}, `).join("");
  return `${code}

fn optimize(optimizer: Optimizer, correction: vec2f) {
  for (var at = 0u; at < ${parameterCount(shape.sizes)}; at++) {
    let parameter = vec4f(parameters[at]);
    let gradient = vec4f(gradients[at]);
    ${lines(vectors.map((vector) => `var stored${vector} = vec4f(${place(vector)});`))}
    parameters[at] = step_parameter(optimizer, correction, ${pointers}parameter, gradient).x;
    ${lines(vectors.map((vector) => `${place(vector)} = stored${vector}.x;`))}
    gradients[at] = 0;
  }
}`;
}

const total = (vectors: readonly string[]) => `dot(${vectors.join(" + ")}, vec4f(1))`;
