/** Training with a look at the networks on the way: the matter of pictures that move. */

import { checkCount, validationMessage } from "../check.ts";
import { checkCallback } from "../check_shape.ts";
import type { Mlp } from "../models/mlp.ts";
import { type PlannedGroup, planTraining } from "./plan.ts";
import { checkTraining, type TrainingOptions, type TrainingSpec } from "./spec.ts";
import { type Run, trainPlanned } from "./train.ts";

/** A network as it was after some epochs. */
export interface Snapshot {
  /** Epochs it had been trained for: 0 before the first. */
  readonly epoch: number;
  /** The network then. */
  readonly model: Mlp;
}

/** A run, and its network on the way. */
export interface RunThrough extends Run {
  /** One for each of the epochs that were asked for, in order. */
  readonly snapshots: readonly Snapshot[];
}

/** What a training with a look on the way takes. */
export interface ThroughOptions extends TrainingOptions {
  /** Epochs to look after, from 0 to all of them, each later than the one before. */
  readonly at: readonly number[];
  /** Called after each network that was trained again, with the share of them that is done. */
  readonly onSnapshot?: (done: number) => void;
}

/**
 * Trains an ensemble as `train` does, and keeps the networks as they were after the epochs `at`.
 *
 * The curves, the networks and what is drawn from the generator are those of `train`, to the bit:
 * the networks on the way come from the same first parameters and orders, trained once more up to
 * each epoch. So optimizers that remember go on as they did, and it takes as long as the epochs in
 * `at` add up to.
 *
 * @param specs The networks, as for `train`.
 * @param options Those of `train`, and the epochs.
 * @returns One run for each spec, in order.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an epoch is out of bounds or not later than the one before
 * @throws The signal's reason, if it is aborted
 *
 * @example The last look is the run's own network
 * ```ts
 * import { trainThrough } from "./through.ts";
 * import { openDevice } from "../devices/open.ts";
 * import { makeMoons } from "../datasets/moons.ts";
 * import { adam } from "../kernels/optimizers.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const [{ model, snapshots }] = await trainThrough(
 *   [{ sizes: [2, 8, 2], optimizer: adam({ learningRate: 0.01 }) }],
 *   { device, data: makeMoons(100, { seed: 1 }), epochs: 10, at: [0, 2, 10] },
 * );
 * assertEquals(snapshots.map(({ epoch }) => epoch), [0, 2, 10]);
 * assertEquals(snapshots[2].model.parameters, model.parameters);
 * ```
 */
export async function trainThrough(
  specs: readonly TrainingSpec[],
  options: ThroughOptions,
): Promise<RunThrough[]> {
  checkTraining(specs, options);
  const { at, epochs = 100, onSnapshot } = options;
  checkEpochs(at, epochs);
  checkCallback("train", "onSnapshot", onSnapshot);
  const groups = await planTraining(specs, options);
  const runs = await trainPlanned(groups, specs, options);
  const onTheWay = at.filter((epoch) => epoch > 0 && epoch < epochs);
  const work = groups.length * onTheWay.reduce((sum, epoch) => sum + epoch, 0);
  let done = 0;
  const snapshots: Snapshot[][] = specs.map(() => []);
  for (const group of groups) {
    for (const epoch of at) {
      const isDone = epoch === epochs;
      const models = isDone
        ? group.specs.map((spec) => runs[spec].model)
        : await modelsAfter(epoch, group, options);
      group.specs.forEach((spec, member) => snapshots[spec].push({ epoch, model: models[member] }));
      if (!isDone && epoch > 0) onSnapshot?.((done += epoch) / work);
    }
  }
  return runs.map((run, spec) => ({ ...run, snapshots: snapshots[spec] }));
}

/** The networks of a group after some of its epochs. */
async function modelsAfter(
  epochs: number,
  { plan, models }: PlannedGroup,
  { device, signal }: TrainingOptions,
): Promise<readonly Mlp[]> {
  if (epochs === 0) return models;
  const members = plan.members.map((member) => ({
    ...member,
    orders: member.orders.slice(0, epochs),
  }));
  // Scores on test data change no parameter.
  const shorter = { ...plan, epochs, members, test: undefined };
  const results = await device.train(shorter, { signal });
  return results.map(({ parameters }, member) => ({ ...models[member], parameters }));
}

function checkEpochs(at: readonly number[], epochs: number): void {
  const action = "train";
  if (!Array.isArray(at)) {
    throw new TypeError(validationMessage(action, "at", "a list of epochs", at));
  }
  at.forEach((epoch, index) => {
    const minimum = index === 0 ? 0 : at[index - 1] + 1;
    checkCount(action, `at[${index}]`, epoch, { minimum, maximum: epochs });
  });
}
