/** The evaluation kernel, generated for one shape of network. */

import type { Activation } from "../../lib/models/activations.ts";
import type { Kernel } from "../kernel.ts";
import { activationCode } from "../kernels/activations.ts";
import { fusedEvaluation } from "../wgsl.ts";
import type { PlacedArrays } from "./arrays.ts";
import { mostTurns } from "../turns.ts";
import { type Capacity, threadsFor, turnsOfForward } from "./capacity.ts";
import { forwardCode, type ForwardShape, outputsOf, strideOf, tilesOf } from "./forward_code.ts";
import { type PaddedLayout, paddedLayout, widestOf } from "./layout.ts";

/** What an evaluation kernel is generated for. */
export interface EvaluationShape {
  readonly sizes: readonly number[];
  /** Those that occur among the models. */
  readonly activations: readonly Activation[];
  /** Whether the points are a grid's, or come from a buffer. */
  readonly source: "grid" | "points";
}

/** A generated kernel, and how to cut the work for it. */
export interface EvaluationKernel {
  readonly kernel: Kernel<EvaluationBuffer>;
  readonly layout: PaddedLayout;
  /** Points that a workgroup takes at once. */
  readonly rows: number;
  /** Blocks that it may take in one dispatch. */
  readonly mostBlocks: number;
}

/** The buffers of the kernel. */
export type EvaluationBuffer = "evaluation" | "kinds" | "parameters" | "points" | "outputs";

const vectorBytes = 16;
/** Points at once, the most that fit being taken. */
const rowChoices = [64, 32, 16, 8, 4];

/** Generates the kernel, or gives null where a layer is too wide for workgroup memory. */
export function evaluationKernel(
  shape: EvaluationShape,
  capacity: Capacity,
): EvaluationKernel | null {
  const layout = paddedLayout(shape.sizes);
  const bytes = capacity.limits.maxComputeWorkgroupStorageSize - 256;
  const rows = rowChoices.find((rows) => activationBytes(layout, rows) <= bytes);
  if (rows === undefined) return null;
  const threads = threadsFor(tilesOf(rows, widestOf(layout)), capacity);
  const forward: ForwardShape = {
    layout,
    rows,
    threads,
    largeTiles: capacity.software,
    keepPreActivations: false,
    holdsGradients: false,
  };
  const loads = activationBytes(layout, rows) + layout.vectors * vectorBytes <= bytes;
  const turns = 2 * turnsOfForward(forward) + 6 * Math.ceil(rows / threads) * shape.sizes[0];
  const blocks = Math.floor((mostTurns(capacity) - layout.vectors) / turns);
  if (blocks < 1) return null;
  return {
    kernel: {
      name: `fused evaluation of ${shape.sizes.join("-")}`,
      code: codeOf(shape, forward, loads),
      // deno-fmt-ignore
      bindings: {
        evaluation: "uniform", kinds: "read", parameters: "read", points: "read", outputs: "write",
      },
    },
    layout,
    rows,
    mostBlocks: blocks,
  };
}

/** The outputs of even and of odd layers take turns on two arrays. */
function alternating({ layers }: PaddedLayout, rows: number): [even: number, odd: number] {
  const lengths: [number, number] = [rows * strideOf(layers[0].inputVectors), 1];
  for (const [index, { outputVectors }] of layers.entries()) {
    const turn = (index + 1) % 2;
    lengths[turn] = Math.max(lengths[turn], rows * strideOf(outputVectors));
  }
  return lengths;
}

function activationBytes(layout: PaddedLayout, rows: number): number {
  const [even, odd] = alternating(layout, rows);
  return (even + odd) * vectorBytes;
}

function codeOf(shape: EvaluationShape, forward: ForwardShape, loads: boolean): string {
  const { layout, rows, threads } = forward;
  const { layers, vectors } = layout;
  const [even, odd] = alternating(layout, rows);
  const arrays = arraysOf(layout, loads);
  const last = layers[layers.length - 1];
  const output = arrays.at(
    outputsOf(layers.length - 1),
    `row * ${strideOf(last.outputVectors)}u + k / 4u`,
  );
  const inputVectors = layers[0].inputVectors;
  return `// ${shape.sizes.join("-")} at the points of a ${shape.source}
const rows = ${rows}u;
const threads = ${threads}u;
const input_width = ${shape.sizes[0]}u;
const input_vectors = ${inputVectors}u;
const output_width = ${last.outputs}u;
const parameter_vectors = ${vectors}u;
const from_grid = ${shape.source === "grid"};
var<workgroup> even: array<vec4f, ${even}>;
var<workgroup> odd: array<vec4f, ${odd}>;
${loads ? `var<workgroup> parameters: array<vec4f, ${vectors}>;` : ""}
${fusedEvaluation}
${activationCode(shape.activations)}
fn set_input(row: u32, k: u32, value: vec4f) {
  ${arrays.at(outputsOf(-1), `row * ${strideOf(inputVectors)}u + k`)} = value;
}
fn output_value(row: u32, k: u32) -> f32 {
  let values = ${output};
  return values[k % 4u];
}
fn load(thread: u32) {
  ${
    loads
      ? `for (var i = thread; i < ${vectors}u; i += threads) {
    parameters[i] = all_parameters[parameters_at + i];
  }`
      : ""
  }
  workgroupBarrier();
}
fn workgroup_barrier() { workgroupBarrier(); }
${forwardCode(forward, arrays)}
`;
}

function arraysOf({ layers }: PaddedLayout, loads: boolean): Pick<PlacedArrays, "at"> {
  const names = new Map(
    [-1, ...layers.keys()].map((index) => [outputsOf(index), index % 2 === 0 ? "odd" : "even"]),
  );
  return {
    at: (name, index) =>
      name !== "parameters"
        ? `${names.get(name)}[${index}]`
        : loads
        ? `parameters[${index}]`
        : `all_parameters[parameters_at + ${index}]`,
  };
}
