/** Forward and backward passes of an ensemble over a batch: one or two matrix products per layer. */

import { prepareMatmul, type ProductBuffers } from "../kernels/matmul.ts";
import type { Work } from "../work.ts";
import type { Ensemble, Stage } from "./ensemble.ts";
import { strideOf } from "./layout.ts";

/** The location of a layer's inputs, or of the targets. */
export interface Inputs {
  readonly buffer: GPUBuffer;
  /** The offset of the first row, in elements. */
  readonly offset: number;
  /** The number of elements from one row to the next. */
  readonly row: number;
  /** The number of elements from one member's rows to the next member's; 0 if all members share them. */
  readonly batch: number;
}

/** A layer with its batch. */
interface LayerBatch {
  readonly stage: Stage;
  readonly rows: number;
  readonly inputs: Inputs;
}

/** A layer in the backward pass: the gradient of its pre-activations, and the buffer of the result. */
interface LayerGradient extends LayerBatch {
  readonly delta: GPUBuffer;
  readonly gradient: GPUBuffer;
}

/**
 * `preActivations = inputs · weightᵀ + bias`, and, except for the last layer, `outputs = f(preActivations)`
 */
function forwardLayer(
  { gpu, arena, members, parameters, stride, activations }: Ensemble,
  { stage, rows, inputs }: LayerBatch,
): Promise<Work> {
  const {
    layer: { inputs: fanIn, outputs: fanOut, weight, bias },
    preActivations,
    outputs,
    kinds,
  } = stage;
  const { buffer: a, ...rowsOfA } = inputs;
  const product = {
    batch: members,
    rows,
    inner: fanIn,
    columns: fanOut,
    a: { ...rowsOfA, inner: 1 },
    b: { offset: weight, batch: stride, inner: 1, column: fanIn },
    bias: { offset: bias, batch: stride },
    c: { offset: 0, batch: strideOf(rows, fanOut) },
  };
  const buffers: ProductBuffers = { a, b: parameters, bias: parameters, c: preActivations };
  if (isLast(stage)) return prepareMatmul(gpu, arena, { product, buffers });
  return prepareMatmul(gpu, arena, {
    product,
    buffers: { ...buffers, kinds, outputs },
    finish: { kind: "activation", activations },
  });
}

/** `weight gradient = deltaᵀ · inputs`, and `bias gradient = sums of delta's columns` */
function parameterGradients(
  { gpu, arena, members, stride }: Ensemble,
  { stage, rows, inputs, delta, gradient }: LayerGradient,
): Promise<Work> {
  const { inputs: fanIn, outputs: fanOut, weight, bias } = stage.layer;
  const { buffer: b, row, ...placeOfB } = inputs;
  return prepareMatmul(gpu, arena, {
    product: {
      batch: members,
      rows: fanOut,
      inner: rows,
      columns: fanIn,
      a: { offset: 0, batch: strideOf(rows, fanOut), row: 1, inner: fanOut },
      b: { ...placeOfB, inner: row, column: 1 },
      c: { offset: weight, batch: stride },
      rowSums: { offset: bias, batch: stride },
    },
    buffers: { a: delta, b, c: gradient },
    finish: { kind: "rowSums" },
  });
}

/**
 * `gradient of the inputs = delta · weight`, times the derivative: the gradient of the pre-activations
 * of the layer before.
 *
 * @param before The preceding layer, whose outputs are the inputs.
 */
function inputGradient(
  { gpu, arena, members, parameters, stride, activations }: Ensemble,
  { stage, rows, delta, gradient }: LayerGradient,
  before: Stage,
): Promise<Work> {
  const { inputs: fanIn, outputs: fanOut, weight } = stage.layer;
  const { preActivations, outputs, kinds } = before;
  return prepareMatmul(gpu, arena, {
    product: {
      batch: members,
      rows,
      inner: fanOut,
      columns: fanIn,
      a: { offset: 0, batch: strideOf(rows, fanOut), row: fanOut, inner: 1 },
      b: { offset: weight, batch: stride, inner: fanIn, column: 1 },
      c: { offset: 0, batch: strideOf(rows, fanIn) },
    },
    buffers: { a: delta, b: parameters, c: gradient, kinds, preActivations, outputs },
    finish: { kind: "derivative", activations },
  });
}

const isLast = ({ preActivations, outputs }: Stage) => preActivations === outputs;

/** A batch of an ensemble. */
export interface Batch {
  readonly rows: number;
  readonly inputs: Inputs;
}

/** Buffers of the gradients. */
export interface Gradients {
  /** The gradients of the parameters, in the parameters' layout. */
  readonly parameters: GPUBuffer;
  /** The gradient of each layer's pre-activations. */
  readonly deltas: readonly GPUBuffer[];
}

/** The forward pass, from the inputs to the outputs of the last layer. */
export async function forwardPass(ensemble: Ensemble, batch: Batch): Promise<Work[]> {
  const works: Work[] = [];
  for (const layer of layerBatches(ensemble, batch)) {
    works.push(await forwardLayer(ensemble, layer));
  }
  return works;
}

/** The backward pass, from the gradient of the last layer's outputs to those of all parameters. */
export async function backwardPass(
  ensemble: Ensemble,
  batch: Batch,
  { parameters, deltas }: Gradients,
): Promise<Work[]> {
  const works: Work[] = [];
  for (const [index, layer] of [...layerBatches(ensemble, batch).entries()].toReversed()) {
    const delta = deltas[index];
    works.push(await parameterGradients(ensemble, { ...layer, delta, gradient: parameters }));
    if (index === 0) continue;
    const gradient = { ...layer, delta, gradient: deltas[index - 1] };
    works.push(await inputGradient(ensemble, gradient, ensemble.stages[index - 1]));
  }
  return works;
}

/** Each layer with its inputs: the batch's, or the activations of the layer before. */
function layerBatches({ stages }: Ensemble, { rows, inputs }: Batch): LayerBatch[] {
  return stages.map((stage, index) => {
    if (index === 0) return { stage, rows, inputs };
    const { outputs: buffer } = stages[index - 1];
    const { inputs: row } = stage.layer;
    return { stage, rows, inputs: { buffer, offset: 0, row, batch: strideOf(rows, row) } };
  });
}
