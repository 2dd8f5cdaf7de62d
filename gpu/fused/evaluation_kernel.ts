/** The evaluation kernel, generated for one shape of network. */

import type { Activation } from "../../lib/models/activations.ts";
import type { Kernel } from "../kernel.ts";
import { activationCode } from "../kernels/activations.ts";
import { maxLoopIterations } from "../loop_limits.ts";
import { fusedEvaluation } from "../wgsl.ts";
import { type AdapterLimits, maxLayers } from "./adapter_limits.ts";
import { type PaddedLayout, paddedLayout, parameterBytes } from "./layout.ts";
import { registerEvaluator } from "./register_evaluator.ts";
import { type Evaluator, tiledEvaluator } from "./tiled_evaluator.ts";

/** The properties that determine the code of an evaluation kernel. */
export interface EvaluationShape {
  readonly sizes: readonly number[];
  /** The activations that occur among the models. */
  readonly activations: readonly Activation[];
  /** Whether the points are those of a grid; otherwise they come from a buffer. */
  readonly source: "grid" | "points";
  /** The number of points, counted once per model. */
  readonly points: number;
}

/** A generated kernel, and the division of work for it. */
export interface EvaluationKernel {
  readonly kernel: Kernel<EvaluationBuffer>;
  readonly layout: PaddedLayout;
  /** The number of points that a workgroup evaluates together. */
  readonly rows: number;
  /** The maximum number of blocks of a workgroup in one dispatch. */
  readonly maxBlocks: number;
}

/** The buffers of the kernel. */
export type EvaluationBuffer = "evaluation" | "kinds" | "parameters" | "points" | "outputs";

/** Generates the kernel; returns null if a network is too deep, or too wide for a workgroup. */
export function evaluationKernel(
  shape: EvaluationShape,
  adapter: AdapterLimits,
): EvaluationKernel | null {
  if (shape.sizes.length - 1 > maxLayers) return null;
  const layout = paddedLayout(shape.sizes);
  const memory = adapter.limits.maxComputeWorkgroupStorageSize - 256;
  const evaluator = registerEvaluator(layout, { points: shape.points, memory, ...adapter }) ??
    tiledEvaluator(layout, { memory, ...adapter });
  if (!evaluator) return null;
  const { rows, threads, iterations, bytes } = evaluator;
  const loading = layout.vectors / threads + 1;
  const maxBlocks = Math.floor((maxLoopIterations(adapter) - loading) / (iterations + 1));
  if (maxBlocks < 1) return null;
  return {
    kernel: {
      name: `fused evaluation of ${shape.sizes.join("-")}`,
      code: codeOf(shape, layout, evaluator, bytes + parameterBytes(layout) <= memory),
      // deno-fmt-ignore
      bindings: {
        evaluation: "uniform", kinds: "read", parameters: "read", points: "read", outputs: "write",
      },
    },
    layout,
    rows,
    maxBlocks,
  };
}

/** @param loads Whether a workgroup first copies a model's parameters to workgroup memory. */
function codeOf(
  { sizes, activations, source }: EvaluationShape,
  layout: PaddedLayout,
  { code, rows, threads }: Evaluator,
  loads: boolean,
): string {
  return `// ${sizes.join("-")} at the points of a ${source}
const rows = ${rows}u;
const threads = ${threads}u;
const input_width = ${sizes[0]}u;
const input_vectors = ${layout.layers[0].inputVectors}u;
const output_width = ${sizes[sizes.length - 1]}u;
const parameter_vectors = ${layout.vectors}u;
const from_grid = ${source === "grid"};
${fusedEvaluation}
${activationCode(activations)}
${loads ? loadCode : "fn load(thread: u32) {}"}
${code.replace(/\bparameters\[/g, loads ? "parameters[" : "all_parameters[parameters_at + ")}
`;
}

const loadCode = `
var<workgroup> parameters: array<vec4f, parameter_vectors>;
fn load(thread: u32) {
  for (var i = thread; i < parameter_vectors; i += threads) {
    parameters[i] = all_parameters[parameters_at + i];
  }
  workgroupBarrier();
}`;
