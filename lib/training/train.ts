/** Complete trainings: from specs to curves and trained models. */

import { checkChoice } from "../check.ts";
import { checkCallback, optionNames } from "../check_shape.ts";
import { checkKeep } from "../devices/checks.ts";
import { orderSettings } from "./plan.ts";
import { checkProbe } from "./probes.ts";
import type { Run } from "./run.ts";
import { type RunSettings, settingsRecord } from "./run_record.ts";
import type { TrainingSession } from "./session.ts";
import type { NetworkSettings, TrainingOptions, TrainingSpec, WatchOptions } from "./spec.ts";
import { resolveNetworks, trainingNames } from "./resolve_settings.ts";
import { openSession } from "./start.ts";

/** The options of a complete training. */
export interface TrainOptions extends TrainingOptions, WatchOptions {
  /**
   * The result of an aborted training: `reject` with the signal's reason, the default, or `return` the
   * runs so far, with status `stopped`.
   */
  readonly onAbort?: "reject" | "return";
}

const names = optionNames<TrainOptions>({
  ...{ keep: true, probe: true, onEpoch: true, onAbort: true },
  ...trainingNames,
});

/**
 * Trains networks for all their epochs. All random numbers are drawn before the training, spec by spec,
 * from one torch generator, or from a separate one for a spec with a `seed`. The curves are therefore
 * those of a PyTorch program that trains the networks one after the other.
 *
 * @param specs The networks. Those of equal sizes, loss, batch size and epochs are trained together.
 * @param options The device, the data, and the settings that the networks share.
 * @returns One run for each spec, in order.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds, or the sizes do not fit the data
 * @throws The signal's reason, if it is aborted and `onAbort` is not `return`
 *
 * @example Two activations on the same data
 * ```ts
 * import { makeMoons, openDevice, sgd, train } from "@neural-lab/lab";
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
 *
 * @example Snapshots of the networks, for an animation
 * ```ts
 * import { adam, makeMoons, openDevice, train } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const [{ model, snapshots }] = await train(
 *   [{ sizes: [2, 8, 2], optimizer: adam({ learningRate: 0.01 }) }],
 *   { device, data: makeMoons(100, { seed: 1 }), epochs: 10, keep: [0, 2, 10] },
 * );
 * assertEquals(snapshots.map(({ epoch }) => epoch), [0, 2, 10]);
 * assertEquals(snapshots[2].model.parameters, model.parameters);
 * ```
 *
 * @example How much smaller the gradient is in the first layer than in the last one
 * ```ts
 * import { makeMoons, openDevice, sgd, train } from "@neural-lab/lab";
 * import { assert, assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const [{ statistics }] = await train(
 *   [{ sizes: [2, 16, 16, 16, 16, 2], activation: "sigmoid", optimizer: sgd() }],
 *   { device, data: makeMoons(100, { seed: 1 }), epochs: 5, probe: { at: [0, 5], layers: [1, 5] } },
 * );
 * assertEquals(statistics.map(({ epoch }) => epoch), [0, 5]);
 * const [first, last] = statistics[1].gradientNorm;
 * assert(first < last / 100);
 * ```
 */
export async function train(
  specs: readonly TrainingSpec[],
  options: TrainOptions,
): Promise<Run[]> {
  const networks = resolveTraining(specs, options);
  // An abort before the first epoch has results as well: the networks as they were drawn.
  const abortable = options.onAbort !== "return";
  const session = await openSession(networks, { ...options, abortable });
  try {
    return await trainToEnd(session, options);
  } finally {
    // Not `await using`, which Node 22 does not support.
    await session.close();
  }
}

async function trainToEnd(
  session: TrainingSession,
  { keep, probe, onEpoch, onAbort, signal }: TrainOptions,
): Promise<Run[]> {
  try {
    await session.advance(session.epochs, { keep, probe, onEpoch });
  } catch (error) {
    // Any other error has no result to return.
    if (onAbort !== "return" || !signal?.aborted) throw error;
  }
  return await session.runs();
}

/**
 * Checks the specs and options of a training, as `train` does before anything is drawn or computed.
 *
 * @param specs The networks, as for `train`.
 * @param options The options of `train`.
 * @returns The settings of each run, with all defaults, as `runRecord` converts them.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds, or the sizes do not fit the data
 *
 * @example Three classes need three outputs
 * ```ts
 * import { checkTraining, makeBlobs, openDevice, sgd } from "@neural-lab/lab";
 * import { assertThrows } from "@std/assert";
 *
 * await using device = await openDevice();
 * const specs = [{ sizes: [2, 8, 2], optimizer: sgd() }];
 * assertThrows(() => checkTraining(specs, { device, data: makeBlobs(30) }), RangeError, "outputs");
 * ```
 */
export function checkTraining(
  specs: readonly TrainingSpec[],
  options: TrainOptions,
): RunSettings[] {
  const networks = resolveTraining(specs, options);
  const orders = orderSettings(options);
  return networks.map((network) => settingsRecord({ ...network, ...orders }));
}

function resolveTraining(
  specs: readonly TrainingSpec[],
  options: TrainOptions,
): NetworkSettings[] {
  const networks = resolveNetworks(specs, options, names);
  const { keep = [], probe, onEpoch } = options;
  checkCallback("train", "onEpoch", onEpoch);
  if (options.onAbort !== undefined) {
    checkChoice("train", "onAbort", options.onAbort, ["reject", "return"]);
  }
  const epochs = networks.reduce((most, { epochs }) => Math.max(most, epochs), 0);
  checkKeep("train", keep, { last: epochs });
  checkProbe("train", probe, { last: epochs, networks });
  return networks;
}
