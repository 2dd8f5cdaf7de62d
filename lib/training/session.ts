/** A training that is advanced, looked at, saved and gone on with: the one way networks are trained. */

import { checkCount } from "../check.ts";
import { checkCallback, checkList, checkOptions, optionNames } from "../check_shape.ts";
import { checkKeep } from "../devices/checks.ts";
import type { Device } from "../devices/device.ts";
import type { Mlp } from "../models/mlp.ts";
import type { GeneratorState } from "../random/state.ts";
import { type GroupState, type TrainingState, writeState } from "./checkpoint.ts";
import { advanceGroup, modelsOf, runsOf, scoresAt, type TrainedGroup } from "./group.ts";
import type { Run, Snapshot } from "./run.ts";
import type { EpochOfRun, NetworkSettings, SharedSettings, WatchOptions } from "./spec.ts";

/** What all networks of a session came to in one epoch. */
export interface TrainingEpoch {
  /** Its number, from 1. */
  readonly epoch: number;
  /** How many there are. */
  readonly epochs: number;
  /** Each network's scores, in the order of the specs; of one that has fewer epochs, its last. */
  readonly runs: readonly EpochOfRun[];
}

const watchNames = optionNames<WatchOptions>({ keep: true, onEpoch: true });

/** What a session is made of. */
interface Parts {
  readonly device: Device;
  readonly shared: SharedSettings;
  readonly networks: readonly NetworkSettings[];
  readonly groups: readonly TrainedGroup[];
  /** The generator as it was before anything was drawn. */
  readonly generator: GeneratorState;
  /** Epochs of all networks, where they are not those of their settings. */
  readonly total: number | undefined;
}

/**
 * A training under way, always between two epochs. `for await` over it trains an epoch at a time; leave
 * the loop at any epoch, look at `models`, `runs` or `state`, and go on. On a GPU each epoch that is
 * looked at costs a wait of about 10 ms: `advance` by several where that matters.
 *
 * @example One epoch after the other
 * ```ts
 * import { makeMoons, openDevice, sgd, startTraining } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * await using session = await startTraining(
 *   [{ sizes: [2, 4, 2], optimizer: sgd() }],
 *   { device, data: makeMoons(50), epochs: 3 },
 * );
 * const losses: number[] = [];
 * for await (const { runs: [run] } of session) losses.push(run.trainLoss);
 * assertEquals(losses, [...(await session.runs())[0].trainLoss]);
 * ```
 */
export class TrainingSession implements AsyncDisposable, AsyncIterable<TrainingEpoch> {
  readonly #parts: Parts;

  /** @ignore Made by {@linkcode startTraining} and {@linkcode resumeTraining}. */
  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Epochs that all networks have been trained for that have so many. */
  get epoch(): number {
    const behind = this.#parts.groups.filter(({ session, plan }) => session.epoch < plan.epochs);
    return behind.length === 0
      ? this.epochs
      : Math.min(...behind.map(({ session }) => session.epoch));
  }

  /** How many epochs there are: the most of any network. */
  get epochs(): number {
    return Math.max(...this.#parts.groups.map(({ plan }) => plan.epochs));
  }

  /**
   * Trains on.
   *
   * @param epochs How many more: 1 by default.
   * @param options After which of these epochs to keep the networks, which `runs` gives as snapshots,
   * and what to call after each epoch. Networks that differ in sizes, loss, batch size or epochs are
   * trained one ensemble after the other.
   * @returns What the networks came to in the last of them.
   * @throws {TypeError} if an argument is of the wrong kind
   * @throws {RangeError} if so many epochs are not left, an epoch to keep is none of them, or there is
   * no such option
   * @throws The signal's reason, if it is aborted: the session stays between two epochs, and usable
   *
   * @example Ten epochs, and the networks after some of them
   * ```ts
   * import { makeMoons, openDevice, sgd, startTraining } from "@neural-lab/lab";
   * import { assertEquals } from "@std/assert";
   *
   * await using device = await openDevice();
   * await using session = await startTraining(
   *   [{ sizes: [2, 4, 2], optimizer: sgd() }],
   *   { device, data: makeMoons(50), epochs: 10 },
   * );
   * const shares: number[] = [];
   * await session.advance(10, { keep: [0, 5], onEpoch: ({ done }) => shares.push(done) });
   * const [{ snapshots }] = await session.runs();
   * assertEquals(snapshots.map(({ epoch }) => epoch), [0, 5]);
   * assertEquals([shares.length, shares[9]], [10, 1]);
   * ```
   */
  async advance(epochs = 1, options: WatchOptions = {}): Promise<TrainingEpoch> {
    const action = "advance the training";
    const { groups, shared: { signal } } = this.#parts;
    const maximum = this.epochs - this.epoch;
    if (maximum === 0) {
      throw new RangeError(`Cannot ${action} as all ${this.epochs} epochs are done`);
    }
    checkCount(action, "epochs", epochs, { minimum: 1, maximum });
    const { keep = [], onEpoch } = checkOptions(action, options, watchNames);
    checkCallback(action, "onEpoch", onEpoch);
    const end = this.epoch + epochs;
    checkKeep(action, keep, { first: this.epoch, last: end });
    for (const group of groups) {
      const report = onEpoch &&
        ((epoch: number, runs: readonly EpochOfRun[]) =>
          onEpoch({ epoch, epochs: group.plan.epochs, done: this.#doneAt(group, epoch), runs }));
      await advanceGroup(group, end, { signal, keep, onEpoch: report });
    }
    const runs = this.#inOrder(groups.map((group) => scoresAt(group, end)));
    return { epoch: end, epochs: this.epochs, runs };
  }

  /** Share of the whole work that is done once a group has come to an epoch. */
  #doneAt(group: TrainedGroup, epoch: number): number {
    const { groups } = this.#parts;
    const shares = groups.map((each) =>
      (each === group ? epoch : each.session.epoch) / each.plan.epochs
    );
    return shares.reduce((sum, share) => sum + share, 0) / groups.length;
  }

  /** Trains epoch by epoch to the last. */
  async *[Symbol.asyncIterator](): AsyncGenerator<TrainingEpoch, void, void> {
    while (this.epoch < this.epochs) yield await this.advance();
  }

  /** The networks now, in the order of the specs. */
  async models(): Promise<Mlp[]> {
    const models: Mlp[][] = [];
    for (const group of this.#parts.groups) models.push(await modelsOf(group));
    return this.#inOrder(models);
  }

  /**
   * What the training has come to so far: a run for each spec, `stopped` where epochs are left.
   *
   * @param snapshots Of each network, instead of those that `advance` has kept.
   * @throws {TypeError} if they are no lists
   */
  async runs(snapshots?: readonly (readonly Snapshot[])[]): Promise<Run[]> {
    const action = "tell the runs";
    const allowed = "a list of snapshots";
    if (snapshots !== undefined) {
      checkList(action, "snapshots", snapshots, `${allowed} for each network`)
        .forEach((own, at) => checkList(action, `snapshots[${at}]`, own, allowed));
    }
    const { device, groups, shared } = this.#parts;
    const runs: Run[][] = [];
    for (const group of groups) runs.push(await runsOf(group, { ...shared, device }));
    return this.#inOrder(runs).map((run, network) =>
      snapshots ? { ...run, snapshots: snapshots[network] ?? [] } : run
    );
  }

  /**
   * All that is needed to go on, as plain data that JSON keeps to the bit: for
   * {@linkcode resumeTraining}.
   */
  async state(): Promise<TrainingState> {
    const groups: GroupState[] = [];
    for (const { session, networks, curves, seconds } of this.#parts.groups) {
      groups.push({ state: await session.state(), networks, curves, seconds });
    }
    return writeState({ ...this.#parts, groups });
  }

  /** Frees what the session holds. */
  async close(): Promise<void> {
    for (const { session } of this.#parts.groups) await session.close();
  }

  /** The same, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What each group gives for its members, in the order of the specs. */
  #inOrder<Part>(parts: readonly (readonly Part[])[]): Part[] {
    const all: Part[] = [];
    this.#parts.groups.forEach(({ networks }, group) =>
      networks.forEach((network, member) => all[network] = parts[group][member])
    );
    return all;
  }
}
