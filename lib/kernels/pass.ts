/** One forward and backward pass of an MLP over a batch of a fixed number of rows. */

import type { Activation } from "../models/activations.ts";
import { type Layer, layersOf } from "../models/layout.ts";
import type { Arithmetic } from "./arithmetic.ts";
import type { Activated, ColumnSums } from "./elementwise.ts";
import type { Floats } from "./floats.ts";
import type { Product } from "./matmul.ts";

/** Parameters and their gradients, one flat vector each, laid out as `layersOf` says. */
export interface Weights {
  readonly parameters: Floats;
  readonly gradients: Floats;
}

/** A pass: fill `inputs`, call `forward`, read `outputs`; write `outputGradient`, call `backward`. */
export interface Pass {
  readonly rows: number;
  /** `[rows × features]` */
  readonly inputs: Floats;
  /** Outputs of the last layer, or logits, `[rows × width]`. */
  readonly outputs: Floats;
  /** Gradient of the loss with respect to the outputs `[rows × width]`. */
  readonly outputGradient: Floats;
  /** Computes the outputs from the inputs and the parameters. */
  forward(activation: Activation): void;
  /** Computes all gradients from `outputGradient`; the forward pass must have been run before. */
  backward(activation: Activation): void;
}

/** One layer's buffers, and the operands of each kernel that runs over them. */
interface Stage {
  /** Pre-activations, `weight · inputs + bias`. */
  readonly preActivations: Floats;
  /** Activations; of the last layer the pre-activations themselves. */
  readonly outputs: Floats;
  /** Gradient of the loss with respect to the pre-activations. */
  readonly delta: Floats;
  readonly forward: Product;
  readonly activated: Activated;
  readonly biasGradient: ColumnSums;
  readonly weightGradient: Product;
  /** From this layer's delta to the gradient of its inputs; the first layer needs none. */
  readonly inputGradient: Product | undefined;
}

/**
 * Lays out the buffers of a pass.
 *
 * @param arithmetic Where buffers come from and who multiplies.
 * @param weights Parameters to read and gradients to write.
 * @param shape Widths of the layers, and how many rows a batch has.
 */
export function createPass(
  arithmetic: Arithmetic,
  weights: Weights,
  { sizes, rows }: { sizes: readonly number[]; rows: number },
): Pass {
  const inputs = arithmetic.allocate(rows * sizes[0]);
  const stages: Stage[] = [];
  const layers = layersOf(sizes);
  for (const layer of layers) {
    const before = stages.at(-1);
    const last = stages.length === layers.length - 1;
    stages.push(createStage(arithmetic, weights, { layer, rows, before, inputs, last }));
  }
  const final = stages[stages.length - 1];
  const backwards = stages.toReversed();
  return {
    rows,
    inputs,
    outputs: final.outputs,
    outputGradient: final.delta,
    forward(activation) {
      for (const stage of stages) {
        arithmetic.matmul(stage.forward);
        arithmetic.activate(stage === final ? "identity" : activation, stage.activated);
      }
    },
    backward(activation) {
      for (const stage of backwards) {
        if (stage !== final) arithmetic.activationBackward(activation, stage);
        arithmetic.matmul(stage.weightGradient);
        arithmetic.sumColumns(stage.biasGradient);
        if (stage.inputGradient) arithmetic.matmul(stage.inputGradient);
      }
    },
  };
}

function createStage(
  { allocate }: Arithmetic,
  { parameters, gradients }: Weights,
  { layer, rows, before, inputs, last }: {
    layer: Layer;
    rows: number;
    before: Stage | undefined;
    inputs: Floats;
    last: boolean;
  },
): Stage {
  const { inputs: fanIn, outputs: fanOut } = layer;
  const weight = parameters.subarray(layer.weight, layer.bias);
  const preActivations = allocate(rows * fanOut);
  const delta = allocate(rows * fanOut);
  const x = before?.outputs ?? inputs;
  const outputs = last ? preActivations : allocate(rows * fanOut);
  const bias = parameters.subarray(layer.bias, layer.bias + fanOut);
  const biasSums = gradients.subarray(layer.bias, layer.bias + fanOut);
  return {
    preActivations,
    outputs,
    delta,
    activated: { preActivations, bias, outputs, rows, columns: fanOut },
    biasGradient: { matrix: delta, sums: biasSums, rows, columns: fanOut },
    // deno-fmt-ignore
    forward: {
      a: x, aRow: fanIn, aInner: 1, b: weight, bInner: 1, bColumn: fanIn,
      c: preActivations, rows, inner: fanIn, columns: fanOut,
    },
    // deno-fmt-ignore
    weightGradient: {
      a: delta, aRow: 1, aInner: fanOut, b: x, bInner: fanIn, bColumn: 1,
      c: gradients.subarray(layer.weight, layer.bias), rows: fanOut, inner: rows, columns: fanIn,
    },
    // deno-fmt-ignore
    inputGradient: before && {
      a: delta, aRow: fanOut, aInner: 1, b: weight, bInner: fanIn, bColumn: 1,
      c: before.delta, rows, inner: fanOut, columns: fanIn,
    },
  };
}
