/** The dispatches of one layer: products, activations, and their gradients. */

import { activateBackwardKernel } from "../kernels/activate_backward.ts";
import { activateForwardKernel, activationUniform } from "../kernels/activate_forward.ts";
import {
  columnSumsGrid,
  columnSumsKernel,
  columnSumsTurns,
  columnSumsUniform,
} from "../kernels/column_sums.ts";
import { elementwiseGrid } from "../kernels/elementwise.ts";
import { prepareMatmul } from "../kernels/prepare_matmul.ts";
import { checkTurns } from "../turns.ts";
import { prepare, type Work } from "../work.ts";
import type { Ensemble, Stage } from "./ensemble.ts";
import { strideOf } from "./layout.ts";

/** Where a layer's inputs lie. */
export interface Inputs {
  readonly buffer: GPUBuffer;
  /** Where the first row begins, in elements. */
  readonly offset: number;
  /** Elements from one member's rows to the next's; 0 for the same rows for all. */
  readonly batch: number;
}

/** A layer at work on a batch. */
export interface LayerBatch {
  readonly stage: Stage;
  readonly rows: number;
  readonly inputs: Inputs;
}

/** A layer on the way back: the gradient of its sums, and where the gradient asked for goes. */
export interface LayerGradient extends LayerBatch {
  readonly delta: GPUBuffer;
  readonly gradient: GPUBuffer;
}

/** `sums = inputs · weightᵀ + bias` */
export function multiplyForward(
  { gpu, arena, members, parameters, stride }: Ensemble,
  { stage, rows, inputs }: LayerBatch,
): Promise<Work> {
  const { inputs: fanIn, outputs: fanOut, weight, bias } = stage.layer;
  return prepareMatmul(gpu, arena, {
    product: {
      batch: members,
      rows,
      inner: fanIn,
      columns: fanOut,
      a: { offset: inputs.offset, batch: inputs.batch, row: fanIn, inner: 1 },
      b: { offset: weight, batch: stride, inner: 1, column: fanIn },
      bias: { offset: bias, batch: stride },
      c: { offset: 0, batch: strideOf(rows, fanOut) },
    },
    buffers: { a: inputs.buffer, b: parameters, bias: parameters, c: stage.sums },
  });
}

/** `outputs = f(sums)` */
export function activateLayer(ensemble: Ensemble, { stage, rows }: LayerBatch): Promise<Work> {
  const { gpu, activations, kinds } = ensemble;
  const { layer, grid } = elements(ensemble, strideOf(rows, stage.layer.outputs));
  const { sums, outputs } = stage;
  const buffers = { layer, kinds, sums, outputs };
  return prepare(gpu, activateForwardKernel(activations), { buffers, grid });
}

/** `delta *= f'(sums)` */
export function slopeLayer(
  ensemble: Ensemble,
  { stage, rows, delta }: Omit<LayerGradient, "gradient">,
): Promise<Work> {
  const { gpu, activations, kinds } = ensemble;
  const { layer, grid } = elements(ensemble, strideOf(rows, stage.layer.outputs));
  const { sums, outputs } = stage;
  const buffers = { layer, kinds, sums, outputs, delta };
  return prepare(gpu, activateBackwardKernel(activations), { buffers, grid });
}

/** `weight gradient = deltaᵀ · inputs` */
export function weightGradient(
  { gpu, arena, members, stride }: Ensemble,
  { stage, rows, inputs, delta, gradient }: LayerGradient,
): Promise<Work> {
  const { inputs: fanIn, outputs: fanOut, weight } = stage.layer;
  return prepareMatmul(gpu, arena, {
    product: {
      batch: members,
      rows: fanOut,
      inner: rows,
      columns: fanIn,
      a: { offset: 0, batch: strideOf(rows, fanOut), row: 1, inner: fanOut },
      b: { offset: inputs.offset, batch: inputs.batch, inner: fanIn, column: 1 },
      c: { offset: weight, batch: stride },
    },
    buffers: { a: delta, b: inputs.buffer, c: gradient },
  });
}

/** `bias gradient = sums of delta's columns` */
export function biasGradient(
  { gpu, arena, members, stride }: Ensemble,
  { stage: { layer: { outputs: fanOut, bias } }, rows, delta, gradient }: LayerGradient,
): Promise<Work> {
  const columns = {
    members,
    rows,
    columns: fanOut,
    matrixStride: strideOf(rows, fanOut),
    sumsAt: bias,
    sumsStride: stride,
  };
  checkTurns(gpu, columnSumsKernel.name, columnSumsTurns(columns));
  return prepare(gpu, columnSumsKernel, {
    buffers: {
      columns: arena.uniform("columns", columnSumsUniform(columns)),
      matrix: delta,
      sums: gradient,
    },
    grid: columnSumsGrid(columns, gpu.limits),
  });
}

/** `gradient of the inputs = delta · weight` */
export function inputGradient(
  { gpu, arena, members, parameters, stride }: Ensemble,
  { stage, rows, delta, gradient }: LayerGradient,
): Promise<Work> {
  const { inputs: fanIn, outputs: fanOut, weight } = stage.layer;
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
    buffers: { a: delta, b: parameters, c: gradient },
  });
}

function elements({ gpu, arena, members }: Ensemble, stride: number) {
  const quads = stride / 4;
  return {
    layer: arena.uniform("layer", activationUniform({ members, quads })),
    grid: elementwiseGrid(members * quads, gpu.limits),
  };
}
