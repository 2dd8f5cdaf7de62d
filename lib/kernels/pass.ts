/** One forward and backward pass of an MLP over a batch of a fixed number of rows. */

import { type Activations, activationsOf } from "../models/activations.ts";
import { type Layer, layersOf } from "../models/layout.ts";
import {
  activate,
  type Activated,
  activationBackward,
  type ColumnSums,
  sumColumns,
} from "./elementwise.ts";
import type { Floats, Precision } from "./floats.ts";
import { matmul, type Product } from "./matmul.ts";

/** The parameters and their gradients, one flat vector each, in the layout of `layersOf`. */
export interface Weights {
  readonly parameters: Floats;
  readonly gradients: Floats;
}

/** A pass. Use: fill `inputs`, call `forward`, read `outputs`; write `outputGradient`, call `backward`. */
export interface Pass {
  readonly rows: number;
  /** `[rows × features]` */
  readonly inputs: Floats;
  /** The pre-activations and activations of each hidden layer, `[rows × units]`. */
  readonly hidden: readonly Pick<Activated, "preActivations" | "outputs">[];
  /** The outputs of the last layer: logits or values, `[rows × width]`. */
  readonly outputs: Floats;
  /** The gradient of the loss with respect to the outputs `[rows × width]`. */
  readonly outputGradient: Floats;
  /** The buffers of each layer, as the last forward and backward passes have left them. */
  readonly stages: readonly Stage[];
  /** Computes the outputs from the inputs and the parameters. */
  forward(activation: Activations): void;
  /** Computes all gradients from `outputGradient`, after a forward pass. */
  backward(activation: Activations): void;
}

/** One layer's buffers, and the operands of its kernels. */
export interface Stage {
  /** Pre-activations, `weight · inputs + bias`. */
  readonly preActivations: Floats;
  /** Activations; in the last layer the same buffer as the pre-activations. */
  readonly outputs: Floats;
  /** The gradient of the loss with respect to the pre-activations. */
  readonly delta: Floats;
  /** The product of the layer's inputs, operand `a`, and its weights. */
  readonly forward: Product;
  readonly activated: Activated;
  readonly biasGradient: ColumnSums;
  readonly weightGradient: Product;
  /** The gradient with respect to the layer's inputs; undefined in the first layer. */
  readonly inputGradient: Product | undefined;
}

/**
 * Allocates the buffers of a pass, and prepares the operands of its kernels.
 *
 * @param precision Of all buffers.
 * @param weights The parameters to read, and the gradients to write.
 * @param shape The widths of the layers, and the number of rows of a batch.
 */
export function createPass(
  precision: Precision,
  weights: Weights,
  { sizes, rows }: { sizes: readonly number[]; rows: number },
): Pass {
  const inputs = precision.allocate(rows * sizes[0]);
  const stages: Stage[] = [];
  const layers = layersOf(sizes);
  for (const layer of layers) {
    const before = stages.at(-1);
    const last = stages.length === layers.length - 1;
    stages.push(createStage(precision, weights, { layer, rows, before, inputs, last }));
  }
  const final = stages[stages.length - 1];
  const backwards = stages.toReversed();
  return {
    rows,
    inputs,
    hidden: stages.slice(0, -1),
    outputs: final.outputs,
    outputGradient: final.delta,
    stages,
    forward(activation) {
      const activations = activationsOf(activation, stages.length - 1);
      for (const [index, stage] of stages.entries()) {
        matmul(stage.forward);
        activate(stage === final ? "identity" : activations[index], stage.activated);
      }
    },
    backward(activation) {
      const activations = activationsOf(activation, stages.length - 1).toReversed();
      for (const [index, stage] of backwards.entries()) {
        if (stage !== final) activationBackward(activations[index - 1], stage);
        matmul(stage.weightGradient);
        sumColumns(stage.biasGradient);
        if (stage.inputGradient) matmul(stage.inputGradient);
      }
    },
  };
}

function createStage(
  { allocate }: Precision,
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
