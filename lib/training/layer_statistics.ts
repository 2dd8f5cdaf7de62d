/** The statistics of the layers of one network, trained or not. */

import { checkChoice, validationMessage } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { checkSignal } from "../devices/checks.ts";
import { headOf, type Loss, lossNames } from "../kernels/losses.ts";
import { plainStatistics, updateRatios } from "../kernels/statistics.ts";
import { layersOf } from "../models/layout.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";
import { createYield } from "../yield_to_event_loop.ts";
import { checkModelFits } from "./evaluate.ts";
import { checkLayers, type LayerStatistics, ofLayers } from "./probes.ts";
import { toSamples } from "./samples.ts";

/** The batch on which statistics are computed. */
export interface LayerStatisticsOptions {
  /** The data, all samples of which are one batch. */
  readonly data: Dataset;
  /** The loss: by default the one for the model's head, `crossEntropy` or `meanSquaredError`. */
  readonly loss?: Loss;
  /** The layers, counted from 1, in ascending order; all by default. */
  readonly layers?: readonly number[];
  /** The same network before a step or an epoch, for the update ratios. */
  readonly before?: Mlp;
  /** Aborts the computation. */
  readonly signal?: AbortSignal;
}

const names = optionNames<LayerStatisticsOptions>({
  ...{ data: true, loss: true, layers: true, before: true, signal: true },
});
const ACTION = "compute the statistics of layers";

/**
 * Computes statistics of the layers of a network in float64, by one forward and one backward pass of all
 * samples: norms of the gradients and weights, and the activations of the hidden layers. The option `probe`
 * of `train` computes the same during a training, faster. Gradients that shrink from layer to layer vanish
 * (Hochreiter, 1991; Glorot and Bengio, 2010).
 *
 * @param model The network; its parameters are float32, as they are trained.
 * @param options The data, and optionally the loss, the layers, and the same network before.
 * @returns The statistics; lists have an entry for each layer.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the data or the network before do not fit the model, or it has no such layer
 * @throws The signal's reason, if it is aborted
 *
 * @example The gradient vanishes in a deep network of sigmoids
 * ```ts
 * import { createMlp, layerStatistics, makeMoons } from "@neural-lab/lab";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const model = createMlp([2, 16, 16, 16, 16, 2], { activation: "sigmoid" });
 * const { gradientNorm, hidden } = await layerStatistics(model, { data: makeMoons(100) });
 * assertEquals([gradientNorm.length, hidden.length], [5, 4]);
 * assert(gradientNorm[0] < gradientNorm[4] / 100);
 * assert(hidden.every(({ saturated }) => saturated === 0));
 * ```
 */
export async function layerStatistics(
  model: Mlp,
  options: LayerStatisticsOptions,
): Promise<LayerStatistics> {
  checkMlp(ACTION, model);
  const { data, loss = lossOf(model), layers, before, signal } = checkOptions(
    ACTION,
    options,
    names,
  );
  checkDataset(ACTION, "data", data);
  checkChoice(ACTION, "loss", loss, lossNames);
  checkSignal(ACTION, signal);
  if (headOf(loss) !== model.head) {
    const allowed = `"${lossOf(model)}", for the model's head`;
    throw new RangeError(validationMessage(ACTION, "loss", allowed, loss));
  }
  checkLayers(ACTION, layers, { maximum: model.sizes.length - 1, name: "layers" });
  checkModelFits(ACTION, model, data);
  if (before !== undefined) checkBefore(before, model);
  const { sizes, parameters, activation, head } = model;
  const samples = toSamples(data, { outputs: sizes[sizes.length - 1], head });
  const statistics = await plainStatistics(
    sizes,
    parameters,
    { samples, activation, loss },
    createYield(signal),
  );
  const updateRatio = before
    ? updateRatios(layersOf(sizes), { before: before.parameters, after: parameters })
    : null;
  return ofLayers({ ...statistics, updateRatio }, layers);
}

function lossOf({ head }: Mlp): Loss {
  return head === "values" ? "meanSquaredError" : "crossEntropy";
}

function checkBefore(before: Mlp, { sizes }: Mlp): void {
  checkMlp(ACTION, before);
  if (before.sizes.join() === sizes.join()) return;
  const allowed = `${JSON.stringify(sizes)}, as the model's`;
  throw new RangeError(validationMessage(ACTION, "the sizes of before", allowed, before.sizes));
}
