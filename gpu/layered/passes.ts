/** Forward and backward passes of an ensemble over a batch, as dispatches in a row. */

import type { Work } from "../work.ts";
import type { Ensemble } from "./ensemble.ts";
import { strideOf } from "./layout.ts";
import {
  forwardLayer,
  inputGradient,
  type Inputs,
  type LayerBatch,
  parameterGradients,
} from "./layer.ts";

/** A batch of an ensemble. */
export interface Batch {
  readonly rows: number;
  readonly inputs: Inputs;
}

/** Buffers of the gradients. */
export interface Gradients {
  /** Of the parameters, laid out as they are. */
  readonly parameters: GPUBuffer;
  /** For each layer the gradient of its sums. */
  readonly deltas: readonly GPUBuffer[];
}

/** From the inputs to the outputs of the last layer. */
export async function forwardPass(ensemble: Ensemble, batch: Batch): Promise<Work[]> {
  const works: Work[] = [];
  for (const layer of layerBatches(ensemble, batch)) {
    works.push(await forwardLayer(ensemble, layer));
  }
  return works;
}

/** From the gradient of the last layer's outputs to those of all parameters. */
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
