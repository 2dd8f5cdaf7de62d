/** Scores of models on a dataset, in chunks whose outputs fit in memory. */

import { validationMessage } from "../check.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { Device } from "../devices/device.ts";
import type { Mlp } from "../models/mlp.ts";

/** The maximum number of outputs in memory at once: 64 MB. */
const maxOutputs = 2 ** 24;

/** The outputs of one model for all samples, as a part of the outputs of several models. */
export interface RowsOfModel {
  readonly model: Mlp;
  readonly outputs: Float32Array;
  /** The index of the model's first output. */
  readonly start: number;
  /** The number of outputs of a sample. */
  readonly width: number;
}

/**
 * Computes the scores of several models of equal sizes on one or more datasets, which are evaluated
 * together: a device copies the models once, and a GPU waits once for its results.
 *
 * @returns The scores on each dataset, of each model.
 */
export async function evaluateModels<Score>(
  models: readonly Mlp[],
  { device, sets }: { device: Device; sets: readonly Dataset[] },
  score: (rows: RowsOfModel, data: Dataset) => Score,
): Promise<Score[][]> {
  const { sizes } = models[0];
  const width = sizes[sizes.length - 1];
  const samples = sets.reduce((sum, { samples }) => sum + samples, 0);
  const inputs = new Float32Array(samples * sizes[0]);
  let at = 0;
  for (const { inputs: own } of sets) {
    inputs.set(own, at);
    at += own.length;
  }
  const scores: Score[][] = [];
  for (const some of inChunks(models, samples)) {
    const outputs = await device.predict(some, inputs);
    let start = 0;
    for (const model of some) {
      const own: Score[] = [];
      for (const data of sets) {
        own.push(score({ model, outputs, start, width }, data));
        start += width * data.samples;
      }
      scores.push(own);
    }
  }
  return scores;
}

/** Models of equal sizes in chunks whose outputs at `points` points fit in memory. */
export function* inChunks(models: readonly Mlp[], points: number): Generator<readonly Mlp[]> {
  const { sizes } = models[0];
  const atOnce = Math.max(1, Math.floor(maxOutputs / (sizes[sizes.length - 1] * points)));
  for (let first = 0; first < models.length; first += atOnce) {
    yield models.slice(first, first + atOnce);
  }
}

/** Throws if a model cannot compute the targets of a dataset. */
export function checkModelFits(action: string, { sizes }: Mlp, data: Dataset): void {
  if (data.features !== sizes[0]) {
    const allowed = `${sizes[0]}, the model's inputs`;
    throw new RangeError(validationMessage(action, "data.features", allowed, data.features));
  }
  const width = sizes[sizes.length - 1];
  if (data.targets === undefined || data.task !== "regression") return;
  const columns = data.targets.length / data.samples;
  if (columns === width) return;
  const allowed = `${width}, the model's outputs`;
  throw new RangeError(validationMessage(action, "the number of targets", allowed, columns));
}
