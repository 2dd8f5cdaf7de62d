/** Training: an ensemble of networks in, their curves and final models out. */

import type { Dataset } from "../datasets/dataset.ts";
import type { EpochScores, MemberResult } from "../devices/device.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import type { Initializer } from "../models/initializers.ts";
import type { Mlp } from "../models/mlp.ts";
import { type PlannedGroup, planTraining } from "./plan.ts";
import { accuraciesOf } from "./predict.ts";
import { checkTraining, nameOf, type TrainingOptions, type TrainingSpec } from "./spec.ts";

/**
 * One network's training. The curves have one entry an epoch; from the epoch on in which the
 * training loss stopped being finite they hold NaN.
 */
export interface Run extends Omit<MemberResult, "parameters"> {
  /** The spec's name. */
  readonly name: string;
  /** The trained network. */
  readonly model: Mlp;
  /** How the first parameters were drawn, where the spec says so. */
  readonly initializer: Initializer | undefined;
  /** What it was trained with. */
  readonly optimizer: Optimizer;
  /** Whether the training loss stayed finite. */
  readonly status: "ok" | "diverged";
  /** Share of the training data that the trained network classifies right; NaN if it diverged. */
  readonly finalTrainAccuracy: number;
  /** The same of the test data; NaN without test data. */
  readonly finalTestAccuracy: number;
  /** Its share of the time that its ensemble took, in seconds. */
  readonly seconds: number;
}

/**
 * Trains an ensemble of networks. All that is random is drawn first, from one torch generator, spec
 * by spec; so the curves are those of a PyTorch program that trains one network after the other.
 *
 * @param specs The networks. Those of the same sizes are trained together.
 * @param options Device, data, and what the networks have in common.
 * @returns One run for each spec, in order.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if a setting is out of bounds, or sizes do not fit the data
 * @throws The signal's reason, if it is aborted
 *
 * @example Two activations on the same data
 * ```ts
 * import { train } from "./train.ts";
 * import { openDevice } from "../devices/open.ts";
 * import { makeMoons } from "../datasets/moons.ts";
 * import { sgd } from "../kernels/optimizers.ts";
 * import { assert } from "@std/assert";
 *
 * await using device = await openDevice();
 * const [tanh, relu] = await train(
 *   (["tanh", "relu"] as const).map((activation) => ({
 *     sizes: [2, 16, 2],
 *     activation,
 *     optimizer: sgd({ learningRate: 0.1 }),
 *   })),
 *   { device, data: makeMoons(200, { seed: 1 }), epochs: 20, seed: 1 },
 * );
 * assert(tanh.trainLoss[19] < tanh.trainLoss[0]);
 * assert(relu.finalTrainAccuracy > 0.8);
 * ```
 */
export async function train(
  specs: readonly TrainingSpec[],
  options: TrainingOptions,
): Promise<Run[]> {
  checkTraining(specs, options);
  return await trainPlanned(await planTraining(specs, options), specs, options);
}

/** Trains what has been drawn. */
export async function trainPlanned(
  groups: readonly PlannedGroup[],
  specs: readonly TrainingSpec[],
  options: TrainingOptions,
): Promise<Run[]> {
  const names = specs.map(nameOf);
  const runs: Run[] = [];
  for (const [index, group] of groups.entries()) {
    const started = performance.now();
    const results = await options.device.train(group.plan, {
      signal: options.signal,
      onEpoch: (epoch, scores) => report(options, { groups, index, names, epoch, scores }),
    });
    const seconds = (performance.now() - started) / 1000 / group.specs.length;
    const finished = await finish(results, { group, names, specs, seconds }, options);
    for (const [member, spec] of group.specs.entries()) runs[spec] = finished[member];
  }
  return runs;
}

function report(
  { onEpoch, epochs = 100 }: TrainingOptions,
  { groups, index, names, epoch, scores }: {
    groups: readonly PlannedGroup[];
    index: number;
    names: readonly string[];
    epoch: number;
    scores: readonly EpochScores[];
  },
): void {
  onEpoch?.({
    epoch,
    epochs,
    done: (index + epoch / epochs) / groups.length,
    runs: groups[index].specs.map((spec, member) => ({
      name: names[spec],
      trainLoss: scores[member].trainLoss,
    })),
  });
}

/** The runs of a group, with the accuracies of those that did not diverge. */
async function finish(
  results: readonly MemberResult[],
  { group, names, specs, seconds }: {
    group: PlannedGroup;
    names: readonly string[];
    specs: readonly TrainingSpec[];
    seconds: number;
  },
  { device, data, test }: TrainingOptions,
): Promise<Run[]> {
  const models = results.map(({ parameters }, member) => ({ ...group.models[member], parameters }));
  const sound = models.filter((_, member) => results[member].divergedAtEpoch === null);
  const scores = async (data: Dataset | undefined) => {
    if (!data || sound.length === 0) return new Map<Mlp, number>();
    const accuracies = await accuraciesOf(sound, { device, data });
    return new Map(sound.map((model, index) => [model, accuracies[index]]));
  };
  // Together, as a GPU lets each wait for its answer.
  const [onTrain, onTest] = await Promise.all([scores(data), scores(test)]);
  return results.map(({ parameters: _, ...curves }, member): Run => {
    const spec = specs[group.specs[member]];
    const model = models[member];
    return {
      name: names[group.specs[member]],
      model,
      initializer: spec.initializer ?? (spec.model ? undefined : "torch"),
      optimizer: spec.optimizer,
      ...curves,
      status: curves.divergedAtEpoch === null ? "ok" : "diverged",
      finalTrainAccuracy: onTrain.get(model) ?? NaN,
      finalTestAccuracy: onTest.get(model) ?? NaN,
      seconds,
    };
  });
}
