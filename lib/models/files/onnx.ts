/** Models as ONNX, for onnxruntime and other programs that compute networks. */

import type { Scaler } from "../../data_description.ts";
import { type Activation, activationsOf } from "../activations.ts";
import type { Mlp } from "../mlp.ts";
import { OnnxGraph } from "./onnx_graph.ts";
import { metadataOf } from "./metadata.ts";
import { checkSavable, tensorsOf } from "./state_dict.ts";

/** Adds an activation to a graph, and returns the name of its output. */
type OnnxActivation = (graph: OnnxGraph, x: string) => string;

/**
 * An activation that is an operation of ONNX, with its settings.
 * The annotation lets bundlers leave the table of activations out where no model is saved as ONNX.
 * @__NO_SIDE_EFFECTS__
 */
function operation(name: string, settings: Record<string, number> = {}): OnnxActivation {
  return (graph, x) => graph.add(name, [x], { attributes: { float: settings } });
}

/**
 * Adds `x · sigmoid(z)` as `x / (1 + e⁻ᶻ)`. The operation `Sigmoid` of onnxruntime does not go to 0 far
 * below 0, where a large `x` would multiply what is left.
 */
function gated(graph: OnnxGraph, x: string, z: string): string {
  const power = graph.add("Exp", [graph.add("Neg", [z])]);
  return graph.add("Div", [x, graph.add("Add", [power, graph.number(1)])]);
}

const selu = { alpha: 1.6732632423543772, gamma: 1.0507009873554805 };
const geluCubic = 0.044715;
const geluFactor = Math.sqrt(2 / Math.PI);

/** The activations in the operations of the opset. GELU and Mish are operations only of later ones. */
const activations: Readonly<Record<Activation, OnnxActivation>> = {
  sigmoid: operation("Sigmoid"),
  tanh: operation("Tanh"),
  relu: operation("Relu"),
  leakyRelu: operation("LeakyRelu", { alpha: 0.01 }),
  elu: operation("Elu", { alpha: 1 }),
  selu: operation("Selu", selu),
  gelu: (graph, x) => {
    const erf = graph.add("Erf", [graph.add("Mul", [x, graph.number(Math.SQRT1_2)])]);
    const cumulative = graph.add("Mul", [
      graph.add("Add", [erf, graph.number(1)]),
      graph.number(0.5),
    ]);
    return graph.add("Mul", [x, cumulative]);
  },
  // (1 + tanh z) / 2 is the sigmoid of 2 z.
  geluTanh: (graph, x) => {
    const square = graph.add("Mul", [x, x]);
    const cubic = graph.add("Mul", [square, graph.number(2 * geluFactor * geluCubic)]);
    const factor = graph.add("Add", [cubic, graph.number(2 * geluFactor)]);
    return gated(graph, x, graph.add("Mul", [x, factor]));
  },
  silu: (graph, x) => gated(graph, x, x),
  softplus: operation("Softplus"),
  mish: (graph, x) => graph.add("Mul", [x, graph.add("Tanh", [graph.add("Softplus", [x])])]),
  hardtanh: (graph, x) => graph.add("Clip", [x, graph.number(-1), graph.number(1)]),
  identity: operation("Identity"),
};

/**
 * Converts a model to ONNX, opset 13. The parameters are preserved to the bit.
 *
 * The input is `inputs`, `[batch × features]`. The outputs are `logits` and their softmax
 * `probabilities`, or `values`, depending on the model's head. A model with a scaler takes float64
 * numbers in the data's own units and scales them in float64, as the lab does; other models take float32
 * numbers. Values are scaled back by a target scaler, and then are float64 too. Activation, head, names
 * and scaling are in the metadata.
 *
 * @param model The model.
 * @returns The bytes of the file.
 * @throws {TypeError} if it is not a model
 * @throws {RangeError} if its parameters do not fit its sizes or are not finite, or its activation or
 * head is unknown
 *
 * @example The bytes begin with the version of the format
 * ```ts
 * import { createMlp, modelToOnnx } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = modelToOnnx(createMlp([2, 3, 2], { activation: "gelu" }));
 * assertEquals([...bytes.subarray(0, 2)], [8, 7]); // field 1: ir_version 7
 * ```
 */
export function modelToOnnx(model: Mlp): Uint8Array<ArrayBuffer> {
  const { sizes, activation, head, scaler, targetScaler } = checkSavable(model);
  const graph = new OnnxGraph();
  const inputType = scaler ? "float64" : "float32";
  const inputs = [{ name: "inputs", type: inputType, width: sizes[0] }] as const;
  const scalesBack = head === "values" && targetScaler !== undefined;
  const last = sizes.length - 2;
  const names = activationsOf(activation, last);
  let x = scaler ? graph.cast(addScaling(graph, "inputs", scaler), "float32") : "inputs";
  for (let layer = 0; layer <= last; layer++) {
    if (layer > 0) x = activations[names[layer - 1]](graph, x);
    const [weight, bias] = tensorsOf(model).slice(2 * layer, 2 * layer + 2)
      .map(({ name, values, shape }) => graph.constant(name, values, shape));
    const output = layer === last && !scalesBack ? head : undefined;
    x = graph.add("Gemm", [x, weight, bias], { attributes: { whole: { transB: 1 } }, output });
  }
  if (scalesBack) addUnscaling(graph, x, targetScaler);
  if (head === "logits") {
    graph.add("Softmax", [x], { attributes: { whole: { axis: 1 } }, output: "probabilities" });
  }
  const outputs = (head === "logits" ? [head, "probabilities"] : [head]).map((name) => ({
    name,
    type: scalesBack ? "float64" as const : "float32" as const,
    width: sizes[sizes.length - 1],
  }));
  return graph.encode({ inputs, outputs }, metadataOf(model));
}

/** Adds `(inputs - mean) / scale`. */
function addScaling(graph: OnnxGraph, inputs: string, { mean, scale }: Scaler): string {
  const centred = graph.add("Sub", [inputs, graph.constant("mean", Float64Array.from(mean))]);
  return graph.add("Div", [centred, graph.constant("scale", Float64Array.from(scale))]);
}

/** Adds `scaled · scale + mean` as the output `values`. */
function addUnscaling(graph: OnnxGraph, scaled: string, { mean, scale }: Scaler): void {
  const factor = graph.constant("target_scale", Float64Array.from(scale));
  const offset = graph.constant("target_mean", Float64Array.from(mean));
  const stretched = graph.add("Mul", [graph.cast(scaled, "float64"), factor]);
  graph.add("Add", [stretched, offset], { output: "values" });
}
